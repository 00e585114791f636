"""Handbook: the balansehåndbok: what each figure is, where it comes from, its thresholds, who reads it and who is best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kontroll.domain.condition import IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.scorecard import Chart, Elsewhere, Joined
from kontroll.facts.facts import ValueState
from kontroll.report.courses import latest_period
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.registers import of_figure
from kontroll.report.plainly.sentence import Sentence
from kontroll.report.published import Group, GroupKind
from kontroll.report.scorecard.joins import Joins
from kontroll.report.situation import Situation

_EVERYBODY, _SERVICE = "*", "tjeneste:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What is promised for a year. service: None = for everybody. green, yellow: as they were written; None = not set."""

    service: str | None
    year: int
    green: Decimal | None
    yellow: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """Those with the best published value of a tjeneste. value: None = nothing is published there."""

    service: str
    enheter: tuple[str, ...]
    value: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The newest period that somebody has delivered, and how many enheter have."""

    period: Period
    enheter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """joined: how it is joined, and what it is for; None where nobody has said. own: enheter with thresholds of their own."""

    indicator: Indicator
    joined: Joined | None
    charts: tuple[Chart, ...]
    rules: tuple[Rule, ...]
    delivered: Delivered | None

    @property
    def purpose(self) -> str:
        return self.joined.purpose if self.joined is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullEntry:
    """own: how many enheter have thresholds of their own in the newest year. in_indices: the indices it is part of."""

    entry: Entry
    definition: Sentence
    thresholds: tuple[Thresholds, ...]
    own: int
    best: tuple[Best, ...]
    period: Period
    in_indices: tuple[Indicator, ...]
    weight: Indicator | None
    elsewhere: Elsewhere | None


def handbook(joins: Joins) -> list[Entry]:
    """Every figure, by focus area in the kommune's order, then by name."""
    situation = joins.situation
    order = {area.name: n for n, area in enumerate(joins.scorecards.areas)}
    reading, delivered = _rules_reading(situation), _delivered(situation)
    entries = [
        _entry(joins, one, reading.get(one.id, ()), delivered.get(one.id))
        for one in situation.rulebook.indicators.values()
    ]
    last = len(order)
    return sorted(
        entries,
        key=lambda one: (order.get(one.indicator.focus_area, last), one.indicator.focus_area, one.indicator.name),
    )


def full_entry(joins: Joins, id: str, month: Month) -> FullEntry | None:
    """One of them with all that is known of it; None where there is no such figure."""
    situation = joins.situation
    indicators = situation.rulebook.indicators
    indicator = indicators.get(id)
    if indicator is None:
        return None
    entry = _entry(joins, indicator, _rules_reading(situation).get(id, ()), _delivered(situation).get(id))
    context = Context(rulebook=situation.rulebook, dataset=None, today=situation.today)
    period = latest_period(indicator, month)
    thresholds, own = _thresholds(situation, id)
    indices = (one for one in indicators.values() if isinstance(one.computed, WeightedIndex))
    return FullEntry(
        entry=entry,
        definition=of_figure(context, indicator),
        thresholds=thresholds,
        own=own,
        best=tuple(_best(joins, indicator, period)),
        period=period,
        in_indices=tuple(
            one for one in indices if isinstance(one.computed, WeightedIndex) and id in one.computed.parts
        ),
        weight=indicators.get(entry.joined.weight) if entry.joined is not None else None,
        elsewhere=entry.joined.elsewhere if entry.joined is not None else None,
    )


def _entry(joins: Joins, indicator: Indicator, rules: tuple[Rule, ...], delivered: Delivered | None) -> Entry:
    charts = tuple(chart for chart in joins.scorecards.charts if indicator.id in chart.indicators)
    joined = joins.scorecards.joined.get(indicator.id)
    return Entry(indicator=indicator, joined=joined, charts=charts, rules=rules, delivered=delivered)


def _rules_reading(situation: Situation) -> dict[str, tuple[Rule, ...]]:
    """Figure -> the rules whose version of the last month asks about it itself, by name."""
    found: dict[str, list[Rule]] = {}
    for rule in sorted(situation.rulebook.rules.values(), key=lambda one: (one.name.casefold(), one.id)):
        version = rule.version_in(situation.last)
        asked = (
            [leaf.indicator for leaf in leaves(version.condition) if isinstance(leaf, IndicatorLeaf)] if version else []
        )
        for id in dict.fromkeys(asked):
            found.setdefault(id, []).append(rule)
    return {id: tuple(rules) for id, rules in found.items()}


def _delivered(situation: Situation) -> dict[str, Delivered]:
    """Figure -> the newest period with a value. A computed figure is not delivered."""
    known = situation.facts.measurements.filter(~pl.col("superseded") & (pl.col("state") == ValueState.VALUE.value))
    newest = known.filter(pl.col("period") == pl.col("period").max().over("indikator"))
    counted = newest.group_by("indikator", "period").agg(pl.col("enhet").n_unique())
    indicators = situation.rulebook.indicators
    return {
        id: Delivered(period=Period(indicators[id].frequency.months, index), enheter=count)
        for id, index, count in counted.iter_rows()
        if id in indicators
    }


def _thresholds(situation: Situation, id: str) -> tuple[tuple[Thresholds, ...], int]:
    """Those of everybody and of each tjeneste, the newest year first; and how many have their own in that year."""
    standing = situation.facts.ambitions.filter(~pl.col("superseded") & (pl.col("indikator") == id))
    newest = standing.get_column("year").max()
    found: list[Thresholds] = []
    own: set[str] = set()
    for holder, year, green, yellow in standing.select("enhet", "year", "green", "yellow").iter_rows():
        if holder == _EVERYBODY or holder.startswith(_SERVICE):
            service = None if holder == _EVERYBODY else holder.removeprefix(_SERVICE)
            found.append(Thresholds(service=service, year=year, green=_exact(green), yellow=_exact(yellow)))
        elif year == newest:
            own.add(holder)
    found.sort(key=lambda one: (-one.year, one.service is not None, one.service or ""))
    return tuple(found), len(own)


def _best(joins: Joins, indicator: Indicator, period: Period) -> Iterator[Best]:
    """Of each tjeneste whose map the figure stands on, of what is published."""
    published, month = joins.situation.published, min(period.last_month, joins.situation.last)
    places = joins.places(month)
    for service in sorted({place.service for place in places.of.values() if place.service is not None}):
        if indicator.id not in joins.scorecards.indicators_of(service, None):
            continue
        best = published.best(indicator.id, Group(GroupKind.SERVICE, service), period)
        value = published.value(indicator.id, best[0], period).value if best else None
        yield Best(service=service, enheter=best, value=value)


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
