"""Rule leaves: has another rule utslag for the same enhet or record, or for enough of the enhet's records? (2.7)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from kontroll.domain.condition import RuleLeaf
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result, Truth, at_least
from kontroll.engine.plain.answer import Answer, RuleResult
from kontroll.engine.plain.calendar import months_back
from kontroll.engine.plain.quality import has_enhet_and_date
from kontroll.engine.plain.record import Record
from kontroll.engine.plain.recordset import RecordSet
from kontroll.engine.plain.tree import over_time


class Results(Protocol):
    """What any rule says of one subject in one month; None = no result row."""

    def result(self, rule_id: str, enhet: str, month: Month) -> Result | None: ...

    def record_result(self, rule_id: str, key: str, month: Month) -> Result | None: ...

    def enhet_quality(self, dataset: str, key: str, month: Month) -> Result | None: ...


class RuleLeaves:
    """Answers `utslag`. Each month of a window is judged by the version in force that month."""

    def __init__(
        self, rulebook: Rulebook, left_out: frozenset[str], results: Results, recordset: Callable[[str], RecordSet]
    ) -> None:
        self._rulebook = rulebook
        self._left_out = left_out
        self._results = results
        self._recordset = recordset

    def of_unit(self, leaf: RuleLeaf, enhet: str, month: Month) -> Answer:
        def in_month(at: Month) -> Answer:
            if self._is_left_out(leaf):
                return Answer(leaf, Truth.UNKNOWN, when=at)
            if leaf.count is not None:
                return self._counted(leaf, leaf.count, enhet, at)
            return self._of_rule(leaf, RuleResult(leaf.rule, enhet, "", at, self._unit_result(leaf.rule, enhet, at)))

        return over_time(leaf, lambda n: months_back(month, n), in_month)

    def of_record(self, leaf: RuleLeaf, record: Record, month: Month) -> Answer:
        """A unit rule is asked about the record's enhet, a record rule about the record itself."""

        def in_month(at: Month) -> Answer:
            if self._is_left_out(leaf):
                return Answer(leaf, Truth.UNKNOWN, when=at)
            asked = self._rulebook.rules.get(leaf.rule)
            if asked is None or asked.dataset is not None:
                return self._of_rule(leaf, self._record_result(leaf.rule, record, at))
            result = self._unit_result(leaf.rule, record.enhet, at)
            return self._of_rule(leaf, RuleResult(leaf.rule, record.enhet or "", "", at, result))

        return over_time(leaf, lambda n: months_back(month, n), in_month)

    def _is_left_out(self, leaf: RuleLeaf) -> bool:
        if leaf.rule == ENHET_RULE:
            return False
        return leaf.rule in self._left_out or leaf.rule not in self._rulebook.rules

    def _of_rule(self, leaf: RuleLeaf, read: RuleResult) -> Answer:
        return Answer(leaf, self._struck(read), when=read.month, reads=(read,))

    def _struck(self, read: RuleResult) -> Truth:
        rule: Rule | None = self._rulebook.rules.get(read.rule)
        return rule.struck(read.result) if rule is not None else Truth.of(read.result is Result.TRUE)

    def _unit_result(self, rule: str, enhet: str | None, month: Month) -> Result | None:
        return None if enhet is None else self._results.result(rule, enhet, month)

    def _record_result(self, rule: str, record: Record, month: Month) -> RuleResult:
        if rule == ENHET_RULE:
            result = self._results.enhet_quality(record.dataset, record.key, month)
        else:
            result = self._results.record_result(rule, record.key, month)
        return RuleResult(rule, record.enhet or "", record.key, month, result)

    def _counted(self, leaf: RuleLeaf, count: int, enhet: str, month: Month) -> Answer:
        """At least so many of the enhet's records; reads hold those with utslag and those that are unknown."""
        records = (record for record in self._records_of(leaf.rule, enhet) if record.judged_in(month))
        reads = [self._record_result(leaf.rule, record, month) for record in records]
        truths = [self._struck(read) for read in reads]
        telling = tuple(read for read, truth in zip(reads, truths, strict=True) if truth is not Truth.FALSE)
        return Answer(leaf, at_least(count, truths), when=month, reads=telling)

    def _records_of(self, rule: str, enhet: str) -> Iterator[Record]:
        """The enhet's records of the rule's data set; the rule that is always there looks at them all."""
        if rule == ENHET_RULE:
            datasets = [id for id in self._rulebook.datasets if has_enhet_and_date(self._recordset(id))]
        else:
            datasets = [id for id in (self._rulebook.rules[rule].dataset,) if id is not None]
        for id in datasets:
            yield from self._recordset(id).by_enhet.get(enhet, ())
