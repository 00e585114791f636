"""Silent months: what is not explained in time is told up the line, one step at a time; leaders change; tiltak fall due.

Why not what has a sak: a sak that is not answered goes up the line by itself. The answer that was given there is the explanation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.monthly import (
    WAITS_FOR_LEADER,
    Explanation,
    MonthlyAct,
    MonthlyState,
    MonthlyTiltak,
    explained,
    raised,
)
from kontroll.domain.notice import Reason, notice_id
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.run import Decision
from kontroll.domain.sak import Sak, SakState
from kontroll.domain.trail import Fact
from kontroll.flows.monthly.ask_month import ACTOR, by_enhet, leader_of, note
from kontroll.flows.monthly.telling import readers_of, subject_of, tell_of_month
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.answer_sak import KIND
from kontroll.flows.telling.tell import people_for
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """taken: explanations whose sak was answered. handed: that are another leader's now. raised: told up the line."""

    taken: int = 0
    handed: int = 0
    raised: int = 0
    notices: int = 0


def follow_months(desk: Desk, now: datetime) -> Followed:
    """Everything that the day brings, in one transaction. Done again the same day, it does nothing more."""
    if not desk.days.is_working_day(now.astimezone(NORWAY).date()):
        return Followed()
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        saker = {sak.id: sak for sak in tx.saker.among("id", [one.sak for one in _waiting(tx) if one.sak])}
        taken = sum(_take_answer(tx, now, one, saker.get(one.sak or "")) for one in _waiting(tx))
        handed = sum(_hand_over(tx, today, of) for of in by_enhet(_waiting(tx)))
        silent = [one for one in _waiting(tx) if not _is_asked_by_sak(saker.get(one.sak or ""))]
        reminded = sum(_remind(tx, today, of) for of in by_enhet(silent))
        steps = [_raise(tx, today, now, of) for of in by_enhet(_overdue(today, silent))]
        reminded += _remind_of_tiltak(tx, today)
    return Followed(
        taken=taken, handed=handed, raised=sum(count for count, _told in steps),
        notices=reminded + sum(told for _count, told in steps),
    )  # fmt: skip


def _waiting(tx: Transaction) -> list[Explanation]:
    return tx.explanations.where(tx.explanations.table.c.state.in_(WAITS_FOR_LEADER))


def _is_asked_by_sak(sak: Sak | None) -> bool:
    return sak is not None and sak.state is SakState.OPEN


# --- the sak is answered ----------------------------------------------------------------------------------------------


def _take_answer(tx: Transaction, now: datetime, one: Explanation, sak: Sak | None) -> bool:
    """What she answered in the sak is what she says of the month: nobody is asked the same twice."""
    if one.state is not MonthlyState.ASKED or sak is None or sak.answered_by is None or sak.answered_on is None:
        return False
    if sak.answered_on < one.asked:
        return False
    answers = [d for d in tx.decisions.where(sak=sak.id, kind=KIND) if d.trail]
    if not answers:
        return False
    last: Decision = max(answers, key=lambda d: d.at)
    kept = tx.explanations.save(one, explained(one, by=sak.answered_by, on=sak.answered_on, forecast=None))
    about: dict[str, Fact] = {"id": kept.id, "sak": sak.id, "answer": last.trail}
    tx.trail.append("månedsoppfølging: besvart i sak", about, {ROW: row_text(kept)})
    # The text is the one of the sak: it lies beside that entry.
    note(tx, kept, MonthlyAct.EXPLAIN, sak.answered_by, now, last.trail)
    return True


# --- leaders change ---------------------------------------------------------------------------------------------------


def _hand_over(tx: Transaction, today: Today, of: Sequence[Explanation]) -> int:
    leader = today.directory.responsible_for(of[0].enhet, today.day)
    moved = [one for one in of if leader is not None and one.owner != leader.person]
    if not moved or leader is None:
        return 0
    kept = [tx.explanations.save(one, replace(one, owner=leader.person)) for one in moved]
    for one in kept:
        tx.trail.append("månedsoppfølging: overført", {"id": one.id, "to": leader.person}, {ROW: row_text(one)})
    tell_of_month(tx, today, Reason.MONTH_DUE, kept, [leader], deadline=kept[0].deadline)
    return len(kept)


