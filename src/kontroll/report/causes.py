"""Causes: the missing values behind an answer that is ukjent, found in the plain evaluator's account of it.

Only what decided is named: below a group only the parts that are themselves ukjent, and of a comparison with others
first the enhet's own value. A rule that asks about another rule has that rule's causes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kontroll.domain.condition import BestAmong, Grouped, Lookup
from kontroll.domain.indicator import Aggregate, FromRecords
from kontroll.domain.operand import AmbitionRef, FieldRef, ParameterRef
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import Answer, FieldValue, Limit, Measured, PlainEvaluator, RuleAnswer, RuleResult, Value
from kontroll.facts.due import is_due
from kontroll.facts.facts import Facts, ValueState


class Reason(Enum):
    """Why a value is not known, what asks most of people first: an answer is counted under its first reason."""

    NOT_DELIVERED = "datasett ikke levert"
    PARAMETER = "parameter uten verdi"
    INVALID = "ugyldig"
    MISSING = "mangler"
    AMBITION = "mål mangler"
    OTHERS = "andre enheter mangler"
    SUPPRESSED = "skjermet"
    NO_BASE = "kan ikke regnes ut"
    NOT_DUE = "ikke forfalt"


ORDER = list(Reason)
_BY_STATE = {
    ValueState.MISSING: Reason.MISSING,
    ValueState.INVALID: Reason.INVALID,
    ValueState.SUPPRESSED: Reason.SUPPRESSED,
    ValueState.NOT_DUE: Reason.NOT_DUE,
}


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One thing that is not known. name: id of the indicator, field, parameter or data set. period as it is written."""

    reason: str
    name: str
    enhet: str = ""
    period: str = ""

    @property
    def rank(self) -> int:
        return ORDER.index(Reason(self.reason))


