"""Course: how one figure of an enhet has gone, thirteen months, beside its thresholds and the same figure of others.

Of others only what is published is shown: their target figures, never an avvik, and no figure that few persons stand behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

import polars as pl

from kontroll.domain.condition import ColourIn, Compare, IndicatorLeaf, leaves, single_period
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.operand import AmbitionRef, Colour
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, Measured, Value
from kontroll.facts.facts import ValueState
from kontroll.facts.states import active_units
from kontroll.report.explaining.phrases import when_name
from kontroll.report.situation import Situation
from kontroll.report.words import state_name
from kontroll.texts import _, month_name, ngettext, number, short_month

#: Months that are drawn: a year, and the same month the year before.
MONTHS = 13
#: Periods of a figure that is measured more seldom.
_PERIODS = {Frequency.MONTH: MONTHS, Frequency.TERTIAL: 5, Frequency.YEAR: 4}
#: Fewer others say nothing of what is usual.
FEWEST_OTHERS = 3
#: Figures of one rule that are drawn.
MOST_COURSES = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The same figure of others in one period."""

    lowest: Decimal
    median: Decimal
    highest: Decimal
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period. value None: not known or not shown, and `why` says it. limits: one for each name of the course."""

    name: str
    short: str
    value: Decimal | None
    why: str = ""
    limits: tuple[Decimal | None, ...] = ()
    others: Spread | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """points: oldest first. counts: the figure is a number of records, drawn from nought."""

    id: str
    name: str
    enhet: str
    unit: str
    decimals: int
    limit_names: tuple[str, ...]
    points: tuple[Point, ...]
    counts: bool = False

    @property
    def latest(self) -> Point | None:
        """The newest that is known."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def is_drawn(self) -> bool:
        return self.latest is not None

    def shown(self, value: Decimal | None) -> str:
        """With its unit; a dash where there is none."""
        if value is None:
            return "–"
        return number(value, self.decimals) + (f"\N{NO-BREAK SPACE}{self.unit}" if self.unit else "")


# --- of a rule --------------------------------------------------------------------------------------------------------


def courses_of_rule(situation: Situation, rule: Rule, enhet: str, month: Month, *, few: bool) -> list[Course]:
    """What the rule looks at, up to the month. few: figures of the enhet that few persons stand behind are shown too."""
    if rule.dataset is not None:
        return [_struck_records(situation, rule, enhet, month)]
    version = rule.version_in(month)
    if version is None or rule.id not in situation.rulebook.rules:
        return []
    asked: dict[str, IndicatorLeaf] = {}
    for leaf in leaves(version.condition):
        if isinstance(leaf, IndicatorLeaf):
            asked.setdefault(leaf.indicator, leaf)
    found = [_of_leaf(situation, rule, leaf, enhet, month, few) for leaf in list(asked.values())[:MOST_COURSES]]
    return [course for course in found if course.is_drawn]


def _of_leaf(situation: Situation, rule: Rule, leaf: IndicatorLeaf, enhet: str, month: Month, few: bool) -> Course:
    indicator = situation.rulebook.indicators[leaf.indicator]
    alone = single_period(leaf)
    spreads = _others(situation, [indicator], enhet, month)
    names: dict[str, None] = {}
    read: list[tuple[Period, Value, dict[str, Decimal | None]]] = []
    for period in _periods(indicator, month):
        value = situation.evaluator.value(indicator.id, enhet, period)
        limits: dict[str, Decimal | None] = {}
        if leaf.change is None:
            answer = situation.evaluator.leaf(rule, alone, enhet, min(period.last_month, month))
            if _reads(answer, period):
                limits = dict(_limits(answer))
        names |= dict.fromkeys(limits)
        read.append((period, value, limits))
    return Course(
        id=indicator.id, name=indicator.name, enhet=situation.unit_name(enhet, month), unit=_unit(indicator),
        decimals=indicator.decimals, limit_names=tuple(names),
        points=tuple(
            replace(
                _point(indicator, period, value, few, spreads.get((indicator.id, period.index))),
                limits=tuple(limits.get(name) for name in names),
                struck=_struck(situation, rule, enhet, period, month),
            )
            for period, value, limits in read
        ),
    )  # fmt: skip


