"""The way of a sak: opened, answered, decided, tested again, escalated, reassigned, reopened. Closing is in `sakclosing`.

Every function gives the sak as it is afterwards, or raises Refused; the store counts the version. Days are worked out
by those who know the calendar and the clock. Reasons are demanded here and kept beside the trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.month import Month
from kontroll.domain.recurrence import recurrence
from kontroll.domain.refusal import Refusal
from kontroll.domain.rule import Severity
from kontroll.domain.sak import (
    MISSING_DATA,
    Action,
    Answer,
    Outcome,
    Sak,
    SakState,
    answers_for,
    closed,
    demand,
    demand_reason,
    demand_system,
    state_after,
)
from kontroll.domain.tiltak import Tiltak, demand_promise, next_deadline
from kontroll.domain.unntak import Unntak, demand_limited


def open_sak(
    *,
    id: str,
    kind: str,
    rule: str | None,
    enhet: str,
    month: Month,
    opened: date,
    owner: str | None,
    owner_enhet: str | None,
    deadline: date,
    severity: Severity,
    earlier: Sequence[Sak] = (),
    confined: bool = False,
) -> Sak:
    """A new sak. earlier: those of the same rule and unit. Raises ValueError if the deadline is over when it opens."""
    if deadline < opened:
        raise ValueError(f"sak {id} opens {opened} with its deadline {deadline} over")
    before, occurrence = recurrence(earlier)
    return Sak(
        id=id, kind=kind, rule=rule, enhet=enhet, month=month, opened=opened, owner=owner, owner_enhet=owner_enhet,
        deadline=deadline, state=SakState.OPEN, severity=severity, recurrence_of=before, occurrence=occurrence,
        confined=confined,
    )  # fmt: skip


def open_missing_data(
    *, id: str, enhet: str, month: Month, opened: date, owner: str | None, deadline: date, severity: Severity
) -> Sak:
    """A sak with the owner of data that did not come. It recurs with no other: a delivery is late or it is not."""
    return open_sak(
        id=id, kind=MISSING_DATA, rule=None, enhet=enhet, month=month, opened=opened,
        owner=owner, owner_enhet=None, deadline=deadline, severity=severity,
    )  # fmt: skip


# --- the leader answers ----------------------------------------------------------------------------------------------

_ANSWERING = {
    Answer.FIXED: Action.ANSWER_FIXED,
    Answer.MEASURE: Action.ANSWER_MEASURE,
    Answer.DISAGREE: Action.ANSWER_DISAGREE,
    Answer.EXEMPTION: Action.ANSWER_EXEMPTION,
}


def answer(
    sak: Sak, actor: Actor, given: Answer, *, on: date, reason: str = "", promised: Sequence[Tiltak] = ()
) -> Sak:
    """The sak with a leader's answer.

    reason: demanded for uenig and unntak. promised: the tiltak, for that answer only; at least one.
    """
    after = state_after(sak, _ANSWERING[given])
    demand(answers_for(actor, sak), Refusal.NOT_YOUR_SAK, sak)
    if given in (Answer.DISAGREE, Answer.EXEMPTION):
        demand_reason(reason, sak)
    demand(given is not Answer.EXEMPTION or sak.rule is not None, Refusal.NO_RULE, sak)
    if given is Answer.MEASURE:
        demand(bool(promised), Refusal.TILTAK_MISSING, sak)
        for tiltak in promised:
            demand_promise(tiltak.owner, tiltak.deadline, on, sak)
    deadline = next_deadline(promised) if given is Answer.MEASURE else None
    return replace(sak, state=after, deadline=deadline, answer=given, answered_by=actor.person, answered_on=on)


# --- internal control decides ----------------------------------------------------------------------------------------


def decide_disagreement(sak: Sak, actor: Actor, *, upheld: bool, reason: str, on: date, deadline: date) -> Sak:
    """Medhold: the rule was wrong here, and the sak is closed. Otherwise it is to be answered anew by the deadline."""
    action = Action.UPHOLD if upheld else Action.NOT_UPHOLD
    state_after(sak, action)
    demand(sak.answer is Answer.DISAGREE, Refusal.NOT_A_DISAGREEMENT, sak)
    _demand_decider(sak, actor, reason)
    if not upheld:
        return _opened_again(sak, deadline)
    return closed(sak, action, Outcome.FALSE_ALARM, actor, on)


def decide_exemption(
    sak: Sak, actor: Actor, *, granted: tuple[Month, Month] | None, reason: str, on: date, deadline: date
) -> Sak:
    """granted: first and last month of the exemption, then the sak is closed (see `exemption`). None: to be answered anew."""
    action = Action.NOT_GRANT if granted is None else Action.GRANT
    state_after(sak, action)
    demand(sak.answer is Answer.EXEMPTION, Refusal.NOT_AN_EXEMPTION, sak)
    _demand_decider(sak, actor, reason)
    if granted is None:
        return _opened_again(sak, deadline)
    demand_limited(*granted, sak)
    return closed(sak, action, Outcome.EXEMPT, actor, on)


def exemption(exempt: Sak, *, id: str, first: Month, last: Month, post: str = "") -> Unntak:
    """The exemption that closed the sak, for the whole unit or one record of it. Raises ValueError for any other sak."""
    if exempt.outcome is not Outcome.EXEMPT or exempt.rule is None or not (exempt.closed_by and exempt.closed_on):
        raise ValueError(f"sak {exempt.id} was not closed by an exemption")
    return Unntak(
        id=id, sak=exempt.id, rule=exempt.rule, enhet=exempt.enhet, post=post, first=first, last=last,
        granted_by=exempt.closed_by, granted_on=exempt.closed_on,
    )  # fmt: skip


def _demand_decider(sak: Sak, actor: Actor, reason: str) -> None:
    demand(actor.has(ActorRole.INTERNAL_CONTROL), Refusal.NOT_INTERNAL_CONTROL, sak)
    # Nor does the owner judge her own sak, when another answered for her.
    demand(actor.person not in (sak.answered_by, sak.owner), Refusal.OWN_ANSWER, sak)
    demand_reason(reason, sak)


# --- what kontroll does by itself ------------------------------------------------------------------------------------


def retest(sak: Sak, actor: Actor, *, still_striking: bool | None, deadline: date) -> Sak:
    """The sak after the rule was evaluated anew.

    still_striking: whether the rule strikes in what was measured after the answer; None: unknown, which changes nothing.
    deadline: for a new answer, where one is needed.
    """
    demand_system(actor, sak)
    if still_striking is None:
        return sak
    after = state_after(sak, Action.RETEST_STRUCK if still_striking else Action.RETEST_CLEAR)
    if after is sak.state:
        return sak
    return _opened_again(sak, deadline) if after is SakState.OPEN else replace(sak, state=after, deadline=None)


def levels_due(working_days_late: int, after_working_days: int) -> int:
    """How many levels up a sak should have been raised: one for every `after_working_days` since its deadline."""
    return max(0, working_days_late) // max(1, after_working_days)


def escalate(sak: Sak, actor: Actor, *, to: str, today: date) -> Sak:
    """The sak one level further up: nobody has answered it, or done what was promised. to: person id."""
    after = state_after(sak, Action.ESCALATE)
    demand_system(actor, sak)
    demand(sak.deadline is not None and sak.deadline < today, Refusal.NOT_OVERDUE, sak)
    demand(to not in (sak.owner, sak.escalated_to), Refusal.TO_HERSELF, sak)
    return replace(sak, state=after, level=sak.level + 1, escalated_to=to)


def reassign(sak: Sak, actor: Actor, *, owner: str | None, owner_enhet: str | None) -> Sak:
    """The sak with another owner: a new leader, or the leader of the unit that took over. Its deadline stands."""
    after = state_after(sak, Action.REASSIGN)
    demand(actor.has(ActorRole.SYSTEM, ActorRole.INTERNAL_CONTROL), Refusal.NOT_INTERNAL_CONTROL, sak)
    # She it was raised to may be the one who now owns it; nobody is above herself.
    above = None if owner == sak.escalated_to else sak.escalated_to
    return replace(sak, state=after, owner=owner, owner_enhet=owner_enhet, escalated_to=above)


def join(sak: Sak, actor: Actor, severity: Severity) -> Sak:
    """The sak after a new avvik came into it: as severe as the most severe."""
    after = state_after(sak, Action.JOIN)
    demand_system(actor, sak)
    return replace(sak, state=after, severity=max(sak.severity, severity, key=list(Severity).index))


def reopen(sak: Sak, actor: Actor, *, deadline: date) -> Sak:
    """A closed sak opened again: its avvik came back (`gjenapne: samme_sak`), or internal control found it wrongly closed."""
    state_after(sak, Action.REOPEN)
    demand(actor.has(ActorRole.SYSTEM, ActorRole.INTERNAL_CONTROL), Refusal.NOT_INTERNAL_CONTROL, sak)
    return _opened_again(sak, deadline)


def _opened_again(sak: Sak, deadline: date) -> Sak:
    """To be answered anew, from the owner up: the former answer, closing and escalation are in the trail."""
    return replace(
        sak,
        state=SakState.OPEN,
        deadline=deadline,
        reopened=sak.reopened + 1,
        level=0,
        escalated_to=None,
        answer=None,
        answered_by=None,
        answered_on=None,
        outcome=None,
        closed_by=None,
        closed_on=None,
        evidence=False,
    )
