"""Målekart: which figures each enhet is led by, in which focus areas, and how the figures of many become one.

Why the way figures are joined is chosen for each: a sum of percentages is nothing, a mean of kroner hides the large
enhet behind the small, and of some figures nobody can say what many of them are together. What is not said is not joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Context, Decimal
from enum import Enum

from kontroll.domain.problem import Place

_NOWHERE = Place("")
#: Standard errors on each side of a mean that hold the true one in 95 of 100 surveys.
_TIMES = Decimal("1.96")
_ENOUGH = Context(prec=30)


class RollUp(Enum):
    """How the figures of several enheter become the figure of what is above them."""

    SUM = "sum"
    WEIGHTED = "veid snitt"
    MEAN = "snitt"
    MEDIAN = "median"
    OWN = "egen verdi"


class Covers(Enum):
    """What the figure of an enhet with others under it is about."""

    ITSELF = "enheten selv"
    ALL_BELOW = "alt under"


#: The weight that is the number of answers behind each value.
COUNT = "antall"


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusArea:
    """name: as the indicators have it. means: what it is about, in a sentence."""

    name: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Which figure of other kommuner it is held beside: table, variable and group of the delivered statistics."""

    table: str
    variable: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """One figure. purpose: what it is for. weight: COUNT or the id of an indicator, where the mean is weighted.

    spread: the standard deviation that one answer to a survey is taken to have; None = the figure is no mean of answers.
    elsewhere: None = there is nothing to hold it beside. covers: what is under an enhet is not counted once more beside it.
    """

    indicator: str
    roll_up: RollUp
    weight: str = ""
    purpose: str = ""
    spread: Decimal | None = None
    elsewhere: Elsewhere | None = None
    covers: Covers = Covers.ITSELF
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One målekart: whose it is, by tjeneste or kind of enhet (none of them = everybody's), and what stands on it."""

    name: str
    services: frozenset[str] = frozenset()
    unit_types: frozenset[str] = frozenset()
    indicators: tuple[str, ...] = ()
    place: Place = field(default=_NOWHERE, compare=False)

    @property
    def is_common(self) -> bool:
        return not self.services and not self.unit_types

    def is_of(self, service: str | None, unit_type: str | None) -> bool:
        return self.is_common or service in self.services or unit_type in self.unit_types


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecards:
    """maalekart.yaml. areas: in the order they are shown. own_leadership: the factors that are the leader's own.

    least_known: so many percent of the enheter that deliver a figure must have done so before what is joined has a colour.
    """

    areas: tuple[FocusArea, ...] = ()
    joined: Mapping[str, Joined] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    own_leadership: tuple[str, ...] = ()
    least_known: int = 100
    place: Place = field(default=_NOWHERE, compare=False)

    def charts_of(self, service: str | None, unit_type: str | None) -> tuple[Chart, ...]:
        """The common one, and those of its own; as they are written."""
        return tuple(chart for chart in self.charts if chart.is_of(service, unit_type))

    def indicators_of(self, service: str | None, unit_type: str | None) -> dict[str, Chart]:
        """Figure -> the first of its charts that it stands on."""
        found: dict[str, Chart] = {}
        for chart in self.charts_of(service, unit_type):
            for indicator in chart.indicators:
                found.setdefault(indicator, chart)
        return found

    def roll_up_of(self, indicator: str) -> RollUp:
        """OWN where nobody has said how it is joined."""
        joined = self.joined.get(indicator)
        return joined.roll_up if joined is not None else RollUp.OWN

    def covers_below(self, indicator: str) -> bool:
        joined = self.joined.get(indicator)
        return joined is not None and joined.covers is Covers.ALL_BELOW

    def spread_of(self, indicator: str) -> Decimal | None:
        joined = self.joined.get(indicator)
        return joined.spread if joined is not None else None


def half_width(spread: Decimal, answers: int, decimals: int) -> Decimal:
    """So far on each side of a mean of `answers` answers the true one may lie (95 %), rounded up to `decimals`.

    Those asked are taken for a draw among many: it is then rather too wide than too narrow where most of them answered.
    """
    if answers < 1:
        raise ValueError(f"no mean has {answers} answers behind it")
    width = _ENOUGH.multiply(_TIMES, _ENOUGH.divide(spread, _ENOUGH.sqrt(Decimal(answers))))
    return width.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_CEILING)


def joined_value(method: RollUp, parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Of (value, weight) of each part; not rounded. None where there is none, nothing to weigh by, or no way to join them."""
    given = list(parts)
    values = sorted(value for value, _weight in given)
    if not values or method is RollUp.OWN:
        return None
    if method is RollUp.SUM:
        return sum(values, Decimal(0))
    if method is RollUp.MEAN:
        return sum(values, Decimal(0)) / len(values)
    if method is RollUp.MEDIAN:
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    total = sum((weight for _value, weight in given), Decimal(0))
    return sum((value * weight for value, weight in given), Decimal(0)) / total if total > 0 else None