def _reads(answer: Answer, period: Period) -> bool:
    """Whether it was that period that was asked about: a month may ask about the latest that has ended."""
    reads = [one for child in answer.children for one in child.reads[:1] if isinstance(one, Measured)]
    return answer.when == period or any(one.values and one.values[0].period == period for one in reads)


def _limits(answer: Answer) -> Iterator[tuple[str, Decimal | None]]:
    for test in answer.children:
        if not isinstance(test.asked, Compare | ColourIn):
            continue
        for limit in test.limits:
            if limit.value is None or isinstance(limit.value, Decimal):
                yield _limit_name(limit.asked), limit.value


def _limit_name(asked: object) -> str:
    if isinstance(asked, AmbitionRef):
        return {Colour.GREEN: _("Grønn grense"), Colour.YELLOW: _("Gul grense")}.get(asked.colour, _("Grense"))
    return _("Grense")


def _struck(situation: Situation, rule: Rule, enhet: str, period: Period, month: Month) -> bool:
    last = min(period.last_month, month)
    return rule.struck(situation.evaluator.result(rule.id, enhet, last)) is Truth.TRUE


def _struck_records(situation: Situation, rule: Rule, enhet: str, month: Month) -> Course:
    """How many of the enhet's records it struck on, in each month that is evaluated."""
    first = max(situation.first, month.plus(1 - MONTHS))
    rows = situation.verdict_rows.filter((pl.col("regel") == rule.id) & (pl.col("enhet") == enhet) & pl.col("struck"))
    counts = dict(rows.group_by("month").len().iter_rows())
    months = [Month.from_ordinal(n) for n in range(first.ordinal, month.ordinal + 1)]
    points = tuple(
        Point(
            name=month_name(one), short=short_month(one), value=Decimal(counts.get(one.ordinal, 0)),
            struck=one.ordinal in counts,
        )
        for one in months
    )  # fmt: skip
    name = _("Poster regelen slo ut på")
    return Course(
        id=rule.id, name=name, enhet=situation.unit_name(enhet, month), unit="", decimals=0, limit_names=(),
        points=points, counts=True,
    )  # fmt: skip


# --- of an enhet ------------------------------------------------------------------------------------------------------


def courses_of_enhet(situation: Situation, enhet: str, month: Month, *, few: bool) -> list[Course]:
    """Its target figures up to the month, by focus area and name; those it has delivered in the drawn periods."""
    indicators = {id: one for id, one in situation.rulebook.indicators.items() if one.computed is None}
    own = situation.facts.measurements.filter((pl.col("enhet") == enhet) & ~pl.col("superseded"))
    delivered = [indicators[id] for id in own.get_column("indikator").unique() if id in indicators]
    spreads = _others(situation, delivered, enhet, month)
    found = [_of_enhet(situation, one, enhet, month, few, spreads) for one in delivered]
    shown = [course for course in found if course.is_drawn]
    return sorted(shown, key=lambda course: (indicators[course.id].focus_area, course.name))


def _of_enhet(
    situation: Situation,
    indicator: Indicator,
    enhet: str,
    month: Month,
    few: bool,
    spreads: dict[tuple[str, int], Spread],
) -> Course:
    """Beside the thresholds that are set for it, green and yellow."""
    points: list[Point] = []
    for period in _periods(indicator, month):
        value = situation.evaluator.value(indicator.id, enhet, period)
        ambition = situation.evaluator.ambition(indicator.id, enhet, period.last_month)
        limits = (ambition.green, ambition.yellow) if ambition is not None else (None, None)
        point = _point(indicator, period, value, few, spreads.get((indicator.id, period.index)))
        points.append(replace(point, limits=limits))
    names = (_("Grønn grense"), _("Gul grense"))
    used = [n for n in range(len(names)) if any(point.limits[n] is not None for point in points)]
    return Course(
        id=indicator.id,
        name=indicator.name,
        enhet=situation.unit_name(enhet, month),
        unit=_unit(indicator),
        decimals=indicator.decimals,
        limit_names=tuple(names[n] for n in used),
        points=tuple(replace(point, limits=tuple(point.limits[n] for n in used)) for point in points),
    )


