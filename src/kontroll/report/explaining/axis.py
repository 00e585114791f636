"""Axis: the order that a delivered value lies in, and its smallest step: its last decimal, a day, a minute.

STEPS is the measure by which one change is nearer than another: how many of its own smallest steps a value must move. A
figure with one decimal moves a tenth at a time, an amount delivered with øre an øre, a day one day, a moment one minute
(one second where it is delivered with seconds). To fill in an empty field, empty it, or write another word is one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from kontroll.engine.plain.record import Content

_DAY = 24 * 60 * 60
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Axis:
    """kind: Decimal, date or datetime. step: in the kind's own measure: numbers, days or seconds."""

    kind: type
    step: Fraction

    def at(self, content: Content) -> Fraction:
        """The place of a content of the axis's kind. A day on an axis of moments is its first second."""
        if isinstance(content, datetime):
            if self.kind is date:
                return Fraction(content.toordinal())
            clock = content.time()
            seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
            return Fraction(content.toordinal() * _DAY + seconds) + Fraction(clock.microsecond, 1_000_000)
        if isinstance(content, date):
            return Fraction(content.toordinal() * (_DAY if self.kind is datetime else 1))
        assert isinstance(content, Decimal)
        return Fraction(content)

    def content(self, place: Fraction) -> Content | None:
        """What stands at a place of the grid; None outside the calendar."""
        if self.kind is Decimal:
            # With the decimals of its own column: nought point nought is another way to write nought.
            with localcontext(prec=60):
                exact = Decimal(place.numerator) / Decimal(place.denominator)
                return exact.quantize(Decimal(self.step.numerator) / Decimal(self.step.denominator))
        whole = int(place)
        day = whole // _DAY if self.kind is datetime else whole
        if not date.min.toordinal() <= day <= date.max.toordinal():
            return None
        if self.kind is date:
            return date.fromordinal(day)
        return datetime.combine(date.fromordinal(day), time()) + timedelta(seconds=whole % _DAY)

    def beside(self, place: Fraction) -> Iterator[Fraction]:
        """The grid's places nearest to it: itself where it lies on the grid, and the next on each side."""
        below = place // self.step
        for n in (below - 1, below, below + 1):
            yield n * self.step

    def steps(self, one: Fraction, other: Fraction) -> int:
        return int(abs(one - other) / self.step)

    @property
    def day(self) -> int:
        """The length of a day on it."""
        return _DAY if self.kind is datetime else 1


def axis_of(kind: type, step: Decimal, content: Content | None) -> Axis:
    """kind: of the values. step: of a number. content: as delivered; None = not delivered."""
    if kind is Decimal:
        return Axis(kind, Fraction(step))
    if kind is date:
        return Axis(kind, Fraction(1))
    to_the_minute = not (isinstance(content, datetime) and (content.second or content.microsecond))
    return Axis(kind, Fraction(_MINUTE if to_the_minute else 1))
