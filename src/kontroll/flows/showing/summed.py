"""Summed: the whole in numbers for those who are elected: no enhet, no person, and no number that points at somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.showing.steering import trend
from kontroll.flows.showing.steering_asked import NO_FOCUS, About, about
from kontroll.report.few import LEAST, Split, split, together
from kontroll.report.measured import MeasuredMonth, focus_areas
from kontroll.store.counts import counts_by
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedMonth:
    """opened: new avvik; None = not shown, or nobody looked."""

    month: Month
    was_run: bool
    opened: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """saker: open today, by severity and by focus area. figures: by colour, of all enheter. unknown: per cent of the month's
    answers, None = there are none, or too few. measured, active: enheter of which something is known, and all.
    """

    by_severity: Split
    by_focus: Split
    figures: Split
    trend: tuple[SummedMonth, ...]
    unknown: int | None
    enheter: Split


def summed(tx: Transaction, today: Today, measured: MeasuredMonth, names: Mapping[Severity, str]) -> Summed:
    """names: of the severities, in the order they are shown."""
    areas = focus_areas(today.desk.rulebook)
    still = about(tx, today)[About.OPEN] & unconfined(tx)
    rows = counts_by(tx.saker, "rule", "severity", where=still)
    focus: dict[str, int] = dict.fromkeys(sorted({*areas.values()}), 0)
    severity: dict[Severity, int] = dict.fromkeys(names, 0)
    for (rule, grave), count in rows.items():
        area = areas.get(rule or "", NO_FOCUS)
        focus[area] = focus.get(area, 0) + count
        severity[grave] += count
    colours, answers = measured.colours(), measured.answers()
    by_severity, by_focus = together(
        split([(names[one], count) for one, count in severity.items()]), split(list(focus.items()))
    )
    unmeasured = len(measured.unmeasured())
    return Summed(
        by_severity=by_severity,
        by_focus=by_focus,
        figures=split(
            [("red", colours.red), ("yellow", colours.yellow), ("green", colours.green), ("none", colours.unmeasured)]
        ),
        trend=tuple(_months(tx, measured.month)),
        unknown=_share(answers[1], answers[0]),
        enheter=split([("measured", len(measured.active) - unmeasured), ("unmeasured", unmeasured)]),
    )


def _months(tx: Transaction, last: Month) -> Iterator[SummedMonth]:
    for one in trend(tx, last, None):
        shown = one.opened if one.was_run and one.opened >= LEAST else None
        yield SummedMonth(month=one.month, was_run=one.was_run, opened=shown)


def _share(part: int, whole: int) -> int | None:
    """Per cent, rounded down. None where either is too small to be told."""
    if part < LEAST or whole - part < LEAST:
        return None
    return 100 * part // whole
