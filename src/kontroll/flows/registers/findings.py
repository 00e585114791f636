"""Findings: what supervision and audit found is entered, mended, shown, and closed by somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.finding import (
    Finding,
    FindingAct,
    FindingKind,
    FindingMeasure,
    FindingState,
    closed,
    may_do,
    mended,
    postponed,
    reopened,
    sent_back,
)
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.register import Register, RegisterRefusal, demand, in_order
from kontroll.domain.rule import Severity
from kontroll.flows.registers.acting import Acting, NoSuchEntry, acting, demand_hers, may_keep
from kontroll.flows.registers.known import MADE
from kontroll.flows.registers.onlookers import onlookers_of
from kontroll.flows.telling.tell import people_for
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is entered. text: what was found. owner: "" = whoever leads the enhet. deadline: None = none was set."""

    source: str
    kind: FindingKind
    theme: str
    law: str
    severity: Severity
    case: str
    text: str
    received: date
    enhet: str
    owner: str = ""
    deadline: date | None = None


def enter_finding(desk: Desk, by: Viewer, wanted: Found, now: datetime) -> Finding:
    """Raises RegisterRefused."""
    with acting(desk, by, now) as act:
        demand(may_keep(by, wanted.enhet), RegisterRefusal.NOT_HERS, "enhet")
        demand(bool(wanted.source.strip()), RegisterRefusal.NO_SOURCE, "kilde")
        demand(bool(wanted.theme.strip()), RegisterRefusal.NO_TEXT, "tema")
        demand(bool(wanted.text.strip()), RegisterRefusal.NO_TEXT, "tekst")
        in_order(wanted.received, wanted.received, act.day)
        demand(wanted.deadline is None or wanted.deadline >= wanted.received, RegisterRefusal.TOO_EARLY, "frist")
        prefix = Register.FINDINGS.prefix(act.day.year)
        taken = act.tx.findings.count(act.tx.findings.table.c.id.startswith(prefix))
        finding = Finding(
            id=act.next_id(prefix, taken), source=wanted.source.strip(), kind=wanted.kind, theme=wanted.theme.strip(),
            law=wanted.law.strip(), severity=wanted.severity, case=wanted.case.strip(), received=wanted.received,
            enhet=wanted.enhet, owner=act.owner(wanted.enhet, wanted.owner), deadline=wanted.deadline, text=0,
            state=FindingState.OPEN, made_by=act.person, made_at=now,
        )  # fmt: skip
        if (before := act.sent_before(finding, wanted.text, act.tx.findings)) is not None:
            return before
        made = act.note(finding, MADE, text=wanted.text, day=wanted.deadline)
        finding = act.tx.findings.add(replace(finding, text=made.trail))
        act.tell(Reason.REGISTER_OWNER, finding, finding.owner)
        return finding


def assign_finding(desk: Desk, id: str, by: Viewer, version: int, *, enhet: str, owner: str, now: datetime) -> Finding:
    """Another mends it."""
    with _with(desk, id, by, version, FindingAct.ASSIGN, now) as (act, before):
        demand(may_keep(by, before.enhet) and may_keep(by, enhet), RegisterRefusal.NOT_HERS, "enhet")
        after = _kept(act, before, replace(before, enhet=enhet, owner=act.owner(enhet, owner)), FindingAct.ASSIGN)
        act.tell(Reason.REGISTER_OWNER, after, after.owner)
        return after


def postpone_finding(
    desk: Desk, id: str, by: Viewer, version: int, *, deadline: date, reference: str, text: str, now: datetime
) -> Finding:
    """Agreed with whoever found it, and the reference shows it."""
    with _with(desk, id, by, version, FindingAct.POSTPONE, now) as (act, before):
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        after = postponed(before, deadline=deadline, reference=reference.strip(), today=act.day)
        return _kept(act, before, after, FindingAct.POSTPONE, text=text, day=deadline, reference=reference)


