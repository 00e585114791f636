"""One evaluation: the grids of a rulebook and its facts, filled rule by rule until they hold every result.

How: a dense grid of enheter × months and a grid of records for each data set get one column per leaf and one per
rule, in an order where every rule comes after the rules it asks about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from kontroll.domain.condition import (
    Condition,
    IndicatorLeaf,
    Leaf,
    RuleLeaf,
    leaves,
)
from kontroll.domain.rule import Rule, Scope
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.ambitions import add_ambitions
from kontroll.engine.backend import Backend, Frame, stacked
from kontroll.engine.best import in_scope
from kontroll.engine.compiled import Compiled
from kontroll.engine.computed import Values
from kontroll.engine.enhetrule import known_enhet, struck_per_enhet
from kontroll.engine.grid import ACTIVE, ENHET, SERVICE, TYPE, Grid, build
from kontroll.engine.inputs import Inputs
from kontroll.engine.names import result_column, utslag_column
from kontroll.engine.recordgrid import RecordGrid, build_records
from kontroll.engine.recordleaves import RecordLeaves
from kontroll.engine.results import InForce, in_force, result_of, truth_of, utslag_of
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import all_true, at_least, counted, surely, unknown
from kontroll.engine.unitleaves import UnitLeaves
from kontroll.engine.verdicts import SCHEMA, Verdicts
from kontroll.facts.facts import ENHET as RECORD_ENHET
from kontroll.facts.facts import KEY


@dataclass(slots=True)
class Evaluation:
    """first, last: ordinals of the months whose results are right; grids begin as early as these look back."""

    compiled: Compiled
    inputs: Inputs
    first: int
    last: int
    left_out: frozenset[str]
    grid: Grid = field(init=False)
    records: dict[str, RecordGrid] = field(default_factory=dict)
    units: UnitLeaves = field(init=False)

    def __post_init__(self) -> None:
        self.grid = build(self.backend, self.inputs, self.first - self.compiled.warm_up, self.last)
        self.units = UnitLeaves(self.grid, self.rulebook.indicators, self.rulebook.parameters)

    @property
    def rulebook(self) -> Rulebook:
        return self.compiled.rulebook

    @property
    def backend(self) -> Backend:
        return self.compiled.backend

    def judge(self) -> None:
        """Make the result column of every rule."""
        self._add_values()
        self.units.prepare(self.compiled.unit_leaves, self.compiled.add)
        self.grid.begin(self.first - max(self.compiled.reach.values()))
        self.grid.settle()
        for level, rules in enumerate(self.compiled.levels):
            self._judge_units(level, [rule for rule in rules if rule.dataset is None])
            for dataset in sorted({rule.dataset for rule in rules if rule.dataset is not None}):
                self._judge_records([rule for rule in rules if rule.dataset == dataset], dataset)
                self.records[dataset].settle()
            self.grid.settle()

    def verdicts(self, first: int, last: int) -> Verdicts:
        """What was made, of the months first to last, as rows."""
        parts = [self._of_units(first, last)] if self._judged(None) else []
        parts += [self._of_records(dataset, first, last) for dataset in sorted(self.records) if self._judged(dataset)]
        parts += known_enhet(self.backend, self.rulebook, self.inputs, first, last, self.records)
        made = self.backend.taken(stacked(parts)) if parts else pl.DataFrame(schema=SCHEMA)
        return Verdicts(made)

    # --- values ----------------------------------------------------------------------------------------------

    def _add_values(self) -> None:
        asked = [leaf for leaf, _scope in self.compiled.unit_leaves]
        values = Values(self.grid, self.inputs, self.rulebook.indicators, self._record_truth)
        values.need({leaf.indicator for leaf in asked})
        add_ambitions(self.grid, self.inputs, self.rulebook.indicators, asked)

    def _record_truth(self, records: RecordGrid, condition: Condition) -> nw.Expr:
        maker = RecordLeaves(records, self.rulebook.parameters, self.inputs)
        maker.prepare(leaf for leaf in leaves(condition) if not isinstance(leaf, IndicatorLeaf | RuleLeaf))
        return truth_of(condition, maker.column)  # type: ignore[arg-type]

    # --- enheter ---------------------------------------------------------------------------------------------

    def _judge_units(self, level: int, rules: list[Rule]) -> None:
        for asked, least in (asking for rule in rules for asking in self.compiled.counted[rule.id]):
            if asked not in self.left_out:
                self._enough_records(asked, least)
        versions = {rule.id: self._in_force(rule) for rule in rules}

        def make() -> None:
            self.grid.add({result_column(rule.id): self._unit_result(rule, versions[rule.id]) for rule in rules})
            asked = [rule for rule in rules if rule.id in self.compiled.asked]
            self.grid.add({utslag_column(rule.id): utslag_of(rule, in_scope(rule.scope)) for rule in asked})

        self.compiled.add(self.grid, ("results", level, tuple(versions.values()), self.left_out), make)

    def _unit_result(self, rule: Rule, versions: Sequence[InForce]) -> nw.Expr:
        # Months in which an enhet is not active are left out at the end, for all rules at once.
        covered = None if rule.scope == Scope() else in_scope(rule.scope)
        return result_of(rule, lambda leaf: self.unit_truth(leaf, rule.scope), covered, versions)

    def unit_truth(self, leaf: Leaf, scope: Scope) -> nw.Expr:
        """Truth of a leaf in the row's month; `back` may have to add columns first."""
        if isinstance(leaf, RuleLeaf):
            return self._asked(leaf)
        assert isinstance(leaf, IndicatorLeaf)
        return self.units.column(leaf, scope)

    def _in_force(self, rule: Rule) -> tuple[InForce, ...]:
        return in_force(rule, self.first - self.compiled.reach[rule.id], self.last)

    def _asked(self, leaf: RuleLeaf) -> nw.Expr:
        """Truth of `utslag` in the row's month, with its window."""
        if leaf.rule in self.left_out:
            return unknown()
        column = utslag_column(leaf.rule) if leaf.count is None else self._enough_records(leaf.rule, leaf.count)
        if leaf.window is None:
            return nw.col(column)
        history = [self.grid.back(column, j) for j in range(leaf.window.periods)]
        return at_least(leaf.window.at_least, history)

    def _enough_records(self, rule: str, least: int) -> str:
        """Column: do at least so many records of the enhet have utslag in the month?"""
        column = f"{utslag_column(rule)}:{least}"
        if column not in self.grid.frame.columns:
            self.grid.join(self._tally(rule).rename({RECORD_ENHET: ENHET}), on=[ENHET, MONTH])
            sure, open_ = (nw.col(c).fill_null(0) for c in ("sure", "open"))
            self.grid.add({column: counted(least, sure, sure + open_)})
            self.grid.frame = self.grid.frame.drop(["sure", "open"])
        return column

    def _tally(self, rule: str) -> Frame:
        """Per enhet and month: `sure`, records with utslag, and `open`, records for which that is unknown."""
        if rule == ENHET_RULE:
            return struck_per_enhet(self.backend, self.rulebook, self.inputs, self.grid.first, self.grid.last)
        struck = nw.col(utslag_column(rule))
        records = self.records[self.rulebook.rules[rule].dataset or ""]
        return (
            records.frame.filter(~nw.col(RECORD_ENHET).is_null())
            .with_columns(sure=surely(struck).cast(nw.Int64), open=struck.is_null().cast(nw.Int64))
            .group_by(RECORD_ENHET, MONTH)
            .agg(nw.col("sure").sum().cast(nw.Int64), nw.col("open").sum().cast(nw.Int64))
        )

    # --- records ---------------------------------------------------------------------------------------------

    def _judge_records(self, rules: list[Rule], dataset: str) -> None:
        records = self._record_grid(dataset)

        def leaf_truth(leaf: Leaf) -> nw.Expr:
            return self.record_truth(leaf, records)

        covered = {rule.id: record_scope(rule.scope) for rule in rules}
        records.add(
            {
                result_column(rule.id): result_of(rule, leaf_truth, covered[rule.id], self._in_force(rule))
                for rule in rules
            }
        )
        asked = [rule for rule in rules if rule.id in self.compiled.asked]
        records.add({utslag_column(rule.id): utslag_of(rule, covered[rule.id]) for rule in asked})

    def record_truth(self, leaf: Leaf, records: RecordGrid) -> nw.Expr:
        """Truth of a leaf for each record in the row's month."""
        if isinstance(leaf, RuleLeaf):
            return self._asked_by_record(leaf, records)
        assert not isinstance(leaf, IndicatorLeaf)
        return RecordLeaves(records, self.rulebook.parameters, self.inputs).column(leaf)

    def _record_grid(self, dataset: str) -> RecordGrid:
        """Records with the enhet's type and service in the month; built once, as far back as any rule asks."""
        if dataset not in self.records:
            self.records[dataset] = self._built(
                [r for r in self.rulebook.rules.values() if r.dataset == dataset], dataset
            )
        return self.records[dataset]

    def _built(self, rules: list[Rule], dataset: str) -> RecordGrid:
        """The leaves of the rules as columns; the fields they are made of are dropped."""
        back = max(self.compiled.reach[rule.id] for rule in rules)
        records = build_records(self.backend, self.inputs.table(dataset), self.first - back, self.last)
        known = [ACTIVE, *(column for rule in rules for column in _scoped_by(rule.scope))]
        enheter = self.grid.frame.filter(nw.col(ACTIVE)).select(
            nw.col(ENHET).alias(RECORD_ENHET), MONTH, *dict.fromkeys(known)
        )
        records.join(enheter, on=[RECORD_ENHET, MONTH])
        made = RecordLeaves(records, self.rulebook.parameters, self.inputs).prepare(
            leaf for rule in rules for leaf in rule.leaves() if not isinstance(leaf, RuleLeaf | IndicatorLeaf)
        )
        records.keep({KEY, RECORD_ENHET, MONTH, *known, *made})
        records.settle()
        return records

    def _asked_by_record(self, leaf: RuleLeaf, records: RecordGrid) -> nw.Expr:
        if leaf.rule == ENHET_RULE:
            return nw.col(ACTIVE).is_null()
        if leaf.rule in self.left_out:
            return unknown()
        if self.rulebook.rules[leaf.rule].dataset is not None:
            return nw.col(utslag_column(leaf.rule))
        window = leaf.window
        column = f"asked:{leaf.rule}:{window.at_least}:{window.periods}" if window else f"asked:{leaf.rule}"
        if column not in records.frame.columns:
            self.grid.add({column: self._asked(leaf)})
            asked = self.grid.frame.select(nw.col(ENHET).alias(RECORD_ENHET), MONTH, column)
            # A record of an unknown enhet finds no row at all: the rule has no utslag there.
            records.join(asked.with_columns(nw.lit(True).alias("found")), on=[RECORD_ENHET, MONTH])
            found = ~nw.col("found").is_null()
            records.add({column: nw.when(found).then(nw.col(column)).otherwise(nw.lit(False))})
            records.frame = records.frame.drop("found")
        return nw.col(column)

    # --- verdicts --------------------------------------------------------------------------------------------

    def _of_units(self, first: int, last: int) -> Frame:
        asked = self.grid.frame.filter(nw.col(ACTIVE) & nw.col(MONTH).is_between(first, last))
        return self._rows(asked.with_columns(post=nw.lit("")), self._judged(None))

    def _of_records(self, dataset: str, first: int, last: int) -> Frame:
        enhet = nw.col(RECORD_ENHET)
        asked = self.records[dataset].frame.filter(nw.col(MONTH).is_between(first, last))
        named = asked.with_columns(enhet=nw.when(enhet.is_null()).then(nw.lit("")).otherwise(enhet), post=nw.col(KEY))
        return self._rows(named, self._judged(dataset))

    def _judged(self, dataset: str | None) -> list[str]:
        """Rules about the data set's records (None: about enheter) that get verdicts."""
        about = [rule.id for rule in self.rulebook.rules.values() if rule.dataset == dataset]
        return [id for id in about if id not in self.left_out]

    def _rows(self, frame: Frame, rules: list[str]) -> Frame:
        """The result columns as rows, those that are result rows."""
        columns = [result_column(id) for id in rules]
        rows = self.backend.unpivot(frame, columns, ["enhet", MONTH, "post"], name="regel", value="resultat")
        # Only now does the id stand alone: a rule may be called «enhet» or «post».
        name = nw.col("regel").str.slice(len(result_column("")))
        return rows.filter(~nw.col("resultat").is_null()).select(
            name, "enhet", MONTH, "post", nw.col("resultat").cast(nw.Int64)
        )


def _scoped_by(scope: Scope) -> list[str]:
    """Columns of the enhet that `gjelder` looks at."""
    return [column for column, allowed in ((TYPE, scope.unit_types), (SERVICE, scope.services)) if allowed is not None]


def record_scope(scope: Scope) -> nw.Expr | None:
    """Two-valued: the record's enhet matches `gjelder`; an enhet that is not active has no type and no service."""
    columns = ((TYPE, scope.unit_types), (SERVICE, scope.services), (RECORD_ENHET, scope.enheter))
    claims = [surely(nw.col(column).is_in(sorted(allowed))) for column, allowed in columns if allowed is not None]
    return all_true(claims) if claims else None