class Causes:
    """Finds the causes of answers that are ukjent."""

    def __init__(self, evaluator: PlainEvaluator, rulebook: Rulebook, facts: Facts, today: date) -> None:
        self._evaluator = evaluator
        self._rulebook = rulebook
        self._facts = facts
        self._today = today
        self._found: dict[tuple[str, str, str, str], frozenset[Cause]] = {}

    def of(self, answer: RuleAnswer) -> frozenset[Cause]:
        """Empty for an answer that is known."""
        key = (answer.rule.id, answer.enhet, answer.key, str(answer.month))
        if key not in self._found:
            self._found[key] = frozenset(self._in_rule(answer)) if answer.result is Result.UNKNOWN else frozenset()
        return self._found[key]

    def _in_rule(self, answer: RuleAnswer) -> Iterator[Cause]:
        for tree in answer.answers():
            yield from self._in(tree)

    def _in(self, answer: Answer) -> Iterator[Cause]:
        if answer.truth is not Truth.UNKNOWN:
            return
        unknown = [child for child in answer.children if child.truth is Truth.UNKNOWN]
        if unknown:
            for child in unknown:
                yield from self._in(child)
            return
        if isinstance(answer.asked, Lookup) and not self._facts.table(answer.asked.dataset).delivered:
            yield Cause(Reason.NOT_DELIVERED.value, answer.asked.dataset)
            return
        for limit in answer.limits:
            yield from self._in_limit(answer, limit)
        found = list(self._in_reads(answer))
        yield from found
        if isinstance(answer.asked, Grouped) and answer.operand is None and answer.reads and not found:
            # All amounts are there, and nothing to be a share of.
            yield Cause(Reason.NO_BASE.value, answer.asked.sum_field or "")

    def _in_limit(self, answer: Answer, limit: Limit) -> Iterator[Cause]:
        if limit.value is not None:
            return
        if isinstance(limit.asked, ParameterRef):
            yield Cause(Reason.PARAMETER.value, limit.asked.parameter)
        elif isinstance(limit.asked, AmbitionRef):
            for read in answer.reads:
                if isinstance(read, Measured):
                    newest = read.values[0]
                    year = str(newest.period.last_month.year)
                    yield Cause(Reason.AMBITION.value, newest.indicator, read.enhet, year)
        elif isinstance(limit.asked, FieldRef):
            yield Cause(Reason.MISSING.value, limit.asked.field)

    def _in_reads(self, answer: Answer) -> Iterator[Cause]:
        own = answer.reads[:1]
        if isinstance(answer.asked, BestAmong) and not (isinstance(own[0], Measured) and own[0].operand is None):
            for rival in answer.reads[1:]:
                if isinstance(rival, Measured) and rival.operand is None:
                    yield from map(_of_other, self._in_measured(rival))
            return
        for read in own if isinstance(answer.asked, BestAmong) else answer.reads:
            if isinstance(read, Measured):
                if read.operand is None or any(value.number is None for value in read.values):
                    yield from self._in_measured(read)
            elif isinstance(read, FieldValue):
                if read.value is None:
                    yield Cause(Reason.MISSING.value, read.field)
            elif isinstance(read, RuleResult):
                if read.result is Result.UNKNOWN:
                    yield from self._in_other_rule(read)
            else:
                # A whole record, of which only what was asked about matters.
                lacking = (name for name in _asked_fields(answer) if name in read.contents)
                yield from (Cause(Reason.MISSING.value, n) for n in lacking if read.contents[n] is None)

    def _in_other_rule(self, read: RuleResult) -> Iterator[Cause]:
        asked = self._rulebook.rules.get(read.rule)
        if asked is None:
            return
        if asked.dataset is not None:
            found = self._evaluator.record_answer(read.rule, read.key, read.month)
        else:
            found = self._evaluator.answer(read.rule, read.enhet, read.month)
        if found is not None:
            yield from self.of(found)

    def _in_measured(self, measured: Measured) -> Iterator[Cause]:
        unknown = [value for value in measured.values if value.number is None]
        if not unknown:
            # Every value is there, and yet no change: per cent of nothing.
            yield Cause(
                Reason.NO_BASE.value, measured.values[-1].indicator, measured.enhet, str(measured.values[-1].period)
            )
        for value in unknown:
            yield from self._in_value(value)

    def _in_value(self, value: Value) -> Iterator[Cause]:
        parts = [part for part in value.parts if part.number is None]
        if parts:
            for part in parts:
                yield from self._in_value(part)
            return
        indicator = self._rulebook.indicators[value.indicator]
        reason = _BY_STATE[value.state]
        if reason is not Reason.SUPPRESSED and not is_due(indicator, value.period, self._today):
            reason = Reason.NOT_DUE
        elif isinstance(indicator.computed, FromRecords) and reason is Reason.MISSING:
            if not self._facts.table(indicator.computed.dataset).delivered:
                yield Cause(Reason.NOT_DELIVERED.value, indicator.computed.dataset)
                return
            if lacks_basis(indicator.computed, value):
                reason = Reason.NO_BASE
        yield Cause(reason.value, value.indicator, value.enhet, str(value.period))


def lacks_basis(computed: FromRecords, value: Value) -> bool:
    """No records, or too few amounts: nobody has left anything out, and yet there is no figure."""
    is_decided = all(truth is not Truth.UNKNOWN for _key, truth in value.records)
    return not value.records or (computed.aggregate is Aggregate.BENFORD and is_decided)


def _asked_fields(answer: Answer) -> list[str]:
    """The fields that a look-up or a sum over records compares or adds."""
    if isinstance(answer.asked, Lookup):
        return [term.field for term in answer.asked.terms]
    if isinstance(answer.asked, Grouped):
        return [*answer.asked.like, *([answer.asked.sum_field] if answer.asked.sum_field else [])]
    return []


def _of_other(cause: Cause) -> Cause:
    """What other enheter lack is theirs to deliver; what is not due yet, is nobody's fault."""
    if cause.reason == Reason.NOT_DUE.value:
        return cause
    return Cause(Reason.OTHERS.value, cause.name, cause.enhet, cause.period)
