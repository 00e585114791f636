"""Changes of field leaves: what is asked of one record, of rows of another data set, and of records like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kontroll.domain.condition import (
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
    LookupTerm,
)
from kontroll.domain.dataset import DataSet, FieldType
from kontroll.domain.operand import FieldRef, Literal, Op, Operand, ParameterRef, PeriodEnd
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.mutation.change import Change, Lacking, flipped, moved_id, on_grid, windows
from kontroll.proving.thresholds import step_of


def of_field(rulebook: Rulebook, dataset: DataSet, leaf: FieldLeaf) -> Iterator[Change]:
    yield from _CHANGERS[type(leaf)](rulebook, dataset, leaf)
    for window in windows(leaf.window):
        yield Change(replace(leaf, window=window), Lacking.WINDOW)


# --- comparisons ----------------------------------------------------------------------------------------------


def _compare(rulebook: Rulebook, dataset: DataSet, leaf: FieldCompare) -> Iterator[Change]:
    for op, operand, named in _comparisons(rulebook, dataset, leaf.field, leaf.op, leaf.operand):
        yield Change(replace(leaf, op=op, operand=operand), Lacking.LIMIT if named else Lacking.SIDES, named)


def _comparisons(
    rulebook: Rulebook, dataset: DataSet, field: str, op: Op, operand: Operand
) -> Iterator[tuple[Op, Operand, bool]]:
    """A comparison with its operator flipped, or its limit moved one step or one day."""
    described = dataset.field(field)
    is_number = described is not None and described.type.is_number
    is_time = described is not None and described.type.is_time
    step = step_of(dataset, field)
    values = _values(rulebook, operand)
    for other, named in flipped(op, reachable=not is_number or not values or on_grid(values, step)):
        yield other, operand, named
    for limit, named in _moved(operand, step, is_number=is_number, is_time=is_time):
        yield op, limit, named


def _values(rulebook: Rulebook, operand: Operand) -> list[Decimal]:
    if isinstance(operand, ParameterRef):
        return [one.value for one in rulebook.parameters[operand.parameter].values if one.value is not None]
    return [operand.value] if isinstance(operand, Literal) and isinstance(operand.value, Decimal) else []


def _moved(operand: Operand, step: Decimal, *, is_number: bool, is_time: bool) -> Iterator[tuple[Operand, bool]]:
    """The limit one step up and down. A limit in days that the rule itself sets bars it; one between two dates does not."""
    for sign in (1, -1):
        if isinstance(operand, ParameterRef):
            yield ParameterRef(moved_id(operand.parameter, sign * step)), True
        elif isinstance(operand, Literal) and isinstance(operand.value, Decimal) and is_number:
            yield Literal(operand.value + sign * step), True
        elif isinstance(operand, Literal) and isinstance(operand.value, datetime):
            yield replace(operand, value=operand.value + timedelta(minutes=sign)), False
        elif isinstance(operand, Literal) and isinstance(operand.value, date):
            yield replace(operand, plus_days=operand.plus_days + sign), False
        elif isinstance(operand, FieldRef) and operand.is_reckoned and is_number:
            yield replace(operand, plus=operand.plus + sign * step), True
        elif isinstance(operand, FieldRef | PeriodEnd) and is_time:
            yield replace(operand, plus_days=operand.plus_days + sign), operand.plus_days != 0


# --- one field ------------------------------------------------------------------------------------------------


def _missing(rulebook: Rulebook, dataset: DataSet, leaf: FieldMissing) -> Iterator[Change]:
    yield Change(replace(leaf, missing=not leaf.missing), Lacking.DENIED)


def _in(rulebook: Rulebook, dataset: DataSet, leaf: FieldIn) -> Iterator[Change]:
    for one in leaf.values if len(leaf.values) > 1 else ():
        yield Change(replace(leaf, values=tuple(v for v in leaf.values if v is not one)), Lacking.MEMBER)


def _weekday(rulebook: Rulebook, dataset: DataSet, leaf: FieldWeekday) -> Iterator[Change]:
    """Each day taken out, and each day next to one of them put in."""
    beside = {(day + by - 1) % 7 + 1 for day in leaf.days for by in (-1, 1)} - leaf.days
    for day in sorted(leaf.days | beside):
        if days := leaf.days ^ {day}:
            yield Change(replace(leaf, days=days), Lacking.DAY)


def _clock(rulebook: Rulebook, dataset: DataSet, leaf: FieldClock) -> Iterator[Change]:
    for minutes in (1, -1):
        yield Change(replace(leaf, start=_later(leaf.start, minutes)), Lacking.DAY)
        yield Change(replace(leaf, end=_later(leaf.end, minutes)), Lacking.DAY)


def _later(at: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 2), at) + timedelta(minutes=minutes)).time()


def _multiple(rulebook: Rulebook, dataset: DataSet, leaf: FieldMultiple) -> Iterator[Change]:
    for of in (leaf.of * 2, leaf.of / 2):
        yield Change(replace(leaf, of=of), Lacking.MEMBER)


# --- other rows and like records ------------------------------------------------------------------------------


def _lookup(rulebook: Rulebook, dataset: DataSet, leaf: Lookup) -> Iterator[Change]:
    yield Change(replace(leaf, exists=not leaf.exists), Lacking.DENIED)
    other = rulebook.dataset(leaf.dataset)
    for i, term in enumerate(leaf.terms):
        for op, operand, _named in _comparisons(rulebook, other, term.field, term.op, term.operand):
            changed = LookupTerm(term.field, op, operand)
            yield Change(replace(leaf, terms=(*leaf.terms[:i], changed, *leaf.terms[i + 1 :])), Lacking.ROWS)
        if len(leaf.terms) > 1:
            yield Change(replace(leaf, terms=(*leaf.terms[:i], *leaf.terms[i + 1 :])), Lacking.ROWS)


def _grouped(rulebook: Rulebook, dataset: DataSet, leaf: Grouped) -> Iterator[Change]:
    # A share has no smallest step, as a change in per cent has none.
    is_share = leaf.share_of is not None
    step = Decimal(1) if leaf.sum_field is None or is_share else step_of(dataset, leaf.sum_field)
    values = _values(rulebook, leaf.threshold)
    for op, named in flipped(leaf.op, reachable=is_share or not values or on_grid(values, step)):
        yield Change(replace(leaf, op=op), Lacking.LIMIT if named else Lacking.SIDES, named)
    for threshold, named in _moved(leaf.threshold, step, is_number=True, is_time=False):
        assert isinstance(threshold, Literal | ParameterRef | FieldRef)
        yield Change(replace(leaf, threshold=threshold), Lacking.LIMIT, named and not is_share)
    for days in (leaf.days + 1, leaf.days - 1):
        if days >= 1 and not _all_on_one_day(dataset, leaf):
            yield Change(replace(leaf, days=days), Lacking.DAY)
    for field in leaf.like if len(leaf.like) > 1 else ():
        if leaf.days == 1 and _is_date(dataset, field):
            continue
        yield Change(
            replace(leaf, like=tuple(f for f in leaf.like if f != field), share_of=_without(leaf, field)), Lacking.ROWS
        )
    for field in leaf.share_of or ():
        yield Change(replace(leaf, share_of=_without(leaf, field)), Lacking.ROWS)


def _without(leaf: Grouped, field: str) -> tuple[str, ...] | None:
    return None if leaf.share_of is None else tuple(one for one in leaf.share_of if one != field)


def _all_on_one_day(dataset: DataSet, leaf: Grouped) -> bool:
    """Records that are dated alike whatever the number of days: all of them, or those with the same date."""
    return isinstance(dataset.dated_by, date) or dataset.dated_by in leaf.within


def _is_date(dataset: DataSet, field: str) -> bool:
    """The date that a record is dated by, and not a moment of it: on one day it is the same for all."""
    described = dataset.field(field)
    return field == dataset.dated_by and described is not None and described.type is FieldType.DATE


_CHANGERS: dict[type, Callable[[Rulebook, DataSet, Any], Iterator[Change]]] = {
    FieldCompare: _compare,
    FieldMissing: _missing,
    FieldIn: _in,
    FieldWeekday: _weekday,
    FieldClock: _clock,
    FieldMultiple: _multiple,
    Lookup: _lookup,
    Grouped: _grouped,
}
