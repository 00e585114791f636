"""Record leaves as columns: what a field says of itself, and comparisons with other fields, parameters and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw

from kontroll.domain.condition import (
    FieldClock,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
)
from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    Operand,
    ParameterRef,
)
from kontroll.domain.parameter import Parameter
from kontroll.engine.grouped import add_window_sums, largest_sum
from kontroll.engine.inputs import Inputs
from kontroll.engine.lookup import Lookups
from kontroll.engine.names import field_column, moment_column
from kontroll.engine.operands import DAY_MICROSECONDS, Operands
from kontroll.engine.recordgrid import RecordGrid
from kontroll.engine.thresholds import by_day, constant, decimals_of, exact_decimals
from kontroll.engine.truths import SAFE, any_true, at_least, check_bound, compare, compare_same, unknown


@dataclass(slots=True)
class RecordLeaves:
    """Makes each distinct leaf of a record grid into a column once."""

    records: RecordGrid
    parameters: Mapping[str, Parameter]
    inputs: Inputs

    @property
    def operands(self) -> Operands:
        return Operands(self.records, self.parameters)

    def prepare(self, leaves: Iterable[FieldLeaf]) -> list[str]:
        """Make the columns of all leaves at once and return their names. Look-ups and sums bring columns by joins first."""
        columns = {}
        for leaf in leaves:
            key = replace(leaf, label=None)
            if key in self.records.made:
                continue
            periods, needed = (leaf.window.periods, leaf.window.at_least) if leaf.window else (1, 1)
            name = self.records.new_name("leaf", key)
            columns[name] = at_least(needed, [self._in_month(leaf, j) for j in range(periods)])
        self.records.add(columns)
        return list(columns)

    def column(self, leaf: FieldLeaf) -> nw.Expr:
        """The truth of a prepared leaf for each record in the row's month."""
        return nw.col(self.records.made[replace(leaf, label=None)])

    def _in_month(self, leaf: FieldLeaf, back: int) -> nw.Expr:
        """The truth with the evaluated month moved back; the record itself stays as it is."""
        if isinstance(leaf, Lookup):
            return self._lookup(leaf, back)
        if isinstance(leaf, Grouped):
            return self._grouped(leaf, back)
        column = nw.col(field_column(leaf.field))
        if isinstance(leaf, FieldMissing):
            return column.is_null() if leaf.missing else ~column.is_null()
        if isinstance(leaf, FieldIn):
            return any_true([self._compare(leaf.field, Op.EQUAL, value, back) for value in leaf.values])
        if isinstance(leaf, FieldWeekday):
            # Days since Thursday 1970-01-01; no engine's own idea of which day is number 0 comes into it.
            return any_true([(column + 3) % 7 + 1 == day for day in sorted(leaf.days)])
        if isinstance(leaf, FieldClock):
            return _between(nw.col(moment_column(leaf.field)) % DAY_MICROSECONDS, leaf.start, leaf.end)
        if isinstance(leaf, FieldMultiple):
            return self._multiple(leaf)
        return self._compare(leaf.field, leaf.op, leaf.operand, back)

    # --- comparisons -----------------------------------------------------------------------------------------

    def _compare(self, id: str, op: Op, operand: Operand, back: int) -> nw.Expr:
        described = self.records.field(id)
        if described.type.is_number:
            return self._compare_numbers(id, op, operand, back)
        if described.type.is_time:
            return self._compare_times(described, op, operand, back)
        left = nw.col(field_column(id))
        right = nw.col(field_column(operand.field)) if isinstance(operand, FieldRef) else nw.lit(_plain(operand))
        return compare_same(op, left, right)

    def _compare_numbers(self, id: str, op: Op, operand: Operand, back: int) -> nw.Expr:
        left, decimals = nw.col(field_column(id)), self.records.decimals[id]
        if isinstance(operand, FieldRef):
            scale = max(decimals, self.operands.decimals(operand))
            return compare_same(op, self.operands.number(id, scale), self.operands.reckoned(operand, scale))
        if isinstance(operand, ParameterRef):
            bounds = by_day(self.parameters[operand.parameter], self.records.judged_on(back), decimals)
        else:
            assert isinstance(operand, Literal)
            assert isinstance(operand.value, Decimal)
            bounds = constant(operand.value, decimals)
        return compare(op, left, bounds.floor, bounds.ceiling)

    def _compare_times(self, described: Field, op: Op, operand: Operand, back: int) -> nw.Expr:
        if described.type is FieldType.MOMENT and self.operands.is_moment(operand):
            return compare_same(op, nw.col(moment_column(described.id)), self.operands.moment(operand))
        return compare_same(op, nw.col(field_column(described.id)), self.operands.day(operand, back))

    def _multiple(self, leaf: FieldMultiple) -> nw.Expr:
        decimals = self.records.decimals[leaf.field]
        scale = max(decimals, decimals_of(leaf.of))
        return self.operands.number(leaf.field, scale) % int(leaf.of.scaleb(scale)) == 0

    # --- look-ups and sums -----------------------------------------------------------------------------------

    def _grouped(self, leaf: Grouped, back: int) -> nw.Expr:
        if leaf.share_of is not None:
            return self._share(leaf, leaf.share_of, back)
        table, total = self.records.table, self._total(leaf)
        decimals = self.records.decimals[leaf.sum_field] if leaf.sum_field else 0
        if isinstance(leaf.threshold, FieldRef):
            scale = max(decimals, self.operands.decimals(leaf.threshold))
            check_bound(largest_sum(table, leaf) * 10 ** (scale - decimals), leaf.threshold.field)
            return compare_same(
                leaf.op, total * 10 ** (scale - decimals), self.operands.reckoned(leaf.threshold, scale)
            )
        if isinstance(leaf.threshold, ParameterRef):
            bounds = by_day(self.parameters[leaf.threshold.parameter], self.records.judged_on(back), decimals)
        else:
            assert isinstance(leaf.threshold.value, Decimal)
            bounds = constant(leaf.threshold.value, decimals)
        return compare(leaf.op, total, bounds.floor, bounds.ceiling)

    def _total(self, leaf: Grouped) -> nw.Expr:
        """What the records that are alike add up to; unknown where an amount among them is."""
        key = (leaf.like, leaf.days, leaf.sum_field)
        if key not in self.records.made:
            add_window_sums(self.records, leaf, self.records.new_name("sum", key))
        name = self.records.made[key]
        return nw.when(nw.col(f"{name}:missing") == 0).then(nw.col(name))

    def _share(self, leaf: Grouped, share_of: tuple[str, ...], back: int) -> nw.Expr:
        """100 · part against limit · whole, as whole numbers: a share need not end, and is never written out."""
        part, whole = self._total(leaf), self._total(replace(leaf, like=share_of))
        assert isinstance(leaf.threshold, Literal | ParameterRef)
        scale = exact_decimals(leaf.threshold, self.parameters)
        limit, largest = self._scaled_limit(leaf.threshold, scale, back)
        most, factor = largest_sum(self.records.table, leaf), max(100 * 10**scale, largest)
        if most * factor > SAFE:
            # As many records of the largest amount as there are would not do; what there is may.
            made = [self.records.made[(like, leaf.days, leaf.sum_field)] for like in (leaf.like, share_of)]
            most = max(self.records.backend.largest(self.records.frame, made).values())
        check_bound(most * factor, leaf.sum_field or "andel_av")
        return nw.when(whole > 0).then(compare_same(leaf.op, part * (100 * 10**scale), limit * whole))

    def _scaled_limit(self, threshold: Literal | ParameterRef, scale: int, back: int) -> tuple[nw.Expr, int]:
        """A limit in a scale in which it is a whole number, and its largest magnitude."""
        if isinstance(threshold, ParameterRef):
            parameter = self.parameters[threshold.parameter]
            known = [abs(Fraction(v.value)) for v in parameter.values if v.value is not None]
            return by_day(parameter, self.records.judged_on(back), scale).floor, int(max(known, default=0) * 10**scale)
        assert isinstance(threshold.value, Decimal)
        exact = int(Fraction(threshold.value) * 10**scale)
        return constant(threshold.value, scale).floor, abs(exact)

    def _lookup(self, leaf: Lookup, back: int) -> nw.Expr:
        other = self.inputs.table(leaf.dataset)
        if not other.delivered:
            return unknown()  # nobody can say what is in a file that never came
        found = Lookups(self.operands, other, back).column(leaf)
        return found if leaf.exists else ~found


def _plain(operand: Operand) -> Any:
    assert isinstance(operand, Literal)
    return operand.value


def _between(clock: nw.Expr, start: time, end: time) -> nw.Expr:
    """From start, included, until end, not included; over midnight when end is not after start."""
    low, high = (((t.hour * 60 + t.minute) * 60 + t.second) * 1_000_000 for t in (start, end))
    return (clock >= low) & (clock < high) if low < high else (clock >= low) | (clock < high)
