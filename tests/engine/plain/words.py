"""Short words for the conditions that the tests write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontroll.domain.condition import (
    BestAmong,
    ColourIn,
    Compare,
    Development,
    FieldCompare,
    IndicatorLeaf,
    LeafTest,
    Method,
    Window,
)
from kontroll.domain.operand import (
    Colour,
    Literal,
    Op,
    Operand,
    Threshold,
)


def number(text: str) -> Literal:
    return Literal(Decimal(text))


def leaf(*tests: LeafTest, indicator: str = "fravaer", **more: Any) -> IndicatorLeaf:
    return IndicatorLeaf(indicator=indicator, tests=tests, **more)


def over(value: str, **more: Any) -> IndicatorLeaf:
    return leaf(Compare(Op.OVER, number(value)), **more)


def compared(op: Op, value: str | Threshold, **more: Any) -> IndicatorLeaf:
    return leaf(Compare(op, number(value) if isinstance(value, str) else value), **more)


def coloured(*colours: Colour, **more: Any) -> IndicatorLeaf:
    return leaf(ColourIn(frozenset(colours)), **more)


def best(*, change: Any = None, window: Window | None = None, **more: Any) -> IndicatorLeaf:
    return leaf(BestAmong(**more), change=change, window=window)


def developed(method: Method, periods: int, **more: Any) -> IndicatorLeaf:
    return leaf(Development(periods, method), **more)


def in_a_row(periods: int) -> Window:
    return Window(periods, periods)


def field(name: str, op: Op, operand: Operand | str, **more: Any) -> FieldCompare:
    return FieldCompare(field=name, op=op, operand=number(operand) if isinstance(operand, str) else operand, **more)