# --- what they share --------------------------------------------------------------------------------------------------


def _periods(indicator: Indicator, month: Month) -> list[Period]:
    """Oldest first. The last is the one that the month lies in; a longer one only when it has ended."""
    last = Period.containing(month, indicator.frequency)
    if last.last_month > month:
        last = last.plus(-1)
    count = _PERIODS[indicator.frequency]
    return [last.plus(n - count + 1) for n in range(count)]


def _point(indicator: Indicator, period: Period, value: Value, few: bool, others: Spread | None) -> Point:
    shown, why = value.number, ""
    if shown is None:
        why = state_name(value.state)
    elif not few and _is_few(indicator, value.count):
        shown, why = None, _("få personer")
    is_month = period.frequency_months == 1
    return Point(
        name=when_name(period), short=short_month(period.first_month) if is_month else str(period), value=shown,
        why=why, others=others,
    )  # fmt: skip


def _is_few(indicator: Indicator, count: int | None) -> bool:
    return indicator.shown_from_count > 0 and (count is None or count < indicator.shown_from_count)


def _unit(indicator: Indicator) -> str:
    return "" if indicator.unit == "antall" else indicator.unit


def _others(
    situation: Situation, indicators: Sequence[Indicator], enhet: str, month: Month
) -> dict[tuple[str, int], Spread]:
    """(indicator, index of period) -> the published figures of the other enheter of the same kind and service."""
    measured = {one.id: one for one in indicators if one.computed is None}
    peers = _peers(situation, enhet, month)
    if not measured or not peers:
        return {}
    described = pl.DataFrame(
        {
            "indikator": list(measured),
            "least": [max(one.min_count, one.shown_from_count) for one in measured.values()],
            "decimals": [one.decimals for one in measured.values()],
        },
        schema={"indikator": pl.String, "least": pl.Int64, "decimals": pl.Int64},
    )
    rows = (
        situation.facts.measurements.filter(
            pl.col("enhet").is_in(peers) & ~pl.col("superseded") & (pl.col("state") == ValueState.VALUE.value)
        )
        .join(described, on="indikator")
        .filter((pl.col("least") == 0) | (pl.col("count").fill_null(-1) >= pl.col("least")))
        .drop_nulls("value")
    )
    found: dict[tuple[str, int], list[Decimal]] = {}
    for id, period, value, decimals in rows.select("indikator", "period", "value", "decimals").iter_rows():
        found.setdefault((id, period), []).append(Decimal(value).scaleb(-decimals))
    return {
        key: Spread(min(values), median(values), max(values), len(values))
        for key, values in found.items()
        if len(values) >= FEWEST_OTHERS
    }


def _peers(situation: Situation, enhet: str, month: Month) -> list[str]:
    at = month.ordinal
    rows = situation.facts.organisation.filter((pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at)).join(
        active_units(situation.facts, month), on="enhet", how="semi"
    )
    own = rows.filter(pl.col("enhet") == enhet).select("tjeneste", "enhetstype").head(1)
    if not own.height or own.item(0, "tjeneste") is None:
        return []
    alike = rows.join(own, on=["tjeneste", "enhetstype"], how="semi", nulls_equal=True)
    return [one for one in alike.get_column("enhet").unique() if one != enhet]


# --- in words ---------------------------------------------------------------------------------------------------------


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
            _("{limit}: {value}.").format(limit=name, value=course.shown(limit))
            for name, limit in zip(course.limit_names, latest.limits, strict=False)
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
