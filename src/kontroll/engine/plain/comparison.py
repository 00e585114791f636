"""Comparison: exact arithmetic and the comparing words of the rule language. No binary floating point."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kontroll.domain.operand import FieldRef, Op
from kontroll.domain.truth import Truth
from kontroll.engine.plain.answer import Number
from kontroll.engine.plain.record import Content

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.OVER: operator.gt,
    Op.UNDER: operator.lt,
    Op.AT_LEAST: operator.ge,
    Op.AT_MOST: operator.le,
    Op.EQUAL: operator.eq,
    Op.UNEQUAL: operator.ne,
}


def compare_numbers(op: Op, left: Number | None, right: Number | None) -> Truth:
    """Exactly, as rational numbers; a missing side is unknown. Direction words must be resolved before."""
    if left is None or right is None:
        return Truth.UNKNOWN
    return Truth.of(_COMPARE[op.plain](Fraction(left), Fraction(right)))


def compare(op: Op, left: Content | None, right: Content | None, plus_days: int = 0) -> Truth:
    """Two contents of the same kind, `plus_days` added to the right one; a missing side is unknown."""
    if left is None or right is None:
        return Truth.UNKNOWN
    holds = _COMPARE[op.plain]
    if isinstance(left, date) and isinstance(right, date):
        return Truth.of(holds(*_times(left, right, plus_days)))
    if isinstance(left, str) and isinstance(right, str):
        return Truth.of(holds(plain_text(left), plain_text(right)))
    if isinstance(left, bool) and isinstance(right, bool):
        return Truth.of(holds(left, right))
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return Truth.of(holds(Fraction(left), Fraction(right)))
    raise TypeError(f"not comparable: {type(left).__name__} and {type(right).__name__}")


def referred(operand: FieldRef, content: Content | None) -> Content | None:
    """What is compared with where the field of the operand holds the content; days are still to be added."""
    return operand.reckoned(content) if isinstance(content, Decimal) else content


def _times(left: date, right: date, plus_days: int) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Day numbers, with the clock when both have one: a date against a moment is a matter of the date.

    Day numbers rather than dates: 9999-12-31 is delivered as "for ever", and a day may be added to it.
    """
    if isinstance(left, datetime) and isinstance(right, datetime):
        return (left.toordinal(), left.time()), (right.toordinal() + plus_days, right.time())
    return (left.toordinal(),), (right.toordinal() + plus_days,)


def plain_text(text: str) -> str:
    """Trimmed and NFC, as texts are compared."""
    # Plain ASCII is NFC already, and most texts are.
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def half_away(number: Fraction, decimals: int) -> Decimal:
    """Rounded half away from zero to `decimals`."""
    size = abs(number) * 10**decimals + Fraction(1, 2)
    whole = size.numerator // size.denominator
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((1 if number < 0 and whole else 0, digits, -decimals))


def unscaled(value: int | None, decimals: int) -> Decimal | None:
    """The decimal behind a scaled integer."""
    return None if value is None else Decimal(value).scaleb(-decimals)


def day_of(time: date | None) -> date | None:
    """The date part of a date or moment."""
    return time.date() if isinstance(time, datetime) else time
