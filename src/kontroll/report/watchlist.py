"""Internal control's list: who is bought from or paid, at which enhet, by the weight of what rules have found about them.

The method, as a reader is told it: a row is a supplier (or a holder of a card, or somebody who is paid) at an enhet. For
each rule that has struck about the row in the last twelve months we ask two things: how many of all such rows have as
many utslag by that rule, and how often so many of so many records would be struck by lot, as often as the others' are.
The less rare of the two counts: one in two is worth one point, one in four two, one in a thousand ten. They count half
for *lav*, once for *middels*, one and a half for *høy* and twice for *kritisk*. One utslag alone may be a slip, and counts
half of that; two three quarters, three seven eighths, and so on. What rules have found about the enhet
itself counts by the row's share of what the enhet has bought.

Why rarity and not a fixed weight for each rule: the kommune's own noise decides. A rule that strikes about everybody
says nothing of anybody, and no rule need be trusted more than its own record. Why both: who sends many invoices has some
that are struck, and some rules strike whole groups of rows at once. Nothing is learnt from cases: every figure can be
counted again by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb, log2

import polars as pl

from kontroll.domain.dataset import DataSet, FieldType
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleType, Severity, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.seen import STRUCK, seen_of
from kontroll.facts.facts import KEY, Facts, RecordTable

#: How far back a utslag counts.
MONTHS = 12
#: Who a record is about: the first of these fields that its data set has.
WHO = ("leverandor", "kortholder", "person")
#: Data sets about persons that money does not go out by are not looked at: sick leave says nothing of a theft.
_MONEY = (FieldType.KRONER,)
#: Areas whose rules about an enhet say something of how its money is spent.
_AREAS = ("okonomi", "internkontroll", "innkjop")
_WEIGHTS = {Severity.LOW: 0.5, Severity.MEDIUM: 1.0, Severity.HIGH: 1.5, Severity.CRITICAL: 2.0}
_WHO, _PLACE = "_who", "_place"
#: How often a rule strikes, where the others' records are too few to say: as if it had been so among this many more.
_PRIOR, _RECORDS = 0.01, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one rule says of a row. as_many: how many of `of` rows have at least as many utslag. posts: keys of records.

    judged: how many of the row's records, or of the enhet's months, the rule looked at.
    """

    rule: Rule
    count: int
    judged: int
    as_many: int
    of: int
    points: float
    posts: tuple[str, ...] = ()
    about_enhet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A row. kind: the field that says who. ore: what went out by its records in the months, in øre."""

    who: str
    kind: str
    enhet: str
    points: float
    ore: int
    evidence: tuple[Evidence, ...]


def watchlist(rulebook: Rulebook, facts: Facts, verdicts: pl.DataFrame, last: Month) -> list[Watched]:
    """All rows about which any rule has struck, the heaviest first. verdicts: of the MONTHS months up to `last`."""
    within = verdicts.filter(pl.col("month").is_between(last.ordinal - MONTHS + 1, last.ordinal))
    bought = _bought(facts, last)
    found: dict[tuple[str, str, str], list[Evidence]] = {}
    enheter: dict[str, list[Evidence]] = {}
    counted: list[tuple[Rule, str, pl.DataFrame]] = []
    for rule in weighed_rules(rulebook):
        of_rule = within.filter(pl.col("regel") == rule.id)
        if rule.dataset is None:
            for enhet, evidence in _of_enheter(rule, of_rule):
                enheter.setdefault(enhet, []).append(evidence)
        elif (table := facts.records.get(rule.dataset)) is not None:
            counted += [(rule, kind, counts) for kind, counts in _of_records(rule, of_rule, table)]
    # Who is not in a data set has no utslag by its rules: the rows of all data sets are what a row is rare among.
    of = len({pair for _rule, _kind, counts in counted for pair in counts.select(_WHO, "enhet").iter_rows()})
    for rule, kind, counts in counted:
        for who, enhet, evidence in _weighed(rule, counts, of):
            found.setdefault((who, kind, enhet), []).append(evidence)
    rows = [_row(row, evidence, enheter, bought) for row, evidence in found.items()]
    return sorted(rows, key=lambda row: (-row.points, -row.ore, row.enhet, row.who))


def weighed_rules(rulebook: Rulebook) -> list[Rule]:
    """Those in use that open avvik, about records that say who was paid, or about how an enhet spends."""
    return [
        rule
        for rule in rulebook.rules.values()
        if rule.status is Status.IN_USE
        and rule.type.opens_avvik
        and rulebook.confined_to(rule) is None
        and rule.type is not RuleType.DATA_QUALITY
        and (_is_about_money(rulebook.datasets[rule.dataset]) if rule.dataset else rule.area.split("/")[0] in _AREAS)
    ]


def _is_about_money(dataset: DataSet) -> bool:
    kind = who_field(dataset)
    return kind == WHO[0] or (kind is not None and any(field.type in _MONEY for field in dataset.fields))


def who_field(dataset: DataSet) -> str | None:
    return next((name for name in WHO if dataset.field(name) is not None), None)


# --- what a rule says -------------------------------------------------------------------------------------------------


def _of_records(rule: Rule, verdicts: pl.DataFrame, table: RecordTable) -> Iterable[tuple[str, pl.DataFrame]]:
    """The field that says who, and by who and enhet how many records were judged, how many had utslag, and which."""
    kind = who_field(table.dataset)
    if kind is None or kind not in table.frame.columns:
        return
    whom = table.standing().select(KEY, pl.col(kind).alias(_WHO)).drop_nulls()
    seen = seen_of(verdicts, [rule]).unique(["post", "enhet", STRUCK]).join(whom, left_on="post", right_on=KEY)
    yield (
        kind,
        seen.group_by(_WHO, "enhet").agg(
            (pl.col(STRUCK) == 1).sum().alias("n"),
            pl.len().alias("judged"),
            pl.col("post").filter(pl.col(STRUCK) == 1).unique().sort().alias("posts"),
        ),
    )


def _weighed(rule: Rule, counts: pl.DataFrame, of: int) -> Iterable[tuple[str, str, Evidence]]:
    struck, records = int(counts.get_column("n").sum()), int(counts.get_column("judged").sum())
    for who, enhet, count, judged, as_many, posts in _ranked(counts, _WHO, "enhet").iter_rows():
        rate = (struck - count + _PRIOR * _RECORDS) / (records - judged + _RECORDS)
        yield who, enhet, _evidence(rule, count, judged, as_many, of, rate, posts)


def _of_enheter(rule: Rule, verdicts: pl.DataFrame) -> Iterable[tuple[str, Evidence]]:
    counts = (
        seen_of(verdicts, [rule])
        .group_by("enhet")
        .agg(
            (pl.col(STRUCK) == 1).sum().alias("n"),
            pl.len().alias("judged"),
            pl.lit([], pl.List(pl.String)).alias("posts"),
        )
    )
    for enhet, count, judged, as_many, posts in _ranked(counts, "enhet").iter_rows():
        # Months of an enhet resemble each other too much to be looked at as drawn by lot.
        yield enhet, _evidence(rule, count, judged, as_many, counts.height, None, posts)


def _ranked(counts: pl.DataFrame, *named: str) -> pl.DataFrame:
    """Those with any utslag, and how many have at least as many."""
    rank = pl.col("n").rank("max", descending=True).cast(pl.Int64)
    ranked = counts.with_columns(rank.alias("as_many")).filter(pl.col("n") > 0)
    return ranked.select(*named, "n", "judged", "as_many", "posts")


def _evidence(
    rule: Rule, count: int, judged: int, as_many: int, of: int, rate: float | None, posts: Sequence[str]
) -> Evidence:
    share = as_many / of
    if rate is not None:
        share = max(share, at_least(count, judged, rate))
    points = -log2(share) * _WEIGHTS[rule.severity] * (1.0 - 0.5**count)
    return Evidence(
        rule=rule,
        count=count,
        judged=judged,
        as_many=as_many,
        of=of,
        points=points,
        posts=tuple(posts),
        about_enhet=rule.dataset is None,
    )


def at_least(count: int, of: int, rate: float) -> float:
    """How often at least `count` of `of` are struck when each is by lot, `rate` of all."""
    if rate >= 1.0:
        return 1.0
    term = comb(of, count) * rate**count * (1.0 - rate) ** (of - count)
    total, n = term, count
    while n < of and term > total * 1e-9:
        term *= (of - n) / (n + 1) * rate / (1.0 - rate)
        total += term
        n += 1
    return min(max(total, 1e-12), 1.0)


# --- the rows ---------------------------------------------------------------------------------------------------------


def _row(
    row: tuple[str, str, str],
    evidence: list[Evidence],
    enheter: Mapping[str, list[Evidence]],
    bought: Mapping[tuple[str, str], int],
) -> Watched:
    who, kind, enhet = row
    ore = bought.get((who, enhet), 0)
    whole = bought.get(("", enhet), 0)
    share = ore / whole if whole > 0 else 0.0
    about = [replace(one, points=one.points * share) for one in enheter.get(enhet, [])] if share > 0 else []
    all_of_it = sorted([*evidence, *about], key=lambda one: (-one.points, one.rule.id))
    points = sum(one.points for one in all_of_it)
    return Watched(who=who, kind=kind, enhet=enhet, points=points, ore=ore, evidence=tuple(all_of_it))


def _bought(facts: Facts, last: Month) -> dict[tuple[str, str], int]:
    """Øre by who and enhet in the months, by the invoices; ("", enhet) is all of the enhet's."""
    table = facts.records.get("faktura")
    if table is None or not {"leverandor", "belop", "fakturadato"} <= set(table.frame.columns):
        return {}
    first = last.plus(1 - MONTHS).first_day
    dated = pl.col("fakturadato").is_between(first, last.last_day) & (pl.col("belop") > 0)
    place = pl.col(table.dataset.enhet_field or "ansvar").alias(_PLACE)
    scale = 10 ** (2 - table.decimals["belop"])
    sums = (
        table.standing()
        .filter(dated)
        .group_by(pl.col("leverandor").fill_null("").alias(_WHO), place)
        .agg(pl.col("belop").sum().alias("sum"))
    )
    found: dict[tuple[str, str], int] = {}
    for who, enhet, total in sums.iter_rows():
        if enhet is not None:
            found["", enhet] = found.get(("", enhet), 0) + int(total * scale)
            if who:
                found[who, enhet] = int(total * scale)
    return found


def place_of(rows: Sequence[Watched], whose: Iterable[str], enhet: str | None = None) -> int | None:
    """The place of the first row about any of them (at the enhet, where one is given), from 1; None where there is none."""
    wanted = set(whose)
    for place, row in enumerate(rows, start=1):
        if row.who in wanted and (enhet is None or row.enhet == enhet):
            return place
    return None