def add_measure(
    desk: Desk, id: str, by: Viewer, version: int, *, text: str, deadline: date, owner: str = "", now: datetime
) -> Finding:
    """Something that somebody does because of it. owner: "" = whoever mends the finding."""
    with _with(desk, id, by, version, FindingAct.MEASURE, now) as (act, before):
        demand(bool(text.strip()), RegisterRefusal.NO_TEXT, "tekst")
        demand(deadline >= act.day, RegisterRefusal.DAY_PASSED, "frist")
        doer = act.owner(before.enhet, owner or before.owner)
        number = act.tx.finding_measures.count(finding=id) + 1
        written = act.words(id, FindingAct.MEASURE.value, text)
        measure = FindingMeasure(finding=id, number=number, owner=doer, deadline=deadline, trail=written)
        act.tx.finding_measures.add(measure)
        after = _kept(act, before, before, FindingAct.MEASURE, day=deadline)
        act.tell(Reason.REGISTER_OWNER, after, doer)
        return after


def finish_measure(desk: Desk, id: str, by: Viewer, version: int, *, number: int, on: date, now: datetime) -> Finding:
    with _with(desk, id, by, version, FindingAct.FINISH, now) as (act, before):
        measure = next((one for one in act.tx.finding_measures.where(finding=id) if one.number == number), None)
        if measure is None:
            raise NoSuchEntry(f"tiltak {number} of {id}")
        demand(measure.done is None, RegisterRefusal.DONE_BEFORE)
        in_order(before.received, on, act.day)
        act.tx.finding_measures.save(measure, replace(measure, done=on))
        return _kept(act, before, before, FindingAct.FINISH, day=on)


def mend(
    desk: Desk, id: str, by: Viewer, version: int, *, on: date, evidence: str, text: str = "", now: datetime
) -> Finding:
    """Whoever had to says that it is done, and what shows it. Internal control is told, and whoever found it."""
    with _with(desk, id, by, version, FindingAct.MEND, now) as (act, before):
        measures = act.tx.finding_measures.where(finding=id)
        after = mended(before, measures, on=on, by=act.person, evidence=evidence.strip(), today=act.day)
        saved = _kept(act, before, after, FindingAct.MEND, text=text, day=on, reference=evidence)
        act.tell_all(Reason.REGISTER_TO_CLOSE, saved, people_for(act.today, [INTERNAL_CONTROL], saved.enhet))
        act.tell_all(Reason.FINDING_SHOWN, saved, onlookers_of(act.tx, act.today, saved))
        return saved


def send_back(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> Finding:
    """What was shown does not show it, and why."""
    with _with(desk, id, by, version, FindingAct.SEND_BACK, now) as (act, before):
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        return _returned(act, _kept(act, before, sent_back(before), FindingAct.SEND_BACK, text=text))


def close_finding(desk: Desk, id: str, by: Viewer, version: int, *, text: str = "", now: datetime) -> Finding:
    """By another than whoever had to mend it."""
    with _with(desk, id, by, version, FindingAct.CLOSE, now) as (act, before):
        after = closed(before, on=act.day, by=act.person)
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        return _kept(act, before, after, FindingAct.CLOSE, text=text, day=act.day, reference=before.evidence)


def reopen_finding(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> Finding:
    with _with(desk, id, by, version, FindingAct.REOPEN, now) as (act, before):
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        return _returned(act, _kept(act, before, reopened(before), FindingAct.REOPEN, text=text))


def _measures(act: Acting, id: str) -> Sequence[FindingMeasure]:
    return act.tx.finding_measures.where(finding=id)


@contextmanager
def _with(
    desk: Desk, id: str, by: Viewer, version: int, what: FindingAct, now: datetime
) -> Iterator[tuple[Acting, Finding]]:
    """version: of the one she saw. Raises NoSuchEntry, Conflict and RegisterRefused."""
    with acting(desk, by, now) as act:
        found = demand_hers(act.tx.findings.get(id), by, id)
        if not isinstance(found, Finding):
            raise NoSuchEntry(id)
        if found.version != version:
            raise Conflict("Finding", id)
        demand(may_do(found, what), RegisterRefusal.NOT_NOW)
        yield act, found


def _kept(
    act: Acting,
    before: Finding,
    after: Finding,
    what: FindingAct,
    *,
    text: str = "",
    day: date | None = None,
    reference: str = "",
) -> Finding:
    """It waits to be delivered again."""
    saved = act.tx.findings.save(before, replace(after, delivered=0, version=before.version + 1))
    act.note(saved, what.value, _measures(act, saved.id), text=text, day=day, reference=reference)
    return saved


def _returned(act: Acting, finding: Finding) -> Finding:
    act.tell(Reason.REGISTER_RETURNED, finding, finding.owner)
    return finding
