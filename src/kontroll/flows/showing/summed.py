"""Summed: the whole in numbers for those who are elected: no enhet, no person, and no number that points at somebody.

Why a number is sometimes hidden though it is large: where the sum is shown, and one number of its parts is not, that one is
the rest. Then the smallest of the others is hidden as well (secondary suppression, as SSB does it).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.showing.steering import trend
from kontroll.flows.showing.steering_asked import NO_FOCUS, About, about
from kontroll.report.measured import MeasuredMonth, focus_areas
from kontroll.store.counts import counts_by
from kontroll.store.transaction import Transaction

#: Smaller numbers are not shown: so many persons or enheter are easily guessed.
LEAST = 5
#: How far apart the highest and the lowest possible sum of the hidden small numbers must be.
_AMBIGUOUS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One number of several. value: None = not shown."""

    name: str
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A sum and its parts. total: None = not shown; then no part is either."""

    parts: tuple[Shown, ...]
    total: int | None


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
    unmeasured = len(measured.unmeasured())
    return Summed(
        by_severity=split([(names[one], count) for one, count in severity.items()]),
        by_focus=split(list(focus.items())),
        figures=split(
            [("red", colours.red), ("yellow", colours.yellow), ("green", colours.green), ("none", colours.unmeasured)]
        ),
        trend=tuple(_months(tx, measured.month)),
        unknown=_share(answers[1], answers[0]),
        enheter=split([("measured", len(measured.active) - unmeasured), ("unmeasured", unmeasured)]),
    )


def split(parts: Sequence[tuple[str, int]]) -> Split:
    """The parts with their sum, so that no number below LEAST can be read, or worked out of the others."""
    total = sum(count for _name, count in parts)
    shown = {name: count for name, count in parts if count >= LEAST}
    hidden = {name: count for name, count in parts if count < LEAST}
    while hidden and shown and not _is_safe(hidden.values(), shown.values()):
        smallest = min(shown, key=lambda name: shown[name])
        hidden[smallest] = shown.pop(smallest)
    # Nothing is left to hide them among: then the sum itself would tell too much.
    told = not hidden or _is_safe(hidden.values(), shown.values())
    return Split(
        parts=tuple(Shown(name, shown.get(name) if told else None) for name, _count in parts),
        total=total if told and total >= LEAST else None,
    )


def _is_safe(hidden: Collection[int], shown: Collection[int]) -> bool:
    """Whether several values are still possible for what the small ones are together.

    Whoever knows the rule knows that those hidden beside them are at least LEAST, and at most the smallest shown.
    """
    large = [count for count in hidden if count >= LEAST]
    if not large:
        return False
    left, small = sum(hidden), len(hidden) - len(large)
    highest = min(small * (LEAST - 1), left - LEAST * len(large))
    lowest = max(0, left - min(shown) * len(large)) if shown else 0
    return highest - lowest >= _AMBIGUOUS


def _months(tx: Transaction, last: Month) -> Iterator[SummedMonth]:
    for one in trend(tx, last, None):
        shown = one.opened if one.was_run and one.opened >= LEAST else None
        yield SummedMonth(month=one.month, was_run=one.was_run, opened=shown)


def _share(part: int, whole: int) -> int | None:
    """Per cent, rounded down. None where either is too small to be told."""
    if part < LEAST or whole - part < LEAST:
        return None
    return 100 * part // whole
