"""Made: the målekart of an enhet in a month, figure by figure, as one kind of reader may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.domain.scorecard import Chart, RollUp
from kontroll.report.course import colour_of
from kontroll.report.courses import drawn_periods, latest_period
from kontroll.report.published import EVERYBODY, Group, GroupKind
from kontroll.report.scorecard.beside import beside
from kontroll.report.scorecard.card import Area, Figure, Joined, Point, Scorecard, Trend
from kontroll.report.scorecard.joins import Joins
from kontroll.report.scorecard.places import Place

_MONTHS_OF_A_YEAR = 12


def scorecard_of(joins: Joins, enhet: str, month: Month, *, line: bool) -> Scorecard:
    """line: the reader is of the enhet's line, and may see what few persons stand behind there; else only what is published.

    An enhet that is not active in the month has no map: its areas are empty.
    """
    place = joins.places(month).of.get(enhet)
    if place is None:
        return Scorecard(enhet=enhet, month=month, charts=(), areas=())
    made = _Map(joins, place, month, line)
    indicators = joins.situation.rulebook.indicators
    charts = made.charts
    figures = [made.figure(indicators[id], charts[id]) for id in charts if id in indicators]
    areas = [
        Area(area=area, figures=tuple(one for one in figures if one.indicator.focus_area == area.name))
        for area in joins.scorecards.areas
    ]
    return Scorecard(
        enhet=enhet,
        month=month,
        charts=tuple(dict.fromkeys(chart.name for chart in charts.values())),
        areas=tuple(area for area in areas if area.figures),
        service=made.service,
        is_joined=made.is_joined,
        below=len(made.below) - 1,
    )


def tallies_of(joins: Joins, enhet: str, month: Month, *, line: bool) -> dict[str, Counter[Colour | None]]:
    """Focus area -> how many of its figures have each colour, as on the map of the enhet: without what else stands there."""
    place = joins.places(month).of.get(enhet)
    made = _Map(joins, place, month, line) if place is not None else None
    found: dict[str, Counter[Colour | None]] = {}
    for id in made.charts if made is not None else ():
        indicator = joins.situation.rulebook.indicators.get(id)
        if made is not None and indicator is not None:
            found.setdefault(indicator.focus_area, Counter())[made.colour(indicator)] += 1
    return found


def make_ready(joins: Joins, month: Month) -> None:
    """What many maps of the month stand beside, so that nobody waits for it: the whole, and each tjeneste."""
    places = joins.places(month)
    if places.top is not None:
        scorecard_of(joins, places.top, month, line=False)
    one_of_each = {place.service: place.enhet for place in places.of.values() if place.service is not None}
    for enhet in one_of_each.values():
        scorecard_of(joins, enhet, month, line=False)


class _Map:
    """One enhet in one month, for one kind of reader."""

    def __init__(self, joins: Joins, place: Place, month: Month, line: bool) -> None:
        self._joins = joins
        self._enhet = place.enhet
        self._month = month
        self._line = line
        places = joins.places(month)
        self._place = place
        self._is_top = places.top == place.enhet
        self.below = places.at_or_below(place.enhet)
        self.is_joined = len(self.below) > 1
        services = places.services_below(place.enhet)
        self.service = place.service or (next(iter(services)) if len(services) == 1 else None)

    @property
    def charts(self) -> dict[str, Chart]:
        """Figure -> the map it stands on."""
        return self._joins.scorecards.indicators_of(self.service, self._place.unit_type)

    def figure(self, indicator: Indicator, chart: Chart) -> Figure:
        scorecards = self._joins.scorecards
        periods = drawn_periods(indicator, self._month)
        period = periods[-1]
        now, count = self._at(indicator, period)
        a_year_ago, _count = self._at(indicator, period.plus(-_MONTHS_OF_A_YEAR // period.frequency_months))
        limits = self._limits(indicator, period)
        trend, change = _trend(indicator, now, a_year_ago)
        joined = scorecards.joined.get(indicator.id)
        return Figure(
            indicator=indicator, chart=chart.name, purpose=joined.purpose if joined is not None else "", period=period,
            state=now.state, value=now.value, count=count, limits=limits, colour=_colour(indicator, now, limits),
            uncertainty=now.uncertainty, trend=trend, change=change,
            course=tuple(self._points(indicator, periods)), joined=now if self._joins_up(indicator) else None,
            service=None if self.service is None else self._beside(indicator, Group(GroupKind.SERVICE, self.service), period),
            whole=None if self._is_top else self._beside(indicator, EVERYBODY, period),
            beside=beside(self._joins, joined, now.value, self._month) if self._is_top and joined is not None else None,
        )  # fmt: skip

    def colour(self, indicator: Indicator) -> Colour | None:
        period = latest_period(indicator, self._month)
        return _colour(indicator, self._at(indicator, period)[0], self._limits(indicator, period))

    def _limits(self, indicator: Indicator, period: Period) -> tuple[Decimal | None, Decimal | None]:
        """What is asked of each enhet is not asked of the sum of many: for that the enhet needs an ambition of its own."""
        ambition = self._joins.situation.evaluator.ambition(indicator.id, self._enhet, period.last_month)
        is_sum = self._joins_up(indicator) and self._joins.scorecards.roll_up_of(indicator.id) is RollUp.SUM
        if is_sum and ambition is not None and ambition.enhet != self._enhet:
            return None, None
        return (ambition.green, ambition.yellow) if ambition is not None else (None, None)

    def _beside(self, indicator: Indicator, group: Group, period: Period) -> Joined | None:
        """The same figure of others; None where nobody has said how it is joined."""
        if self._joins.scorecards.roll_up_of(indicator.id) is RollUp.OWN:
            return None
        return self._joins.of(indicator, group, period, each=not self.is_joined)

    def _joins_up(self, indicator: Indicator) -> bool:
        return self.is_joined and self._joins.scorecards.roll_up_of(indicator.id) is not RollUp.OWN

    def _at(self, indicator: Indicator, period: Period) -> tuple[Joined, int | None]:
        """What is known of the period, and how many stand behind it."""
        if self._joins_up(indicator):
            return self._joins.of(indicator, Group(GroupKind.BELOW, self._enhet), period, line=self._line), None
        return self._joins.own(indicator, self._enhet, period, line=self._line)

    def _points(self, indicator: Indicator, periods: list[Period]) -> Iterator[Point]:
        for period in periods:
            found, _count = self._at(indicator, period)
            yield Point(period=period, value=found.value, state=found.state)


def _colour(indicator: Indicator, now: Joined, limits: tuple[Decimal | None, Decimal | None]) -> Colour | None:
    if now.value is None or not now.enough:
        return None
    return colour_of(now.value, *limits, indicator.better.sign)


def _trend(indicator: Indicator, now: Joined, before: Joined) -> tuple[Trend, Decimal | None]:
    """Beside the year before, where both are known. Within what chance alone may give, nothing is said to be better."""
    if now.value is None:
        return Trend.UNKNOWN, None
    if before.value is None:
        return Trend.UNKNOWN_BEFORE, None
    if not (now.enough and before.enough):
        return Trend.FEW_BEFORE if now.enough else Trend.FEW, None
    change = indicator.better.sign * (now.value - before.value)
    if change == 0:
        return Trend.SAME, change
    if now.uncertainty is not None and before.uncertainty is not None:
        if change**2 <= now.uncertainty**2 + before.uncertainty**2:
            return Trend.NOISE, change
    return (Trend.BETTER if change > 0 else Trend.WORSE), change
