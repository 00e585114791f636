"""Findings: what rules have found in one data set, as a control officer reads it: the heaviest first, grouped, with sums.

The method, as a reader is told it: a find by a rule that strikes one record in two weighs one point, one in four two, one
in a thousand ten; half for *lav*, once for *middels*, one and a half for *høy*, twice for *kritisk*. A record weighs what
its finds weigh together. For a group (all records with one card, or at one merchant) two questions are asked of each rule,
and the less rare answer counts: how many of all groups have as many finds, and how often so many of so many records would
be struck by lot (Chernoff's bound on the binomial tail).

Why rarity: 95 000 purchases give 20 000 finds, and the rule that strikes most says least of anybody.
Why no personal values unless asked for: the list is printed, sent and kept outside kontroll. A group by a personal field
has a number in the order of the file, and its lines say where to look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

import polars as pl

from kontroll.domain.condition import Grouped
from kontroll.domain.dataset import DataSet, FieldType, Stock
from kontroll.domain.rule import Rule, Severity
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.seen import STRUCK, seen_of
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.facts.sheet import FILE, LINE

WEIGHTS = {Severity.LOW: 0.5, Severity.MEDIUM: 1.0, Severity.HIGH: 1.5, Severity.CRITICAL: 2.0}
#: One in a million million: more bits say nothing more.
_MOST_BITS = 40.0
#: Fields that records are grouped by, at most.
_MOST_FIELDS = 3
#: Texts of a record that are shown, at most.
_MOST_TEXTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """One rule over all records; all but `rule` and `amount` count records. amount: of what was struck, None = no amounts."""

    rule: Rule
    struck: int
    unknown: int
    judged: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record. place: the file's own name and the line. texts: those that may be shown. rules: the heaviest first."""

    place: str
    key: str
    enhet: str
    day: date | None
    amount: Decimal | None
    texts: tuple[str, ...]
    rules: tuple[Rule, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Struck records with one value of a field. value: None where it is personal; number: its place in the file's order.

    called: the text that most of its records have in the next field, "" = none. reasons: rule, records, amount.
    """

    value: str | None
    number: int
    called: str
    weight: float
    records: int
    amount: Decimal | None
    reasons: tuple[tuple[Rule, int, Decimal | None], ...]
    heaviest: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """groups: by field id, the heaviest first. records: the heaviest, each once. judged, struck: records in all."""

    dataset: DataSet
    rules: tuple[RuleCount, ...]
    judged: int
    struck: int
    amount: Decimal | None
    groups: Mapping[str, Sequence[Group]]
    records: Sequence[Found]


def findings(
    rulebook: Rulebook, facts: Facts, verdicts: pl.DataFrame, dataset: str, count: int, *, personal: bool = False
) -> Findings | None:
    """What the rules about the data set have found, `count` of each kind; None where they have judged no record of it.

    personal: show what is marked personal too.
    """
    rules = {rule.id: rule for rule in rulebook.rules.values() if rule.dataset == dataset}
    seen = seen_of(verdicts, list(rules.values()))
    if seen.is_empty() or dataset not in facts.records:
        return None
    return _Weighing(rules, seen, facts.records[dataset], count, personal=personal).all()


def group_fields(rules: Iterable[Rule], dataset: DataSet) -> list[str]:
    """Texts by which rules put records together, what most rules use first."""
    used: Counter[str] = Counter()
    for rule in rules:
        used.update({name for leaf in rule.leaves() if isinstance(leaf, Grouped) for name in leaf.like})
    texts = {field.id for field in dataset.fields if field.type is FieldType.TEXT and field.id != dataset.key}
    found = sorted(used.items(), key=lambda one: (-one[1], one[0]))
    return [name for name, _count in found if name in texts][:_MOST_FIELDS]


class _Weighing:
    """Columns of struck: post, regel, weight (of the find), ore (scaled amount), and those of the record."""

    def __init__(
        self, rules: Mapping[str, Rule], seen: pl.DataFrame, table: RecordTable, count: int, *, personal: bool
    ) -> None:
        self.rules, self.table, self.count, self.personal = rules, table, count, personal
        self.dataset = table.dataset
        self.amount_field = next(
            (f.id for f in self.dataset.fields if f.type is FieldType.KRONER and not f.personal), None
        )
        self.records = table.standing().unique(KEY, keep="last", maintain_order=True).with_row_index("_order")
        self.seen = seen.group_by("regel", "post").agg(
            pl.col(STRUCK).max(), pl.col(STRUCK).is_null().any().alias("_open")
        )
        self.per_rule = self._per_rule()
        self.struck = self._struck()

    def all(self) -> Findings:
        each = self.struck.unique("post", maintain_order=True)
        fields = group_fields(self.rules.values(), self.dataset)
        return Findings(
            dataset=self.dataset,
            rules=self._rule_counts(),
            judged=self.seen.get_column("post").n_unique(),
            struck=each.height,
            amount=self._sum(each),
            groups={field: self._groups(field) for field in fields},
            records=self._heaviest(self.struck, self.count),
        )

    # --- rules --------------------------------------------------------------------------------------------------------

    def _per_rule(self) -> pl.DataFrame:
        """regel, judged, struck, unknown, rate, weight of one find."""
        severity = {id: WEIGHTS[rule.severity] for id, rule in self.rules.items()}
        # Laplace's rule of succession: the only record that a rule has judged is not as common as can be.
        rate = (pl.col("n") + 1) / (pl.col("judged") + 2)
        return (
            self.seen.group_by("regel")
            .agg(
                pl.len().alias("judged"),
                (pl.col(STRUCK) == 1).sum().alias("n"),
                (pl.col("_open") & (pl.col(STRUCK) != 1).fill_null(True)).sum().alias("unknown"),
            )
            .with_columns(
                rate.alias("rate"), pl.col("regel").replace_strict(severity, return_dtype=pl.Float64).alias("severity")
            )
            .with_columns((-rate.log(2) * pl.col("severity")).alias("weight"))
        )

    def _rule_counts(self) -> tuple[RuleCount, ...]:
        sums = {id: self._sum(part) for (id,), part in self.struck.group_by("regel")}
        nothing = Decimal(0) if self.amount_field else None
        counts = [
            RuleCount(rule=self.rules[id], struck=n, unknown=unknown, judged=judged, amount=sums.get(id, nothing))
            for id, n, unknown, judged in self.per_rule.select("regel", "n", "unknown", "judged").iter_rows()
        ]
        return tuple(sorted(counts, key=lambda one: (-WEIGHTS[one.rule.severity], one.rule.id)))

    def _struck(self) -> pl.DataFrame:
        amount = pl.col(self.amount_field) if self.amount_field else pl.lit(None, pl.Int64)
        return (
            self.seen.filter(pl.col(STRUCK) == 1)
            .join(self.per_rule.select("regel", "weight"), on="regel")
            .join(self.records.with_columns(amount.alias("_amount")), left_on="post", right_on=KEY)
            .sort("_order", "regel")
        )

    def _sum(self, records: pl.DataFrame) -> Decimal | None:
        """In the field's unit; what lacks an amount counts as nothing."""
        if self.amount_field is None:
            return None
        return Decimal(int(records.get_column("_amount").sum())).scaleb(-self.table.decimals[self.amount_field])

    # --- groups -------------------------------------------------------------------------------------------------------

    def _groups(self, field: str) -> list[Group]:
        weights = self._group_weights(field)
        numbers = self.records.drop_nulls(field).group_by(field).agg(pl.col("_order").min()).sort("_order")
        order = {value: place for place, value in enumerate(numbers.get_column(field), start=1)}
        heaviest = weights.group_by(field).agg(pl.col("points").sum()).sort(["points", field], descending=[True, False])
        shown = heaviest.head(self.count)
        wanted = self.struck.filter(pl.col(field).is_in(shown.get_column(field).implode()))
        parts = {value: part for (value,), part in wanted.group_by(field, maintain_order=True)}
        return [self._group(field, value, order[value], points, parts[value]) for value, points in shown.iter_rows()]

    def _group_weights(self, field: str) -> pl.DataFrame:
        """One row for each group and rule that has struck in it: points."""
        judged = self.seen.join(self.records.select(KEY, field), left_on="post", right_on=KEY).drop_nulls(field)
        counts = judged.group_by("regel", field).agg(pl.len().alias("judged"), (pl.col(STRUCK) == 1).sum().alias("k"))
        as_many = pl.col("k").rank("max", descending=True).over("regel") / pl.len().over("regel")
        ranked = counts.with_columns((-as_many.log(2)).alias("_rank")).filter(pl.col("k") > 0)
        share, rate = pl.col("k") / pl.col("judged"), pl.col("rate")
        rest = pl.when(share < 1).then((1 - share) * ((1 - share) / (1 - rate)).log(2)).otherwise(0.0)
        bits = pl.col("judged") * (share * (share / rate).log(2) + rest)
        by_lot = pl.when(share > rate).then(bits).otherwise(0.0).clip(0.0, _MOST_BITS)
        return ranked.join(self.per_rule.select("regel", "rate", "severity"), on="regel").select(
            field, "regel", (pl.min_horizontal("_rank", by_lot) * pl.col("severity")).alias("points")
        )

    def _group(self, field: str, value: str, number: int, points: float, part: pl.DataFrame) -> Group:
        each = part.unique("post", maintain_order=True)
        reasons = [(self.rules[id], rows.height, self._sum(rows)) for (id,), rows in part.group_by("regel")]
        personal = self._is_hidden(field)
        return Group(
            value=None if personal else value,
            number=number,
            called="" if personal else self._called(field, each),
            weight=points,
            records=each.height,
            amount=self._sum(each),
            reasons=tuple(sorted(reasons, key=lambda one: (-WEIGHTS[one[0].severity], -one[1], one[0].id))),
            heaviest=tuple(self._heaviest(part, 3)),
        )

    def _called(self, field: str, each: pl.DataFrame) -> str:
        ids = self._shown_texts()
        after = ids[ids.index(field) + 1 :] if field in ids else []
        if not after:
            return ""
        counts = each.drop_nulls(after[0]).group_by(after[0]).len().sort(["len", after[0]], descending=[True, False])
        return str(counts.item(0, 0)) if counts.height else ""

    def _shown_texts(self) -> list[str]:
        return [one.id for one in self.dataset.fields if one.type is FieldType.TEXT and not self._is_hidden(one.id)]

    def _is_hidden(self, field: str) -> bool:
        found = self.dataset.field(field)
        return found is not None and found.personal and not self.personal

    # --- records ------------------------------------------------------------------------------------------------------

    def _heaviest(self, struck: pl.DataFrame, count: int) -> list[Found]:
        total = struck.group_by("post").agg(
            pl.col("weight").sum(),
            pl.col("regel").sort_by("weight", descending=True),
            pl.col("_amount").first().abs().alias("_size"),
        )
        first = total.sort(["weight", "_size", "post"], descending=[True, True, False], nulls_last=True).head(count)
        rows = self.records.filter(pl.col(KEY).is_in(first.get_column("post").implode())).to_dicts()
        by_key = {row[KEY]: row for row in rows}
        return [self._found(by_key[post], rules, weight) for post, weight, rules, _size in first.iter_rows()]

    def _found(self, row: Mapping[str, object], rules: Sequence[str], weight: float) -> Found:
        dated = self.dataset.dated_by
        day = row.get(dated.start if isinstance(dated, Stock) else dated) if isinstance(dated, str | Stock) else dated
        amount = row.get(self.amount_field) if self.amount_field else None
        texts = [
            str(row[field.id])
            for field in self.dataset.fields
            if field.type is FieldType.TEXT
            and field.id != self.dataset.key
            and row.get(field.id)
            and not self._is_hidden(field.id)
        ]
        return Found(
            place=f"{PurePosixPath(str(row[FILE])).name}:{row[LINE]}",
            key=str(row[KEY]),
            enhet=str(row.get("_enhet") or ""),
            day=day if isinstance(day, date) else None,
            amount=Decimal(amount).scaleb(-self.table.decimals[self.amount_field or ""])
            if isinstance(amount, int)
            else None,
            texts=tuple(texts[:_MOST_TEXTS]),
            rules=tuple(self.rules[id] for id in rules),
            weight=weight,
        )
