"""Card: what stands on a målekart, as it is shown. Every value in it may be shown to the one it was made for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.domain.scorecard import FocusArea, RollUp


class State(Enum):
    """What is known of a figure. Only VALUE has a number; the others are states of their own, and never a colour."""

    VALUE = "value"
    NOT_MEASURED = "not_measured"
    SHIELDED = "shielded"
    NOT_DUE = "not_due"


class Trend(Enum):
    """How a figure stands beside the same period a year before; or why that is not known.

    FEW, FEW_BEFORE: of what is joined, too little is known of now, or of the year before.
    """

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NOISE = "noise"
    UNKNOWN = "unknown"
    FEW = "few"
    UNKNOWN_BEFORE = "unknown_before"
    FEW_BEFORE = "few_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The figure of several enheter. known, expected: how many of those that deliver it have done so.

    uncertainty: to each side, where it is a mean of answers. enough: so many are known that it may have a colour.
    covers_below: the figure of one holds those under it, who are not counted beside it.
    """

    method: RollUp
    state: State
    value: Decimal | None = None
    known: int = 0
    expected: int = 0
    uncertainty: Decimal | None = None
    enough: bool = False
    covers_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period of a course."""

    period: Period
    value: Decimal | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The kommune's figure beside those of others: their median, how many they are, and of when."""

    own: Decimal | None
    median: Decimal | None
    others: int
    period: str
    decimals: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure on the map. count: the answers or persons behind it, where it may be told. limits: green and yellow.

    change: better (+) or worse (−) than a year before, in its own unit and direction. course: oldest first.
    joined: how it came of several enheter; None = it is the enhet's own. service, whole: the same figure of all with the
    same tjeneste, and of the kommune; None = there is none to hold it beside. beside: the figure of other kommuner.
    """

    indicator: Indicator
    chart: str
    purpose: str
    period: Period
    state: State
    value: Decimal | None = None
    count: int | None = None
    limits: tuple[Decimal | None, Decimal | None] = (None, None)
    colour: Colour | None = None
    uncertainty: Decimal | None = None
    trend: Trend = Trend.UNKNOWN
    change: Decimal | None = None
    course: tuple[Point, ...] = ()
    joined: Joined | None = None
    service: Joined | None = None
    whole: Joined | None = None
    beside: Beside | None = None

    @property
    def id(self) -> str:
        return self.indicator.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A focus area with its figures."""

    area: FocusArea
    figures: tuple[Figure, ...]

    @property
    def colours(self) -> Counter[Colour | None]:
        """How many of its figures have each colour; None = grey: not measured, shielded, not due or without limits."""
        return Counter(figure.colour for figure in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """charts: the names of the maps it is made of. areas: those that have a figure, in the kommune's order.

    service: the tjeneste it is held beside; None = none. is_joined: it is of several enheter; below: how many.
    """

    enhet: str
    month: Month
    charts: tuple[str, ...]
    areas: tuple[Area, ...]
    service: str | None = None
    is_joined: bool = False
    below: int = 0

    @property
    def figures(self) -> Iterator[Figure]:
        for area in self.areas:
            yield from area.figures

    @property
    def colours(self) -> Counter[Colour | None]:
        return sum((area.colours for area in self.areas), Counter())

    def figure(self, indicator: str) -> Figure | None:
        return next((one for one in self.figures if one.id == indicator), None)
