"""PlainEvaluator: what every rule says of every enhet and record, one cell at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kontroll.domain.condition import FieldLeaf, IndicatorLeaf, Leaf, RuleLeaf
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.plain.answer import AmbitionRow, Answer, RuleAnswer, Value
from kontroll.engine.plain.basis import Basis, Site
from kontroll.engine.plain.decision import decide
from kontroll.engine.plain.indicators import Indicators
from kontroll.engine.plain.quality import enhet_quality, has_enhet_and_date
from kontroll.engine.plain.record import Content, Record
from kontroll.engine.plain.recordleaves import RecordLeaves
from kontroll.engine.plain.results import ResultRow
from kontroll.engine.plain.ruleleaves import RuleLeaves
from kontroll.engine.plain.unitleaves import UnitLeaves
from kontroll.engine.plain.units import UnitRow
from kontroll.facts.facts import Facts


class PlainEvaluator:
    """Results and their grounds, computed when asked for; results are remembered, answers are not.

    left_out: rules that may not run; a rule that asks about one of them gets *ukjent*.
    """

    def __init__(
        self, rulebook: Rulebook, facts: Facts, left_out: Collection[str] = (), basis: Basis | None = None
    ) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._left_out = frozenset(left_out)
        self._basis = basis = basis or Basis(rulebook, facts)
        self._recordset = basis.recordset
        self._units = basis.units
        self._record_leaves = RecordLeaves(rulebook, self._recordset)
        self._indicators = Indicators(
            rulebook, basis.measurements, self._recordset, self._record_leaves.truth, basis.values
        )
        self._unit_leaves = UnitLeaves(rulebook, self._units, self._indicators, basis.ambitions)
        self._rule_leaves = RuleLeaves(rulebook, self._left_out, self, self._recordset)
        self._results: dict[tuple[str, str, Month], Result | None] = {}
        self._record_results: dict[tuple[str, str, Month], Result | None] = {}

    # --- one cell ---------------------------------------------------------------------------------------------

    def result(self, rule_id: str, enhet: str, month: Month) -> Result | None:
        """What a unit rule says of the enhet; None = no result row."""
        key = (rule_id, enhet, month)
        if key not in self._results:
            answer = self.answer(rule_id, enhet, month)
            self._results[key] = None if answer is None else answer.result
        return self._results[key]

    def record_result(self, rule_id: str, key: str, month: Month) -> Result | None:
        """What a record rule says of the record with that key; None = no result row."""
        cell = (rule_id, key, month)
        if cell not in self._record_results:
            answer = self.record_answer(rule_id, key, month)
            self._record_results[cell] = None if answer is None else answer.result
        return self._record_results[cell]

    def answer(self, rule_id: str, enhet: str, month: Month) -> RuleAnswer | None:
        """The result of a unit rule with its grounds; None outside `gjelder` and where the enhet is not active."""
        rule = self._rulebook.rules[rule_id]
        if rule.dataset is not None:
            raise ValueError(f"{rule_id} is about records")
        if self._units.row(enhet, month) is None or not self._units.covers(rule.scope, enhet, month):
            return None
        return decide(rule, enhet, "", month, lambda leaf: self._unit_leaf(leaf, rule, enhet, month))

    def record_answer(self, rule_id: str, key: str, month: Month) -> RuleAnswer | None:
        """The result of a record rule with its grounds; None where the record is not judged or not in `gjelder`."""
        rule = self._rulebook.rules[rule_id]
        if rule.dataset is None:
            raise ValueError(f"{rule_id} is about units")
        record = self._recordset(rule.dataset).records.get(key)
        if record is None or not record.judged_in(month):
            return None
        if not self._units.covers(rule.scope, record.enhet, month):
            return None
        return decide(rule, record.enhet or "", key, month, lambda leaf: self._record_leaf(leaf, record, month))

    def leaf(self, rule: Rule, leaf: Leaf, subject: str, month: Month) -> Answer:
        """One leaf by itself, in that rule or not. subject: an enhet, or for a rule about records a record's key."""
        if rule.dataset is None:
            return self._unit_leaf(leaf, rule, subject, month)
        return self._record_leaf(leaf, self._recordset(rule.dataset).records[subject], month)

    def enhet_quality(self, dataset: str, key: str, month: Month) -> Result | None:
        """What the rule that is always there says of a record; None = no result row."""
        records = self._recordset(dataset)
        record = records.records.get(key)
        return None if record is None or not has_enhet_and_date(records) else enhet_quality(record, self._units, month)

    def supposing(self, site: Site, content: Content | None) -> PlainEvaluator:
        """What rules would say had one value been delivered otherwise, everything else as here; None = not delivered."""
        return PlainEvaluator(self._rulebook, self._facts, self._left_out, self._basis.supposing(site, content))

    def record(self, dataset: str, key: str) -> Record | None:
        """The record with that key as it stands, whether or not any rule judges it."""
        return self._recordset(dataset).records.get(key)

    def records(self, dataset: str) -> Iterator[Record]:
        """The standing records of a data set, or rows of a look-up table, in delivery order."""
        return iter(self._recordset(dataset))

    def field_answer(self, leaf: FieldLeaf, record: Record, month: Month) -> Answer:
        """What one leaf says of a record, whichever rule or indicator asks it."""
        return self._record_leaves.answer(leaf, record, month)

    def unit(self, enhet: str, month: Month) -> UnitRow | None:
        """The row of the organisation that describes the enhet in the month; None where it is not active."""
        return self._units.row(enhet, month)

    def value(self, indicator: str, enhet: str, period: Period) -> Value:
        """The value as rules see it, with its source; computed where the indicator is."""
        return self._indicators.value(indicator, enhet, period)

    def ambition(self, indicator: str, enhet: str, month: Month) -> AmbitionRow | None:
        """The thresholds that hold for the enhet in the month; None where none are set."""
        unit = self._units.row(enhet, month)
        return self._basis.ambitions.row(enhet, unit.service if unit is not None else None, indicator, month.year)

    # --- all cells --------------------------------------------------------------------------------------------

    def results(self, first: Month, last: Month) -> list[ResultRow]:
        """Every result row of the months, both included, sorted by rule, enhet, month and key."""
        rows = list(self._quality_rows(first, last))
        for rule in self._rulebook.rules.values():
            if rule.id not in self._left_out:
                rows += (
                    self._unit_rows(rule, first, last) if rule.dataset is None else self._record_rows(rule, first, last)
                )
        return sorted(rows, key=lambda row: row[:4])

    def _unit_rows(self, rule: Rule, first: Month, last: Month) -> Iterator[ResultRow]:
        for ordinal in range(first.ordinal, last.ordinal + 1):
            month = Month.from_ordinal(ordinal)
            for unit in self._units.covered(rule.scope, month):
                result = self.result(rule.id, unit.enhet, month)
                assert result is not None
                yield ResultRow(rule.id, unit.enhet, str(month), "", result)

    def _record_rows(self, rule: Rule, first: Month, last: Month) -> Iterator[ResultRow]:
        assert rule.dataset is not None
        for record in self._recordset(rule.dataset):
            for month in record.judged_months(first, last):
                result = self.record_result(rule.id, record.key, month)
                if result is not None:
                    yield ResultRow(rule.id, record.enhet or "", str(month), record.key, result)

    def _quality_rows(self, first: Month, last: Month) -> Iterator[ResultRow]:
        for id in self._rulebook.datasets:
            records = self._recordset(id)
            for record in records if has_enhet_and_date(records) else ():
                for month in record.judged_months(first, last):
                    result = enhet_quality(record, self._units, month)
                    assert result is not None
                    yield ResultRow(ENHET_RULE, record.enhet or "", str(month), record.key, result)

    # --- leaves -----------------------------------------------------------------------------------------------

    def _unit_leaf(self, leaf: Leaf, rule: Rule, enhet: str, month: Month) -> Answer:
        if isinstance(leaf, RuleLeaf):
            return self._rule_leaves.of_unit(leaf, enhet, month)
        assert isinstance(leaf, IndicatorLeaf)
        return self._unit_leaves.answer(leaf, rule.scope, enhet, month)

    def _record_leaf(self, leaf: Leaf, record: Record, month: Month) -> Answer:
        if isinstance(leaf, RuleLeaf):
            return self._rule_leaves.of_record(leaf, record, month)
        assert not isinstance(leaf, IndicatorLeaf)
        return self._record_leaves.answer(leaf, record, month)