# --- nobody says anything ---------------------------------------------------------------------------------------------


def _overdue(today: Today, waiting: Sequence[Explanation]) -> list[Explanation]:
    """Those for which the next step is due."""
    then = today.desk.policies.monthly.then_days
    return [
        one
        for one in waiting
        if one.deadline is not None and today.desk.days.between(one.deadline, today.day) > one.level * then
    ]


def _remind(tx: Transaction, today: Today, of: Sequence[Explanation]) -> int:
    """A word before the deadline."""
    deadline, ahead = of[0].deadline, today.desk.policies.notices.reminder_days
    if deadline is None or not ahead:
        return 0
    soon = today.desk.days.before(deadline, ahead)
    if not (soon <= today.day <= deadline) or max(one.asked for one in of) >= soon:
        return 0
    number = deadline.toordinal()
    return tell_of_month(tx, today, Reason.MONTH_REMINDER, of, leader_of(today, of[0]), number, deadline=deadline)


def _raise(tx: Transaction, today: Today, now: datetime, of: Sequence[Explanation]) -> tuple[int, int]:
    """Tell the next one up, of all that is not said of the month. Gives how many were raised, and new notices."""
    level = min(one.level for one in of)
    line = readers_of(today, of[0].enhet)
    if level < len(line):
        people: Sequence[Responsible] = [line[level]]
    elif level == len(line):
        # Nobody is left to ask: that is for internal control to know, once.
        people = people_for(today, [INTERNAL_CONTROL], of[0].enhet)
    else:
        return 0, 0
    if not people:
        return 0, 0
    kept = [tx.explanations.save(one, raised(one, to=people[0].person)) for one in of]
    for one in kept:
        entry = tx.trail.append(
            "månedsoppfølging: løftet",
            {"id": one.id, "level": one.level, "to": one.told, "deadline": str(one.deadline)},
            {ROW: row_text(one)},
        )
        note(tx, one, MonthlyAct.RAISE, ACTOR, now, entry)
    number = (of[0].deadline or today.day).toordinal() * 100 + level
    return len(kept), tell_of_month(tx, today, Reason.MONTH_SILENT, kept, people, number, deadline=of[0].deadline)


def _remind_of_tiltak(tx: Transaction, today: Today) -> int:
    """Once of each that is overdue. What was told of before is asked for at once: such tiltak may stand open for years."""
    # Today is a working day: whatever is before it is past.
    late = tx.monthly_tiltak.where(tx.monthly_tiltak.table.c.deadline < today.day, done=None)
    about = {one.id: one for one in tx.explanations.among("id", {t.explanation for t in late})}
    ids = {t.id: _reminders_of(today, t, about[t.explanation]) for t in late if t.explanation in about}
    told = {notice.id for notice in tx.notices.among("id", {id for each in ids.values() for id in each})}
    return sum(
        _remind_of_one(tx, today, t, about[t.explanation]) for t in late if t.id in ids and not ids[t.id] <= told
    )


def _reminders_of(today: Today, tiltak: MonthlyTiltak, one: Explanation) -> set[str]:
    """Ids of the notices that remind of it."""
    subject, number = subject_of(one.enhet, one.month), tiltak.deadline.toordinal()
    return {
        notice_id(Reason.MONTH_TILTAK, subject, tiltak.owner, channel, number)
        for channel in today.desk.policies.notices.channels
    }


def _remind_of_one(tx: Transaction, today: Today, tiltak: MonthlyTiltak, one: Explanation) -> int:
    owner = Responsible(person=tiltak.owner, enhet=one.enhet, standing=Standing.PROMISED)
    number = tiltak.deadline.toordinal()
    return tell_of_month(tx, today, Reason.MONTH_TILTAK, [one], [owner], number, deadline=tiltak.deadline)
