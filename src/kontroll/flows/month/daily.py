"""Daily: what the calendar brings: saker change hands, deadlines come closer and pass, and silence goes up the line.

Why nothing on days off: a deadline is a promise between people at work. What falls due on a Saturday is told on Monday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kontroll.domain.notice import Notice, Reason
from kontroll.domain.sak import MISSING_DATA, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.flows.deliveries.known_facts import known_figures
from kontroll.flows.people.today import Today
from kontroll.flows.reglement.follow_reglement import follow_reglementer
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.escalate import Step, escalate_sak
from kontroll.flows.saker.hand_over import hand_over
from kontroll.flows.saker.missing import close_delivered, delivery_of, owners_of
from kontroll.flows.saker.remind import remind_of_tiltak, remind_owner
from kontroll.flows.saker.silent_superiors import follow_superiors
from kontroll.flows.telling.remind_measures import remind_of_measures
from kontroll.flows.telling.tell import tell_of_sak
from kontroll.flows.telling.tell_lapsing import tell_lapsing
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: About the same data; by then the deadline has passed, and whoever is above the owner is asked.
MOST_REMINDERS = 3
#: The last delivery in which missing data were looked for.
_LOOKED_FOR = "manglende data"


@dataclass(frozen=True, slots=True)
class Daily:
    """handed_over, escalated: saker. reminders: notices. nobody_left: saker of which only internal control is left to tell."""

    handed_over: int = 0
    reminders: int = 0
    escalated: int = 0
    nobody_left: int = 0


def daily_deadlines(desk: Desk, now: datetime) -> Daily:
    """Everything that is due today, in one transaction. Done again the same day, it does nothing more."""
    if _is_day_off(desk, now):
        return Daily()
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        handed_over = _hand_over(tx, today)
        saker = _with_deadline(tx, today)
        tiltak = _by_sak(tx.tiltak.among("sak", [sak.id for sak in saker]))
        told = _by_sak(tx.notices.among("sak", [sak.id for sak in saker]))
        reminders, steps = tell_lapsing(tx, today) + follow_reglementer(tx, today, now).notices, []
        reminders += remind_of_measures(tx, today)
        for sak in saker:
            own, notices = tiltak.get(sak.id, []), told.get(sak.id, [])
            reminders += remind_owner(tx, today, sak, notices) + remind_of_tiltak(tx, today, sak, own)
            steps.append(escalate_sak(tx, today, sak, own, notices))
        follow_superiors(tx, today)
    return Daily(handed_over, reminders, steps.count(Step.RAISED), steps.count(Step.NOBODY_LEFT))


def daily_data_owners(desk: Desk, now: datetime) -> int:
    """Remind the owners of data that are still missing, so often as policies say. Gives how many notices were new.

    First the saker are closed for which the data have come: nobody is reminded of what she has delivered.
    """
    if _is_day_off(desk, now):
        return 0
    with desk.database.reading() as tx:
        if not tx.saker.count(tx.saker.table.c.state != SakState.CLOSED, kind=MISSING_DATA):
            return 0
        # Nothing but a delivery brings what is missing.
        newest = str(tx.deliveries.newest())
        facts = known_figures(tx, desk.rulebook) if tx.marks.get(_LOOKED_FOR) != newest else None
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        if facts is not None:
            close_delivered(tx, today, facts)
            tx.marks.set(_LOOKED_FOR, newest)
        return sum(_remind_of_data(tx, today, sak) for sak in _not_closed(tx) if sak.kind == MISSING_DATA)


def _remind_of_data(tx: Transaction, today: Today, sak: Sak) -> int:
    expected = delivery_of(today, sak)
    # A disagreement is decided first, and tiltak have their own deadlines. «Rettet» is true when the data come.
    waits = sak.state in (SakState.OPEN, SakState.RETEST)
    if expected is None or not waits or not expected.reminder_days:
        return 0
    time = today.desk.days.between(sak.opened, today.day) // expected.reminder_days
    if not 1 <= time <= MOST_REMINDERS:
        return 0
    return tell_of_sak(tx, today, Reason.DATA_REMINDER, sak, owners_of(today, expected), time)


# --- what there is ----------------------------------------------------------------------------------------------------


def _is_day_off(desk: Desk, now: datetime) -> bool:
    return not desk.days.is_working_day(now.astimezone(NORWAY).date())


def _not_closed(tx: Transaction) -> list[Sak]:
    return tx.saker.where(tx.saker.table.c.state != SakState.CLOSED)


def _with_deadline(tx: Transaction, today: Today) -> list[Sak]:
    """Those whose deadline is over, or so near that somebody is reminded."""
    near = today.desk.days.after(today.day, today.desk.policies.notices.reminder_days + 1)
    return tx.saker.where(tx.saker.table.c.state != SakState.CLOSED, tx.saker.table.c.deadline <= near)


def _hand_over(tx: Transaction, today: Today) -> int:
    saker = _not_closed(tx)
    tiltak = _by_sak(tx.tiltak.among("sak", [sak.id for sak in saker]))
    return sum(hand_over(tx, today, sak, tiltak.get(sak.id, [])) for sak in saker)


OfSak = TypeVar("OfSak", Tiltak, Notice)


def _by_sak(found: Iterable[OfSak]) -> Mapping[str, list[OfSak]]:
    by: dict[str, list[OfSak]] = {}
    for one in found:
        if one.sak is not None:
            by.setdefault(one.sak, []).append(one)
    return by
