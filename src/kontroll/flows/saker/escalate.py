"""Escalate: what nobody answers, or does as promised, goes one step up the line at a time, in working days.

Why the days are counted from the last step: whoever is asked gets as long as the one before her, also after a week in
which no worker ran.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import Enum

from kontroll.domain.actor import SYSTEM
from kontroll.domain.notice import Notice, Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.rule import Escalation
from kontroll.domain.sak import MISSING_DATA, Sak, SakState
from kontroll.domain.sakflow import escalate, levels_due
from kontroll.domain.tiltak import Tiltak, overdue
from kontroll.flows.people.today import Today
from kontroll.flows.saker.hand_over import owner_now
from kontroll.flows.saker.of_top import controlling
from kontroll.flows.telling.tell import tell_of_sak
from kontroll.notices.routing import escalation_target
from kontroll.store.transaction import Transaction

#: Where no rule says how: missing data, and rules that are taken out of use while their saker live on.
USUAL = Escalation(after_working_days=5, to="overordnet")
_REASONS = {SakState.OPEN: Reason.ESCALATION, SakState.MEASURE: Reason.MEASURE_ESCALATED}


class Step(Enum):
    """What came of it."""

    NONE = "ikke løftet"
    RAISED = "løftet"
    NOBODY_LEFT = "ingen igjen å spørre"


def escalate_sak(tx: Transaction, today: Today, sak: Sak, tiltak: Iterable[Tiltak], told: Sequence[Notice]) -> Step:
    """Take the step that is due today, if any. told: all notices of the sak."""
    reason, how = _REASONS.get(sak.state), _escalation(today, sak)
    if reason is None or how is None or sak.deadline is None:
        return Step.NONE
    # Those of this deadline: who was asked about a former one did what she was asked to do.
    before = [n for n in told if n.reason in _REASONS.values() and n.deadline == sak.deadline]
    since = max([sak.deadline, *(n.created for n in before)])
    if not levels_due(today.desk.days.between(since, today.day), how.after_working_days):
        return Step.NONE
    asked = {n.recipient for n in before} | {t.owner for t in tiltak if overdue(t, today.day)} | {sak.owner or ""}
    target = _next(today, sak, how.to, asked)
    if not target:
        left = [one for one in controlling(today, sak) if one.person not in asked]
        return Step.NOBODY_LEFT if _tell(tx, today, reason, sak, left) else Step.NONE
    raised = sak
    # She may have been asked about an earlier deadline of the same sak; then it is with her already.
    if target[0].person != sak.escalated_to:
        raised = tx.saker.save(sak, escalate(sak, SYSTEM, to=target[0].person, today=today.day))
    tx.trail.append(
        "sak løftet",
        {"sak": sak.id, "level": raised.level, "to": raised.escalated_to, "deadline": str(sak.deadline)},
    )
    _tell(tx, today, reason, raised, target)
    return Step.RAISED


def _escalation(today: Today, sak: Sak) -> Escalation | None:
    """What the rule says; None where it wants no escalation, and where it would tell others of what is for few."""
    if sak.confined:
        return None
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    return today.consequence(rule).escalation if rule is not None else USUAL


def _next(today: Today, sak: Sak, to: str, asked: Collection[str]) -> Sequence[Responsible]:
    """Who is asked at the next step; nobody where all are asked, or the unit has no line."""
    directory, day, enhet = today.directory, today.day, sak.enhet
    if sak.kind == MISSING_DATA:
        # It is about no unit: what counts is the line above the owner, whose own leader is the first in it.
        owner = owner_now(today, sak)
        enhet = owner.enhet if owner is not None else ""
        leader = directory.responsible_for(enhet, day)
        if leader is not None and leader.person not in asked:
            return [replace(leader, standing=Standing.SUPERIOR)]
    if not directory.line(enhet, day):
        return []
    return escalation_target(enhet, to, 0, day, directory, today.desk.policies.notices, asked=asked).recipients


def _tell(tx: Transaction, today: Today, reason: Reason, sak: Sak, people: Iterable[Responsible]) -> int:
    return tell_of_sak(tx, today, reason, sak, people, sak.reopened, about=f"{sak.id} {sak.deadline}")
