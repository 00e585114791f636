"""Record leaves: what is asked of the fields of one record (rule language 2.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import (
    Condition,
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Leaf,
    Lookup,
)
from kontroll.domain.month import Month
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    Operand,
    ParameterRef,
)
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth, any_of
from kontroll.engine.plain.answer import Answer, Limit
from kontroll.engine.plain.calendar import months_back
from kontroll.engine.plain.comparison import compare, compare_numbers, referred
from kontroll.engine.plain.grouped import grouped_amount
from kontroll.engine.plain.lookup import lookup_rows
from kontroll.engine.plain.record import Content, FieldValue, Record
from kontroll.engine.plain.recordset import RecordSet
from kontroll.engine.plain.tree import over_time, walk


class RecordLeaves:
    """Answers field leaves for one record in one month."""

    def __init__(self, rulebook: Rulebook, recordset: Callable[[str], RecordSet]) -> None:
        self._rulebook = rulebook
        self._recordset = recordset

    def truth(self, condition: Condition, record: Record, month: Month) -> Truth:
        """A whole condition about the record's fields alone (`der` of a computed indicator)."""

        def leaf_answer(leaf: Leaf) -> Answer:
            assert isinstance(leaf, FieldLeaf)
            return self.answer(leaf, record, month)

        return walk(condition, leaf_answer).truth

    def answer(self, leaf: FieldLeaf, record: Record, month: Month) -> Answer:
        """A window moves the evaluated month back; the record stays as it is."""
        return over_time(
            leaf, lambda n: months_back(month, n), lambda evaluated: self._in_month(leaf, record, evaluated)
        )

    def _in_month(self, leaf: FieldLeaf, record: Record, month: Month) -> Answer:
        if isinstance(leaf, Lookup):
            return self._lookup(leaf, record, month)
        if isinstance(leaf, Grouped):
            return self._grouped(leaf, record, month)
        read = record.read(leaf.field)
        if isinstance(leaf, FieldCompare):
            limit = self._limit(leaf.operand, record, month)
            truth = compare(leaf.op, read.value, limit.value, limit.plus_days)
            return Answer(leaf, truth, when=month, operand=read.value, limits=(limit,), reads=(read,))
        return Answer(leaf, field_truth(leaf, read.value), when=month, operand=read.value, reads=(read,))

    def _limit(self, operand: Operand, record: Record, month: Month) -> Limit:
        if isinstance(operand, Literal):
            return Limit(operand, operand.value)
        if isinstance(operand, ParameterRef):
            in_force = self._rulebook.parameters[operand.parameter].in_force(record.parameter_day(month))
            return Limit(operand, None if in_force is None else in_force.value, in_force)
        if isinstance(operand, FieldRef):
            read = record.read(operand.field)
            return Limit(operand, referred(operand, read.value), read)
        return Limit(operand, month.last_day)

    def _lookup(self, leaf: Lookup, record: Record, month: Month) -> Answer:
        limits = tuple(self._limit(term.operand, record, month) for term in leaf.terms)
        rows = self._recordset(leaf.dataset)
        found, reads = lookup_rows(leaf, limits, rows) if rows.delivered else (Truth.UNKNOWN, ())
        own = tuple(limit.origin for limit in limits if isinstance(limit.origin, FieldValue))
        return Answer(leaf, found if leaf.exists else ~found, when=month, reads=(*own, *reads))

    def _grouped(self, leaf: Grouped, record: Record, month: Month) -> Answer:
        amount, reads = grouped_amount(leaf, record, self._recordset(record.dataset))
        limit = self._limit(leaf.threshold, record, month)
        assert limit.value is None or isinstance(limit.value, Decimal)
        truth = compare_numbers(leaf.op, amount, limit.value)
        return Answer(leaf, truth, when=month, operand=amount, limits=(limit,), reads=reads)


def field_truth(
    leaf: FieldMissing | FieldIn | FieldWeekday | FieldClock | FieldMultiple, content: Content | None
) -> Truth:
    """The tests that ask about one field alone; all but `mangler` are unknown for a missing one."""
    if isinstance(leaf, FieldMissing):
        return Truth.of((content is None) == leaf.missing)
    if content is None:
        return Truth.UNKNOWN
    if isinstance(leaf, FieldIn):
        return any_of(compare(Op.EQUAL, content, literal.value, literal.plus_days) for literal in leaf.values)
    if isinstance(leaf, FieldWeekday):
        assert isinstance(content, date)
        return Truth.of(content.isoweekday() in leaf.days)
    if isinstance(leaf, FieldMultiple):
        assert isinstance(content, Decimal)
        return Truth.of((Fraction(content) / Fraction(leaf.of)).denominator == 1)
    assert isinstance(content, datetime)
    clock = content.time()
    if leaf.start < leaf.end:
        return Truth.of(leaf.start <= clock < leaf.end)
    return Truth.of(clock >= leaf.start or clock < leaf.end)
