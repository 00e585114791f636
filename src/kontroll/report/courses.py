"""Courses: the figures that a rule looks at, and those of an enhet, each with how it has gone.

Of others only what is published is shown: their target figures, never an avvik, and no figure that few persons stand behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

import polars as pl

from kontroll.domain.condition import ColourIn, Compare, IndicatorLeaf, RuleLeaf, leaves, single_period
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.operand import AmbitionRef, Colour
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, Measured, Value
from kontroll.facts.facts import ValueState
from kontroll.facts.states import active_units
from kontroll.report.course import Course, Line, Point, Spread
from kontroll.report.explaining.phrases import when_name
from kontroll.report.situation import Situation
from kontroll.report.words import state_name
from kontroll.texts import _, month_name, short_month

#: Months that are drawn: a year, and the same month the year before.
MONTHS = 13
#: Periods of a figure that is measured more seldom.
_PERIODS = {Frequency.MONTH: MONTHS, Frequency.TERTIAL: 5, Frequency.YEAR: 4}
#: Fewer others say nothing of what is usual.
FEWEST_OTHERS = 3
#: Figures of one rule that are drawn.
MOST_COURSES = 2


def prepare(situation: Situation) -> None:
    """What takes seconds the first time: whoever opens the first page should not wait for it."""
    _made = situation.verdict_rows, situation.evaluator, situation.counted
    situation.published.prepare()


# --- of a rule --------------------------------------------------------------------------------------------------------


def courses_of_rule(situation: Situation, rule: Rule, enhet: str, month: Month, *, few: bool) -> list[Course]:
    """What the rule looks at, up to the month. few: figures of the enhet that few persons stand behind are shown too."""
    found: dict[str, Course] = {}
    for asking, leaf in _asked(situation, rule, month):
        if len(found) == MOST_COURSES:
            break
        if leaf is None:
            found.setdefault(asking.id, _struck_records(situation, asking, enhet, month))
        elif leaf.indicator not in found:
            course = _of_leaf(situation, asking, leaf, enhet, month, few)
            if course.is_drawn:
                found[leaf.indicator] = course
    return list(found.values())


def _asked(
    situation: Situation, rule: Rule, month: Month, above: tuple[str, ...] = ()
) -> Iterator[tuple[Rule, IndicatorLeaf | None]]:
    """The figures it asks about, itself or by asking another rule. None: a rule about records, whose utslag are counted."""
    if rule.dataset is not None:
        yield rule, None
        return
    version = rule.version_in(month)
    for leaf in leaves(version.condition) if version is not None else ():
        if isinstance(leaf, IndicatorLeaf):
            yield rule, leaf
        elif isinstance(leaf, RuleLeaf):
            other = situation.rulebook.rules.get(leaf.rule)
            if other is not None and other.id not in above:
                yield from _asked(situation, other, month, (*above, rule.id))


def _of_leaf(situation: Situation, rule: Rule, leaf: IndicatorLeaf, enhet: str, month: Month, few: bool) -> Course:
    indicator = situation.rulebook.indicators[leaf.indicator]
    alone = single_period(leaf)
    spreads = _others(situation, [indicator], enhet, month)
    lines: dict[Line, None] = {}
    read: list[tuple[Period, Value, dict[Line, Decimal | None]]] = []
    for period in drawn_periods(indicator, month):
        value = situation.evaluator.value(indicator.id, enhet, period)
        limits: dict[Line, Decimal | None] = {}
        if leaf.change is None:
            answer = situation.evaluator.leaf(rule, alone, enhet, min(period.last_month, month))
            if _reads(answer, period):
                limits = dict(_limits(answer))
        lines |= dict.fromkeys(limits)
        read.append((period, value, limits))
    return Course(
        id=indicator.id, name=indicator.name, enhet=situation.unit_name(enhet, month), unit=_unit(indicator),
        decimals=indicator.decimals, lines=tuple(lines),
        points=tuple(
            replace(
                _point(situation, indicator, period, value, few, spreads.get((indicator.id, period.index))),
                limits=tuple(limits.get(line) for line in lines),
                struck=_struck(situation, rule, enhet, period, month),
            )
            for period, value, limits in read
        ),
    )  # fmt: skip


def _reads(answer: Answer, period: Period) -> bool:
    """Whether it was that period that was asked about: a month may ask about the latest that has ended."""
    reads = [one for child in answer.children for one in child.reads[:1] if isinstance(one, Measured)]
    return answer.when == period or any(one.values and one.values[0].period == period for one in reads)


def _limits(answer: Answer) -> Iterator[tuple[Line, Decimal | None]]:
    for test in answer.children:
        if not isinstance(test.asked, Compare | ColourIn):
            continue
        for limit in test.limits:
            if limit.value is None or isinstance(limit.value, Decimal):
                yield _line(limit.asked), limit.value


def _line(asked: object) -> Line:
    colour = asked.colour if isinstance(asked, AmbitionRef) else None
    return {Colour.GREEN: Line.GREEN, Colour.YELLOW: Line.YELLOW}.get(colour, Line.LIMIT) if colour else Line.LIMIT


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
    name = _("Poster som «{rule}» slo ut på").format(rule=rule.name)
    return Course(
        id=rule.id, name=name, enhet=situation.unit_name(enhet, month), unit="", decimals=0, lines=(),
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
    return sorted(shown, key=lambda course: (course.area, course.name))


def course_of_enhet(situation: Situation, indicator: str, enhet: str, month: Month, *, few: bool) -> Course | None:
    """One of them; None where there is no such figure, or nothing of it is known."""
    found = situation.rulebook.indicators.get(indicator)
    if found is None:
        return None
    course = _of_enhet(situation, found, enhet, month, few, _others(situation, [found], enhet, month))
    return course if course.is_drawn else None


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
    for period in drawn_periods(indicator, month):
        value = situation.evaluator.value(indicator.id, enhet, period)
        ambition = situation.evaluator.ambition(indicator.id, enhet, period.last_month)
        limits = (ambition.green, ambition.yellow) if ambition is not None else (None, None)
        point = _point(situation, indicator, period, value, few, spreads.get((indicator.id, period.index)))
        points.append(replace(point, limits=limits))
    lines = (Line.GREEN, Line.YELLOW)
    used = [n for n in range(len(lines)) if any(point.limits[n] is not None for point in points)]
    return Course(
        id=indicator.id,
        name=indicator.name,
        enhet=situation.unit_name(enhet, month),
        unit=_unit(indicator),
        decimals=indicator.decimals,
        area=indicator.focus_area,
        lower_is_better=indicator.better is Better.LOWER,
        lines=tuple(lines[n] for n in used),
        points=tuple(replace(point, limits=tuple(point.limits[n] for n in used)) for point in points),
    )


# --- what they share --------------------------------------------------------------------------------------------------


def drawn_periods(indicator: Indicator, month: Month) -> list[Period]:
    """Oldest first. The last is the one that the month lies in; a longer one only when it has ended."""
    last, count = latest_period(indicator, month), _PERIODS[indicator.frequency]
    return [last.plus(n - count + 1) for n in range(count)]


def latest_period(indicator: Indicator, month: Month) -> Period:
    """The one that the month lies in; of a longer one, the last that has ended."""
    last = Period.containing(month, indicator.frequency)
    return last.plus(-1) if last.last_month > month else last


def _point(
    situation: Situation, indicator: Indicator, period: Period, value: Value, few: bool, others: Spread | None
) -> Point:
    shown, why = value.number, ""
    if shown is None:
        why = state_name(value.state)
    elif not few and (published := situation.published.value(indicator.id, value.enhet, period)).value is None:
        shown, why = None, _("skjermet for andres skyld") if published.aside else _("få personer")
    is_month = period.frequency_months == 1
    return Point(
        name=when_name(period), short=short_month(period.first_month) if is_month else str(period), value=shown,
        why=why, others=others,
    )  # fmt: skip


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
    drawn = pl.DataFrame(
        [(id, period.index) for id, one in measured.items() for period in drawn_periods(one, month)],
        schema={"indikator": pl.String, "period": pl.Int64},
        orient="row",
    )
    rows = (
        situation.facts.measurements.filter(
            pl.col("enhet").is_in(peers) & ~pl.col("superseded") & (pl.col("state") == ValueState.VALUE.value)
        )
        .join(drawn, on=["indikator", "period"], how="semi")
        .drop_nulls("value")
    )
    guarded = {id for id in measured if situation.published.decides(id)}
    found: dict[tuple[str, int], list[Decimal]] = {}
    for id, peer, at, value in rows.select("indikator", "enhet", "period", "value").iter_rows():
        one = measured[id]
        if id not in guarded or not situation.published.is_hidden(id, peer, Period(one.frequency.months, at)):
            found.setdefault((id, at), []).append(Decimal(value).scaleb(-one.decimals))
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
