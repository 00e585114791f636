"""Remind: a word before the deadline and one after it, to whoever is to answer or has promised something.

Why at most one of each: the third reminder is read by nobody. What is still not answered goes up the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kontroll.domain.notice import Notice, Reason
from kontroll.domain.sak import MISSING_DATA, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.flows.people.today import Today
from kontroll.flows.saker.promises import SOON, TOO_LATE, tell_of_tiltak
from kontroll.flows.telling.tell import owner_of, tell_of_sak
from kontroll.notices.groups import group_of
from kontroll.store.transaction import Transaction


def remind_owner(tx: Transaction, today: Today, sak: Sak, told: Sequence[Notice]) -> int:
    """Remind her of a sak that is not answered. told: all notices of the sak. Gives how many notices were new.

    The owner of missing data is reminded of the data, and not of the sak.
    """
    if sak.state is not SakState.OPEN or sak.deadline is None or sak.kind == MISSING_DATA:
        return 0
    occasion = _occasion(today, sak.deadline)
    if occasion is None:
        return 0
    reason, since = occasion
    people = [one for one in owner_of(today, sak) if not _asked_since(told, one.person, since)]
    return tell_of_sak(tx, today, reason, sak, people, sak.reopened)


def remind_of_tiltak(tx: Transaction, today: Today, sak: Sak, tiltak: Iterable[Tiltak]) -> int:
    """Remind those who have promised something in the sak; the owner of the sak too, of what others have not done."""
    if sak.state is not SakState.MEASURE:
        return 0
    notices = 0
    for one in tiltak:
        occasion = _occasion(today, one.deadline) if one.done is None else None
        if occasion is None:
            continue
        late = occasion[0] is Reason.OVERDUE
        also = [o for o in owner_of(today, sak) if o.person != one.owner] if late else []
        notices += tell_of_tiltak(tx, today, Reason.MEASURE_DUE, sak, one, TOO_LATE if late else SOON, also)
    return notices


def _occasion(today: Today, deadline: date) -> tuple[Reason, date] | None:
    """What there is to remind of, and the first day of that. From the first working day after the deadline it is over."""
    days, notice_days = today.desk.days, today.desk.policies.notices.reminder_days
    if days.between(deadline, today.day) >= 1:
        return Reason.OVERDUE, deadline + timedelta(days=1)
    soon = days.before(deadline, notice_days)
    return (Reason.REMINDER, soon) if notice_days and soon <= today.day <= deadline else None


def _asked_since(told: Iterable[Notice], person: str, since: date) -> bool:
    """Whether she was asked for an answer on that day or later, for whatever reason: then she knows the deadline."""
    return any(n.recipient == person and n.created >= since and group_of(n.reason).asks_for_answer for n in told)
