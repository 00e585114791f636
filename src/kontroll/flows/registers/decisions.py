"""Decisions: political decisions are entered, carried out and reported back to the body that made them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.political import (
    DecisionAct,
    DecisionState,
    PoliticalDecision,
    carried_out,
    lapsed,
    may_do,
    obstructed,
    postponed,
    reopened,
    reported,
)
from kontroll.domain.register import Register, RegisterRefusal, demand, in_order
from kontroll.flows.registers.acting import Acting, NoSuchEntry, acting, demand_hers, may_keep
from kontroll.flows.registers.known import MADE
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is entered. text: what was decided, in one line. owner: "" = whoever leads the enhet. deadline: None = none."""

    body: str
    case: str
    text: str
    decided: date
    enhet: str
    owner: str = ""
    deadline: date | None = None


def enter_decision(desk: Desk, by: Viewer, wanted: Decided, now: datetime) -> PoliticalDecision:
    """Raises RegisterRefused."""
    with acting(desk, by, now) as act:
        demand(may_keep(by, wanted.enhet), RegisterRefusal.NOT_HERS, "enhet")
        demand(bool(wanted.body.strip()), RegisterRefusal.NO_BODY, "organ")
        demand(bool(wanted.case.strip()), RegisterRefusal.NO_CASE, "sak")
        demand(bool(wanted.text.strip()), RegisterRefusal.NO_TEXT, "tekst")
        in_order(wanted.decided, wanted.decided, act.day)
        demand(wanted.deadline is None or wanted.deadline >= wanted.decided, RegisterRefusal.TOO_EARLY, "frist")
        prefix = Register.DECISIONS.prefix(act.day.year)
        taken = act.tx.political_decisions.count(act.tx.political_decisions.table.c.id.startswith(prefix))
        decision = PoliticalDecision(
            id=act.next_id(prefix, taken), body=wanted.body.strip(), case=wanted.case.strip(), decided=wanted.decided,
            enhet=wanted.enhet, owner=act.owner(wanted.enhet, wanted.owner), deadline=wanted.deadline,
            text=0, state=DecisionState.OPEN, made_by=act.person, made_at=now,
        )  # fmt: skip
        if (before := act.sent_before(decision, wanted.text, act.tx.political_decisions)) is not None:
            return before
        made = act.note(decision, MADE, text=wanted.text, day=wanted.deadline)
        decision = act.tx.political_decisions.add(replace(decision, text=made.trail))
        act.tell(Reason.REGISTER_OWNER, decision, decision.owner)
        return decision


def assign_decision(
    desk: Desk, id: str, by: Viewer, version: int, *, enhet: str, owner: str, now: datetime
) -> PoliticalDecision:
    """Another carries it out: only whoever may enter it where it goes, and where it was."""
    with _with(desk, id, by, version, DecisionAct.ASSIGN, now) as (act, before):
        demand(may_keep(by, before.enhet) and may_keep(by, enhet), RegisterRefusal.NOT_HERS, "enhet")
        after = _kept(act, before, replace(before, enhet=enhet, owner=act.owner(enhet, owner)), DecisionAct.ASSIGN)
        act.tell(Reason.REGISTER_OWNER, after, after.owner)
        return after


def postpone_decision(
    desk: Desk, id: str, by: Viewer, version: int, *, deadline: date, reference: str, text: str, now: datetime
) -> PoliticalDecision:
    """The body was asked, and the reference shows it."""
    with _with(desk, id, by, version, DecisionAct.POSTPONE, now) as (act, before):
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        after = postponed(before, deadline=deadline, reference=reference.strip(), today=act.day)
        return _kept(act, before, after, DecisionAct.POSTPONE, text=text, day=deadline, reference=reference)


def tell_of_obstruction(
    desk: Desk, id: str, by: Viewer, version: int, *, told: date, reference: str, text: str, now: datetime
) -> PoliticalDecision:
    """The body was told that facts or law of central importance stand in the way (§ 13-1)."""
    with _with(desk, id, by, version, DecisionAct.OBSTRUCT, now) as (act, before):
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        after = obstructed(before, told=told, reference=reference.strip(), today=act.day)
        return _kept(act, before, after, DecisionAct.OBSTRUCT, text=text, day=told, reference=reference)


def carry_out(
    desk: Desk, id: str, by: Viewer, version: int, *, on: date, text: str = "", now: datetime
) -> PoliticalDecision:
    with _with(desk, id, by, version, DecisionAct.CARRY_OUT, now) as (act, before):
        after = carried_out(before, on=on, today=act.day)
        return _kept(act, before, after, DecisionAct.CARRY_OUT, text=text, day=on)


def report_back(
    desk: Desk, id: str, by: Viewer, version: int, *, on: date, reference: str, now: datetime
) -> PoliticalDecision:
    """The body is told that it is done."""
    with _with(desk, id, by, version, DecisionAct.REPORT, now) as (act, before):
        after = reported(before, on=on, reference=reference.strip(), today=act.day)
        return _kept(act, before, after, DecisionAct.REPORT, day=on, reference=reference)


def reopen_decision(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> PoliticalDecision:
    """It was not carried out after all, and why somebody says so."""
    with _with(desk, id, by, version, DecisionAct.REOPEN, now) as (act, before):
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        after = _kept(act, before, reopened(before), DecisionAct.REOPEN, text=text)
        act.tell(Reason.REGISTER_RETURNED, after, after.owner)
        return after


def lapse_decision(
    desk: Desk, id: str, by: Viewer, version: int, *, on: date, reference: str, now: datetime
) -> PoliticalDecision:
    """The body undid it, which the reference shows."""
    with _with(desk, id, by, version, DecisionAct.LAPSE, now) as (act, before):
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        after = lapsed(before, on=on, reference=reference.strip(), today=act.day)
        return _kept(act, before, after, DecisionAct.LAPSE, day=on, reference=reference)


@contextmanager
def _with(
    desk: Desk, id: str, by: Viewer, version: int, what: DecisionAct, now: datetime
) -> Iterator[tuple[Acting, PoliticalDecision]]:
    """version: of the one she saw. Raises NoSuchEntry, Conflict and RegisterRefused."""
    with acting(desk, by, now) as act:
        found = demand_hers(act.tx.political_decisions.get(id), by, id)
        if not isinstance(found, PoliticalDecision):
            raise NoSuchEntry(id)
        if found.version != version:
            raise Conflict("PoliticalDecision", id)
        demand(may_do(found, what), RegisterRefusal.NOT_NOW)
        yield act, found


def _kept(
    act: Acting,
    before: PoliticalDecision,
    after: PoliticalDecision,
    what: DecisionAct,
    *,
    text: str = "",
    day: date | None = None,
    reference: str = "",
) -> PoliticalDecision:
    """It waits to be delivered again."""
    saved = act.tx.political_decisions.save(before, replace(after, delivered=0, version=before.version + 1))
    act.note(saved, what.value, text=text, day=day, reference=reference)
    return saved
