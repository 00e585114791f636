"""Thresholds as columns: a number, a dated parameter or an ambition, exact and unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import narwhals as nw

from kontroll.domain.month import Month
from kontroll.domain.operand import (
    AmbitionRef,
    Literal,
    ParameterRef,
    Threshold,
)
from kontroll.domain.parameter import Parameter
from kontroll.engine.names import ambition_column
from kontroll.facts.numbers import MAX_RECORD_DECIMALS, floor_and_ceiling

MONTH = "month"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The integers next to a threshold in a given scale; null = the threshold is unknown."""

    floor: nw.Expr
    ceiling: nw.Expr


def whole(value: int | None) -> nw.Expr:
    return nw.lit(value, nw.Int64)


def constant(value: Decimal, decimals: int) -> Bounds:
    floor, ceiling = floor_and_ceiling(value, decimals)
    return Bounds(whole(floor), whole(ceiling))


def decimals_of(value: Decimal) -> int:
    """Decimals needed to write the value exactly, trailing zeros not counted."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def by_month(parameter: Parameter, decimals: int) -> Bounds:
    """The value in force on the last day of the row's month."""
    steps = [(whole(Month.of(v.valid_from).ordinal), v.value) for v in parameter.values]
    return _steps(nw.col(MONTH), steps, decimals)


def by_day(parameter: Parameter, day: nw.Expr, decimals: int) -> Bounds:
    """The value in force on a day, given as days since 1970-01-01."""
    return _steps(day, [(whole(day_number(v.valid_from)), v.value) for v in parameter.values], decimals)


def day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _steps(at: nw.Expr, steps: list[tuple[nw.Expr, Decimal | None]], decimals: int) -> Bounds:
    """The value of the latest step that has begun. Halved again and again, so that many steps nest only a little deeper."""
    if not steps:
        return Bounds(whole(None), whole(None))
    if len(steps) == 1:
        ((start, value),) = steps
        low, high = (None, None) if value is None else floor_and_ceiling(value, decimals)
        begun = at >= start
        return Bounds(nw.when(begun).then(whole(low)), nw.when(begun).then(whole(high)))
    middle = len(steps) // 2
    begun = at >= steps[middle][0]
    earlier, later = _steps(at, steps[:middle], decimals), _steps(at, steps[middle:], decimals)
    return Bounds(
        nw.when(begun).then(later.floor).otherwise(earlier.floor),
        nw.when(begun).then(later.ceiling).otherwise(earlier.ceiling),
    )


def for_indicator(threshold: Threshold, indicator: str, decimals: int, parameters: Mapping[str, Parameter]) -> Bounds:
    """The threshold of an indicator leaf in the row's own month."""
    if isinstance(threshold, Literal):
        assert isinstance(threshold.value, Decimal)
        return constant(threshold.value, decimals)
    if isinstance(threshold, ParameterRef):
        return by_month(parameters[threshold.parameter], decimals)
    return Bounds(
        nw.col(ambition_column(indicator, threshold.colour, "floor")),
        nw.col(ambition_column(indicator, threshold.colour, "ceiling")),
    )


def exact_decimals(threshold: Threshold, parameters: Mapping[str, Parameter]) -> int:
    """Decimals in which every value the threshold can take is a whole number."""
    if isinstance(threshold, Literal):
        assert isinstance(threshold.value, Decimal)
        return decimals_of(threshold.value)
    if isinstance(threshold, AmbitionRef):
        return MAX_RECORD_DECIMALS
    values = [v.value for v in parameters[threshold.parameter].values if v.value is not None]
    return max((decimals_of(value) for value in values), default=0)
