"""Due controls: which periods of the control plan are to be sampled, and how it stands with each arm of them.

A control is held for a period when every arm of it has a concluded draw, or no records to draw from. Anything else is not
controlled, and after the deadline of the plan it is overdue.

Why a mark of the first period: a kommune that takes up a plan has years of months behind it, and has promised nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kontroll.domain.controlplan import (
    Control,
    ControlPeriod,
    due_periods,
    is_judged,
    last_ended,
    passed_over,
    period_of,
)
from kontroll.domain.draw import Arm, Draw, DrawState
from kontroll.domain.month import Month
from kontroll.domain.run import RunState
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.month.monthly_run import JOB
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

_MARKS = "kontrollplan"
#: `kontrollplan:CONTROL` -> the first month of its first period, and the day on which the plan was first seen.
_SINCE = f"{_MARKS}:"
#: `kontrollplan-uten:CONTROL:MONTH:ARM` -> EMPTY, or why nothing could be frozen, in words.
_WITHOUT = f"{_MARKS}-uten:"
EMPTY = ""


class Standing(Enum):
    """The value is the word on the page."""

    NOT_DELIVERED = "datasettet er aldri levert"
    AWAITED = "utkast kommer"
    NOT_FROZEN = "utkastet kunne ikke lages"
    NO_RECORDS = "ingen poster"
    UNDER_WAY = "i gang"
    ABORTED = "avbrutt"
    CONCLUDED = "avsluttet"

    @property
    def is_held(self) -> bool:
        return self in (Standing.NO_RECORDS, Standing.CONCLUDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmStanding:
    """draw: the newest one of the arm. why: sentences, where nothing could be frozen."""

    arm: Arm
    standing: Standing
    draw: Draw | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodStanding:
    """drafted_on: from when the worker makes the drafts. deadline: the last day to conclude them."""

    control: Control
    period: ControlPeriod
    drafted_on: date
    deadline: date
    arms: Sequence[ArmStanding]

    @property
    def is_held(self) -> bool:
        return all(one.standing.is_held for one in self.arms)

    def is_overdue(self, day: date) -> bool:
        return not self.is_held and day > self.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStanding:
    """periods: those that are judged, the oldest first. passed_over: of which a month was not, though a later one was.

    next_period: the first that is not over; its draft comes when it is judged.
    """

    control: Control
    delivered: bool
    periods: Sequence[PeriodStanding]
    passed_over: Sequence[ControlPeriod]
    next_period: ControlPeriod | None


def control_standings(desk: Desk, tx: Transaction) -> list[ControlStanding]:
    """One for each control, in the order of the plan. Nothing is written."""
    controls = desk.policies.control_plan.controls
    if not controls:
        return []
    draws: dict[str, list[Draw]] = {}
    at = tx.draws.table.c
    for draw in sorted(tx.draws.where(at.control != ""), key=lambda one: (one.year, one.number)):
        draws.setdefault(draw.control, []).append(draw)
    known = _Known(judged=judged_months(tx), delivered=_delivered(desk, tx), marks=tx.marks.starting_with(_MARKS))
    return [_of_control(desk, one, known, draws.get(one.id, [])) for one in controls]


def begin_controls(desk: Desk, tx: Transaction, day: date) -> int:
    """Remember of each control that is new from which period on it holds. Gives how many were new."""
    judged = judged_months(tx)
    new = 0
    for control in desk.policies.control_plan.controls if judged else ():
        if tx.marks.get(_SINCE + control.id) is None:
            first = _first(control, judged).first
            tx.marks.set(_SINCE + control.id, f"{first} {day}")
            tx.trail.append("kontroll i kontrollplanen", {"control": control.id, "first": str(first)})
            new += 1
    return new


def without_draw(tx: Transaction, control: Control, period: ControlPeriod, arm: Arm, why: str) -> None:
    """Remember that an arm has no draw: EMPTY, or why nothing could be frozen."""
    tx.marks.set(_mark(control, period, arm), why)


def judged_months(tx: Transaction) -> dict[Month, date]:
    """Each month that has been judged, with the day on which it first was, in Norway."""
    found: dict[Month, date] = {}
    for run in tx.runs.where(job=JOB, state=RunState.DONE):
        on = (run.finished or run.started).astimezone(NORWAY).date()
        found[run.period] = min(on, found.get(run.period, on))
    return found


# --- one control --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What all the controls are held against, read once: a page asks as much of the database for six of them as for one."""

    judged: Mapping[Month, date]
    delivered: Collection[str]
    marks: Mapping[str, str]


