"""Narrowed: of all facts, those that some cells can read, so that a few hundred cells are judged again in a second.

Why: the plain evaluator turns every delivered row it is given into plain Python, which takes half a minute for three years
of a kommune. What is left here is more than the cells read, never less: a test holds what comes out of it against what
comes out of everything. The reach of windows is counted here on its own, and not as the columnar evaluator counts it: a
window that both cut short would else be found by neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from kontroll.domain.condition import BestAmong, Development, FieldLeaf, IndicatorLeaf, RuleLeaf, leaves
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.cell import Cell
from kontroll.engine.narrowed_records import NarrowedRecords
from kontroll.facts.facts import ENHET, KEY, Facts

#: A look-up table of so many rows is not worth cutting.
SMALL = 2_000
_NEVER = 10_000 * 12


def narrowed(rulebook: Rulebook, facts: Facts, cells: Iterable[Cell], small: int = SMALL) -> Facts:
    """The facts with fewer measurements and records; everything else is as it was.

    small: rows of a look-up table that is kept whole.
    """
    reads = _Reads(rulebook, NarrowedRecords(facts, small))
    reads.begin(cells)
    reads.follow_rules()
    reads.follow_indicators()
    return replace(
        facts, measurements=_measurements(rulebook, facts.measurements, reads.figures), records=reads.records.tables()
    )


@dataclass(slots=True)
class _Of:
    """names: enheter, or keys of records, asked about. everybody: all of them. since: the earliest month (Month.ordinal)."""

    names: set[str] = field(default_factory=set)
    everybody: bool = False
    since: int = _NEVER

    def add(self, names: Iterable[str], since: int, everybody: bool = False) -> None:
        self.names.update(names)
        self.everybody |= everybody
        self.since = min(self.since, since)


class _Reads:
    """What the cells read, followed from rule to rule and down to figures and records."""

    def __init__(self, rulebook: Rulebook, records: NarrowedRecords) -> None:
        self._rulebook = rulebook
        self.records = records
        #: Indicator -> whose figures.
        self.figures: dict[str, _Of] = {}
        #: Rule -> enheter that a unit rule is asked of, or whose records a record rule is; and records by key.
        self._enheter: dict[str, _Of] = {}
        self._keys: dict[str, _Of] = {}

    def begin(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            kind = self._enheter if cell.post == "" else self._keys
            kind.setdefault(cell.rule, _Of()).add([cell.post or cell.enhet], cell.month.ordinal)

    # --- rules -----------------------------------------------------------------------------------------------

    def follow_rules(self) -> None:
        """Each rule before those it asks about."""
        for rule in reversed(self._rulebook.in_order()):
            if rule.dataset is None:
                self._follow_unit_rule(rule)
            else:
                self._follow_record_rule(rule, rule.dataset)
        # The rule that is always there reads the record itself, of whatever data set it is.
        for id in self._rulebook.datasets:
            if (asked := self._enheter.get(ENHET_RULE)) is not None:
                self.records.keep(id, self.records.of_enheter(id, asked.names, asked.since))
            if (named := self._keys.get(ENHET_RULE)) is not None:
                self.records.keep(id, self.records.with_keys(id, named.names))

    def _follow_unit_rule(self, rule: Rule) -> None:
        of = self._enheter.get(rule.id)
        if of is None:
            return
        for leaf in rule.leaves():
            if isinstance(leaf, IndicatorLeaf):
                self._read(leaf, of)
            elif isinstance(leaf, RuleLeaf):
                self._ask(self._enheter, leaf, of.names, of.since)

    def _follow_record_rule(self, rule: Rule, dataset: str) -> None:
        since, rows = _NEVER, []
        if (of := self._enheter.get(rule.id)) is not None:
            since, rows = of.since, [self.records.of_enheter(dataset, of.names, of.since)]
        if (named := self._keys.get(rule.id)) is not None:
            since, rows = min(since, named.since), [*rows, self.records.with_keys(dataset, named.names)]
        if not rows:
            return
        subjects = pl.concat(rows)
        self.records.keep(dataset, subjects)
        for leaf in rule.leaves():
            if isinstance(leaf, FieldLeaf):
                self.records.follow(dataset, subjects, leaf)
            elif isinstance(leaf, RuleLeaf):
                self._ask_of_records(leaf, subjects, since)

    def _ask_of_records(self, leaf: RuleLeaf, subjects: pl.DataFrame, since: int) -> None:
        """A unit rule is asked about the enhet of the record, a record rule about the record itself."""
        asked = self._rulebook.rules.get(leaf.rule)
        if asked is not None and asked.dataset is None:
            self._ask(self._enheter, leaf, subjects.get_column(ENHET).drop_nulls(), since)
        else:
            self._ask(self._keys, leaf, subjects.get_column(KEY), since)

    def _ask(self, kind: dict[str, _Of], leaf: RuleLeaf, names: Iterable[str], since: int) -> None:
        window = leaf.window.periods if leaf.window is not None else 0
        kind.setdefault(leaf.rule, _Of()).add(names, since - window)

    # --- indicators ------------------------------------------------------------------------------------------

    def _read(self, leaf: IndicatorLeaf, of: _Of) -> None:
        periods = 1 + (leaf.window.periods if leaf.window is not None else 0)
        periods += leaf.change.since if leaf.change is not None else 0
        periods += max((test.periods for test in leaf.tests if isinstance(test, Development)), default=0)
        rivals = any(isinstance(test, BestAmong) for test in leaf.tests)
        months = self._rulebook.indicators[leaf.indicator].frequency.months
        self._need(leaf.indicator, of.names, of.since - periods * months, rivals)

    def _need(self, id: str, enheter: Iterable[str], since: int, everybody: bool) -> None:
        indicator = self._rulebook.indicators[id]
        # The period that holds the month may begin before it.
        since -= indicator.frequency.months
        self.figures.setdefault(id, _Of()).add(enheter, since, everybody)
        if isinstance(indicator.computed, WeightedIndex):
            for part in indicator.computed.parts:
                self._need(part, enheter, since, everybody)

    def follow_indicators(self) -> None:
        """The records that indicators are computed from."""
        for id, of in self.figures.items():
            computed = self._rulebook.indicators[id].computed
            if isinstance(computed, FromRecords):
                dataset = computed.dataset
                rows = self.records.of_enheter(dataset, None if of.everybody else of.names, of.since)
                self.records.keep(dataset, rows)
                for leaf in leaves(computed.where) if computed.where is not None else ():
                    assert isinstance(leaf, FieldLeaf)
                    self.records.follow(dataset, rows, leaf)


def _measurements(rulebook: Rulebook, frame: pl.DataFrame, figures: Mapping[str, _Of]) -> pl.DataFrame:
    """In the order of delivery, in which the later row wins."""
    rows = [(id, of.since // rulebook.indicators[id].frequency.months, of.everybody) for id, of in figures.items()]
    schema = pl.Schema({"indikator": pl.String(), "_since": pl.Int64(), "_all": pl.Boolean()})
    wanted = pl.DataFrame(rows, schema=schema, orient="row")
    pairs = [(id, enhet) for id, of in figures.items() for enhet in of.names]
    own = pl.DataFrame(pairs, schema=pl.Schema({"indikator": pl.String(), "enhet": pl.String()}), orient="row")
    return (
        frame.join(wanted, on="indikator", how="inner", maintain_order="left")
        .join(own.with_columns(_own=True), on=["indikator", "enhet"], how="left", maintain_order="left")
        .filter((pl.col("period") >= pl.col("_since")) & (pl.col("_all") | pl.col("_own").is_not_null()))
        .select(frame.columns)
    )
