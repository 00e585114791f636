"""Operands of record leaves as columns: numbers in a common scale, days and moments as integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import narwhals as nw

from kontroll.domain.dataset import FieldType
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Operand,
    PeriodEnd,
)
from kontroll.domain.parameter import Parameter
from kontroll.engine.names import field_column, moment_column
from kontroll.engine.recordgrid import RecordGrid
from kontroll.engine.thresholds import day_number, decimals_of
from kontroll.engine.truths import check_bound

DAY_MICROSECONDS = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall-clock time, as the record has it


@dataclass(frozen=True, slots=True)
class Operands:
    """What stands under `verdi`, for the records of a grid."""

    records: RecordGrid
    parameters: Mapping[str, Parameter]

    def number(self, id: str, scale: int) -> nw.Expr:
        """A number field in a scale at least as fine as its own."""
        factor = 10 ** (scale - self.records.decimals[id])
        check_bound(self.records.largest[id] * factor, id)
        scaled: nw.Expr = nw.col(field_column(id)) * factor
        return scaled

    def decimals(self, operand: FieldRef) -> int:
        """Decimals in which every number that the operand can be is a whole one."""
        own = self.records.decimals[operand.field]
        return max(own + decimals_of(operand.times), decimals_of(operand.plus))

    def reckoned(self, operand: FieldRef, scale: int) -> nw.Expr:
        """A number field, multiplied and added to, in a scale at least as fine as `decimals`."""
        if not operand.is_reckoned:
            return self.number(operand.field, scale)
        own = self.records.decimals[operand.field]
        factor, added = int(Fraction(operand.times) * 10 ** (scale - own)), int(Fraction(operand.plus) * 10**scale)
        check_bound(max(self.records.largest[operand.field], 1) * abs(factor) + abs(added), operand.field)
        reckoned: nw.Expr = nw.col(field_column(operand.field)) * factor + added
        return reckoned

    def is_moment(self, operand: Operand) -> bool:
        """True where the operand has a clock; a day compares with days."""
        if isinstance(operand, FieldRef):
            return self.records.field(operand.field).type is FieldType.MOMENT
        return isinstance(operand, Literal) and isinstance(operand.value, datetime)

    def moment(self, operand: Operand) -> nw.Expr:
        """Microseconds of local time since 1970-01-01."""
        if isinstance(operand, FieldRef):
            return nw.col(moment_column(operand.field)) + operand.plus_days * DAY_MICROSECONDS
        assert isinstance(operand, Literal)
        assert isinstance(operand.value, datetime)
        since = operand.value - _EPOCH
        microseconds = (since.days + operand.plus_days) * DAY_MICROSECONDS + since.seconds * 1_000_000
        return nw.lit(microseconds + since.microseconds, nw.Int64)

    def day(self, operand: Operand, back: int) -> nw.Expr:
        """Days since 1970-01-01; back: months that the evaluated month is moved back."""
        if isinstance(operand, FieldRef):
            return nw.col(field_column(operand.field)) + operand.plus_days
        if isinstance(operand, PeriodEnd):
            return self.records.period_end(back) + operand.plus_days
        assert isinstance(operand, Literal)
        assert isinstance(operand.value, date)
        value = operand.value.date() if isinstance(operand.value, datetime) else operand.value
        return nw.lit(day_number(value) + operand.plus_days, nw.Int64)