def _of_control(desk: Desk, control: Control, known: _Known, draws: Sequence[Draw]) -> ControlStanding:
    since = _since(control, known)
    delivered = control.dataset in known.delivered
    if since is None:
        return ControlStanding(control=control, delivered=delivered, periods=(), passed_over=(), next_period=None)
    periods = due_periods(since, known.judged)
    return ControlStanding(
        control=control,
        delivered=delivered,
        periods=[_of_period(desk, control, one, known, draws) for one in periods],
        passed_over=passed_over(since, known.judged),
        next_period=_next(since, known.judged),
    )


def _since(control: Control, known: _Known) -> ControlPeriod | None:
    mark = known.marks.get(_SINCE + control.id)
    if mark is not None:
        return period_of(Month.parse(mark.partition(" ")[0]), control.every)
    return _first(control, known.judged) if known.judged else None


def _first(control: Control, judged: Mapping[Month, date]) -> ControlPeriod:
    """Where a control begins: with the newest period that is judged to its end, or else with the one after it."""
    newest = last_ended(max(judged), control.every)
    return newest if is_judged(newest, judged) else newest.next()


def _begun(control: Control, known: _Known) -> date:
    """Nothing is due before the plan was there."""
    mark = known.marks.get(_SINCE + control.id, "")
    return date.fromisoformat(mark.partition(" ")[2]) if mark else date.min


def _next(since: ControlPeriod, judged: Mapping[Month, date]) -> ControlPeriod:
    period = since
    while period.last <= max(judged):
        period = period.next()
    return period


def _of_period(
    desk: Desk, control: Control, period: ControlPeriod, known: _Known, draws: Sequence[Draw]
) -> PeriodStanding:
    judged_on = max(known.judged[month] for month in period.months)
    drafted_on = max(desk.days.after(judged_on, 1), _begun(control, known))
    return PeriodStanding(
        control=control,
        period=period,
        drafted_on=drafted_on,
        deadline=desk.days.after(drafted_on, control.due),
        arms=[_of_arm(control, period, arm, known, draws) for arm in control.arms],
    )


def _of_arm(control: Control, period: ControlPeriod, arm: Arm, known: _Known, draws: Sequence[Draw]) -> ArmStanding:
    drawn = [one for one in draws if (one.first, one.last, one.arm) == (period.first, period.last, arm)]
    if drawn:
        # One that was given up may have been begun anew by hand.
        draw = max(reversed(drawn), key=lambda one: _ORDER.index(_standing(one)))
        return ArmStanding(arm=arm, standing=_standing(draw), draw=draw)
    why = known.marks.get(_mark(control, period, arm))
    if why is not None:
        return ArmStanding(arm=arm, standing=Standing.NOT_FROZEN if why else Standing.NO_RECORDS, why=why)
    is_delivered = control.dataset in known.delivered
    return ArmStanding(arm=arm, standing=Standing.AWAITED if is_delivered else Standing.NOT_DELIVERED)


_ORDER = (Standing.ABORTED, Standing.UNDER_WAY, Standing.CONCLUDED)


def _standing(draw: Draw) -> Standing:
    return {DrawState.CONCLUDED: Standing.CONCLUDED, DrawState.ABORTED: Standing.ABORTED}.get(
        draw.state, Standing.UNDER_WAY
    )


def _mark(control: Control, period: ControlPeriod, arm: Arm) -> str:
    return f"{_WITHOUT}{control.id}:{period.first}:{arm.value}"


def _delivered(desk: Desk, tx: Transaction) -> set[str]:
    """Data sets of the plan of which something has been taken in."""
    kinds = {f"{DATASETS}/{one.dataset}": one.dataset for one in desk.policies.control_plan.controls}
    return {kinds[kind] for kind in tx.deliveries.lasts(list(kinds))}
