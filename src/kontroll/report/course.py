"""Course: how one figure of an enhet has gone, thirteen months, beside its thresholds and the same figure of others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kontroll.domain.operand import Colour
from kontroll.texts import _, ngettext, number


class Line(Enum):
    """Which threshold a line is."""

    LIMIT = "limit"
    GREEN = "green"
    YELLOW = "yellow"


@dataclass(frozen=True, slots=True)
class Spread:
    """The same figure of others in one period."""

    lowest: Decimal
    median: Decimal
    highest: Decimal
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period. value None: not known or not shown, and `why` says it. limits: one for each line of the course."""

    name: str
    short: str
    value: Decimal | None
    why: str = ""
    limits: tuple[Decimal | None, ...] = ()
    others: Spread | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """points: oldest first. area: what it is grouped under. counts: a number of records, drawn from nought. top: the drawing
    goes so high, whatever is in it; None = as high as it must.
    """

    id: str
    name: str
    enhet: str
    unit: str
    decimals: int
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    counts: bool = False
    area: str = ""
    top: Decimal | None = None
    lower_is_better: bool = False

    @property
    def latest(self) -> Point | None:
        """The newest that is known."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def is_drawn(self) -> bool:
        return self.latest is not None

    @property
    def colour(self) -> Colour | None:
        """Of the latest value against the thresholds, where both are set."""
        latest = self.latest
        if latest is None or latest.value is None or self.lines != (Line.GREEN, Line.YELLOW):
            return None
        green, yellow = latest.limits
        return colour_of(latest.value, green, yellow, -1 if self.lower_is_better else 1)

    def shown(self, value: Decimal | None) -> str:
        """With its unit; a dash where there is none."""
        if value is None:
            return "–"
        return number(value, self.decimals) + (f"\N{NO-BREAK SPACE}{self.unit}" if self.unit else "")


def colour_of(value: Decimal, green: Decimal | None, yellow: Decimal | None, sign: int) -> Colour | None:
    """Of the value against its two thresholds; None where one is not set. sign: +1 when larger is better, -1 when smaller is."""
    if green is None or yellow is None:
        return None
    if sign * value >= sign * green:
        return Colour.GREEN
    return Colour.YELLOW if sign * value >= sign * yellow else Colour.RED


# --- in words ---------------------------------------------------------------------------------------------------------


def line_name(line: Line) -> str:
    return {Line.LIMIT: _("Grense"), Line.GREEN: _("Grønn grense"), Line.YELLOW: _("Gul grense")}[line]


def told(course: Course) -> str:
    """What the drawing shows, for whoever does not see it."""
    points, latest = course.points, course.latest
    parts = [
        _("{name} ved {enhet}, fra {first} til {last}.").format(
            name=course.name, enhet=course.enhet, first=points[0].name, last=points[-1].name
        )
    ]
    if latest is not None:
        parts.append(
            _("Siste kjente verdi er {value}, i {period}.").format(value=course.shown(latest.value), period=latest.name)
        )
        parts += [
            _("{limit}: {value}.").format(limit=line_name(line), value=course.shown(limit))
            for line, limit in zip(course.lines, latest.limits, strict=False)
            if limit is not None
        ]
        if latest.others is not None:
            parts.append(
                _("Medianen for {count} andre enheter av samme slag er {value}.").format(
                    count=number(latest.others.count), value=course.shown(latest.others.median)
                )
            )
    struck = sum(point.struck for point in points)
    if struck:
        sentence = ngettext("Regelen slo ut i {count} periode.", "Regelen slo ut i {count} perioder.", struck)
        parts.append(sentence.format(count=number(struck)))
    return " ".join(parts)
