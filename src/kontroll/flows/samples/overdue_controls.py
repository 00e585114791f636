"""Overdue controls: one that is not held by its deadline is itself an avvik, with internal control as its owner."""

from __future__ import annotations

from datetime import datetime

from kontroll.flows.month.missed_control import SAMPLE, MissedControl, tell_missed
from kontroll.flows.samples.due_controls import PeriodStanding, control_standings
from kontroll.report.sampling.planned import overdue_sentence, period_name
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, near_day
from kontroll.wiring import Desk


def tell_overdue(desk: Desk, now: datetime) -> int:
    """One sak for each control and period, however many days it is late. Gives how many were opened."""
    with desk.database.reading() as tx:
        late = overdue(desk, tx, now)
    return tell_missed(desk, [_missed(one) for one in late], now)


def overdue(desk: Desk, tx: Transaction, now: datetime) -> list[PeriodStanding]:
    """In the order of the plan, the oldest period first; what was never delivered cannot be late."""
    day = now.astimezone(NORWAY).date()
    known = [one for one in control_standings(desk, tx) if one.delivered]
    return [period for one in known for period in one.periods if period.is_overdue(day)]


def _missed(one: PeriodStanding) -> MissedControl:
    control = one.control
    told = overdue_sentence(control.name, period_name(one.period, control.every), near_day(one.deadline))
    return MissedControl(job=f"{SAMPLE}{control.id}", since=one.period.last, told=told)
