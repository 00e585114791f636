"""Remind: owners of entries whose deadline is near, and those above them, and whoever found it, when it is over.

Why at most one of each: the third reminder is read by nobody. What is still not done strikes in the month's run, and is followed
up as every other avvik.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.finding import FindingState
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.political import DecisionState
from kontroll.domain.preparation import PreparationState
from kontroll.flows.people.today import Today
from kontroll.flows.registers.onlookers import onlookers_of
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: Letters of another house take longer to answer than a sak: so many working days before, at least.
DAYS_BEFORE = 10
_BEFORE_MEETING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    id: str
    enhet: str
    owner: str
    deadline: date
    days_before: int


def remind_registers(desk: Desk, now: datetime) -> int:
    """Each once for each deadline. Gives how many notices were new."""
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        if not today.desk.days.is_working_day(today.day):
            return 0
        return sum(_remind(tx, today, one) for one in _waiting(tx)) + sum(_tell_outside(tx, today))


def _remind(tx: Transaction, today: Today, one: _Due) -> int:
    number = one.deadline.toordinal()
    owner = Responsible(person=one.owner, enhet=one.enhet, standing=Standing.ENTRUSTED)
    if today.day > one.deadline:
        above = [found for found in today.directory.above(one.enhet, today.day) if found.person != one.owner][:1]
        return tell_of(tx, today, Reason.REGISTER_OVERDUE, one.id, [owner, *above], enhet=one.enhet, number=number)
    if today.day < today.desk.days.before(one.deadline, one.days_before):
        return 0
    return tell_of(tx, today, Reason.REGISTER_DUE, one.id, [owner], enhet=one.enhet, number=number)


def _tell_outside(tx: Transaction, today: Today) -> Iterator[int]:
    """Those who found what is not mended in time."""
    for one in tx.findings.where(state=FindingState.OPEN):
        if one.deadline is not None and one.deadline < today.day:
            told = onlookers_of(tx, today, one)
            number = one.deadline.toordinal()
            yield tell_of(tx, today, Reason.FINDING_OVERDUE, one.id, told, enhet=one.enhet, number=number)


def _waiting(tx: Transaction) -> Iterator[_Due]:
    for decision in tx.political_decisions.where(state=DecisionState.OPEN):
        if decision.deadline is not None:
            yield _due(decision.id, decision.enhet, decision.owner, decision.deadline)
    open_findings = tx.findings.where(tx.findings.table.c.state != FindingState.CLOSED)
    for finding in open_findings:
        if finding.deadline is not None and finding.state is FindingState.OPEN:
            yield _due(finding.id, finding.enhet, finding.owner, finding.deadline)
    due = {one.id: one for one in open_findings}
    for measure in tx.finding_measures.among("finding", due):
        if measure.done is None:
            yield _due(measure.finding, due[measure.finding].enhet, measure.owner, measure.deadline)
    for one in tx.preparations.where(tx.preparations.table.c.state != PreparationState.CHECKED):
        yield _due(one.id, one.enhet, one.owner, one.meeting, _BEFORE_MEETING)


def _due(id: str, enhet: str, owner: str, deadline: date, days_before: int = DAYS_BEFORE) -> _Due:
    return _Due(id=id, enhet=enhet, owner=owner, deadline=deadline, days_before=days_before)
