"""Register acts: what each form of the registers does with what was sent in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from kontroll.domain.access import Viewer
from kontroll.domain.finding import FindingAct, FindingKind
from kontroll.domain.political import DecisionAct
from kontroll.domain.preparation import PointAnswer, PreparationAct
from kontroll.domain.register import Register
from kontroll.domain.rule import Severity
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.texts import _
from kontroll.web.act_form import TEXT, Sent, Wrong
from kontroll.web.register_form import (
    BODY,
    CASE,
    DAY,
    DEADLINE,
    ENHET,
    EVIDENCE,
    FINISH,
    KIND,
    LAW,
    MYSELF,
    NUMBER,
    POINT,
    REFERENCE,
    SEVERITY,
    SOURCE,
    THEME,
    WHO,
)
from kontroll.wiring import Desk

_SHORT = 200
_YEARS = 2000, 2100
#: What is done, to which entry, by whom, with what, when.
Doing = Callable[[Desk, str, Viewer, Sent, datetime], object]


def enter(register: Register, desk: Desk, by: Viewer, sent: Sent, now: datetime) -> str:
    """A new entry. Gives its id."""
    enhet, owner = sent.given(ENHET), _owner(sent, by)
    if register is Register.DECISIONS:
        decided = decisions.Decided(
            body=_short(sent, BODY), case=_short(sent, CASE), text=_short(sent, TEXT), decided=_day(sent, DAY),
            enhet=enhet, owner=owner, deadline=_perhaps(sent, DEADLINE),
        )  # fmt: skip
        return decisions.enter_decision(desk, by, decided, now).id
    if register is Register.FINDINGS:
        kind = next((one for one in FindingKind if one.value == sent.given(KIND)), None)
        severity = next((one for one in Severity if one.value == sent.given(SEVERITY)), None)
        if kind is None or severity is None:
            raise Wrong(KIND if kind is None else SEVERITY, _("Velg ett av alternativene."))
        found = findings.Found(
            source=_short(sent, SOURCE), kind=kind, theme=_short(sent, THEME), law=_short(sent, LAW), severity=severity,
            case=_short(sent, CASE), text=sent.text(), received=_day(sent, DAY), enhet=enhet, owner=owner,
            deadline=_perhaps(sent, DEADLINE),
        )  # fmt: skip
        return findings.enter_finding(desk, by, found, now).id
    laid = preparations.Laid(
        case=_short(sent, CASE), body=_short(sent, BODY), text=_short(sent, TEXT), meeting=_day(sent, DAY), enhet=enhet,
        owner=owner,
    )  # fmt: skip
    return preparations.enter_preparation(desk, by, laid, now).id


def acts_of(register: Register) -> Mapping[str, Doing]:
    """The last part of the address -> what is done."""
    return {
        Register.DECISIONS: _DECISIONS,
        Register.FINDINGS: _FINDINGS,
        Register.PREPARATIONS: _PREPARATIONS,
    }[register]


# --- decisions --------------------------------------------------------------------------------------------------------


def _assign_decision(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    owner, enhet = _owner(sent, by), sent.given(ENHET)
    return decisions.assign_decision(desk, id, by, sent.version, enhet=enhet, owner=owner, now=now)


def _postpone_decision(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    deadline, reference = _day(sent, DAY), _short(sent, REFERENCE)
    return decisions.postpone_decision(
        desk, id, by, sent.version, deadline=deadline, reference=reference, text=sent.text(), now=now
    )


def _obstruct(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    told, reference = _day(sent, DAY), _short(sent, REFERENCE)
    return decisions.tell_of_obstruction(
        desk, id, by, sent.version, told=told, reference=reference, text=sent.text(), now=now
    )


def _carry_out(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return decisions.carry_out(desk, id, by, sent.version, on=_day(sent, DAY), text=sent.text(), now=now)


def _report(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    on, reference = _day(sent, DAY), _short(sent, REFERENCE)
    return decisions.report_back(desk, id, by, sent.version, on=on, reference=reference, now=now)


def _lapse(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    on, reference = _day(sent, DAY), _short(sent, REFERENCE)
    return decisions.lapse_decision(desk, id, by, sent.version, on=on, reference=reference, now=now)


def _reopen_decision(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return decisions.reopen_decision(desk, id, by, sent.version, text=sent.text(), now=now)


_DECISIONS: Mapping[str, Doing] = {
    DecisionAct.ASSIGN.value: _assign_decision,
    DecisionAct.POSTPONE.value: _postpone_decision,
    DecisionAct.OBSTRUCT.value: _obstruct,
    DecisionAct.CARRY_OUT.value: _carry_out,
    DecisionAct.REPORT.value: _report,
    DecisionAct.LAPSE.value: _lapse,
    DecisionAct.REOPEN.value: _reopen_decision,
}


# --- findings ---------------------------------------------------------------------------------------------------------


def _assign_finding(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    owner, enhet = _owner(sent, by), sent.given(ENHET)
    return findings.assign_finding(desk, id, by, sent.version, enhet=enhet, owner=owner, now=now)


def _postpone_finding(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    deadline, reference = _day(sent, DAY), _short(sent, REFERENCE)
    return findings.postpone_finding(
        desk, id, by, sent.version, deadline=deadline, reference=reference, text=sent.text(), now=now
    )


def _measure(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return findings.add_measure(
        desk, id, by, sent.version, text=_short(sent, TEXT), deadline=_day(sent, DEADLINE), now=now
    )


def _finish(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    given = sent.given(NUMBER)
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    return findings.finish_measure(desk, id, by, sent.version, number=number, on=_day(sent, DAY), now=now)


def _mend(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    on, evidence = _day(sent, DAY), _short(sent, EVIDENCE)
    return findings.mend(desk, id, by, sent.version, on=on, evidence=evidence, text=sent.text(), now=now)


def _send_back(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return findings.send_back(desk, id, by, sent.version, text=sent.text(), now=now)


def _close(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return findings.close_finding(desk, id, by, sent.version, text=sent.text(), now=now)


def _reopen_finding(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return findings.reopen_finding(desk, id, by, sent.version, text=sent.text(), now=now)


_FINDINGS: Mapping[str, Doing] = {
    FindingAct.ASSIGN.value: _assign_finding,
    FindingAct.POSTPONE.value: _postpone_finding,
    FindingAct.MEASURE.value: _measure,
    FindingAct.FINISH.value: _finish,
    FindingAct.MEND.value: _mend,
    FindingAct.SEND_BACK.value: _send_back,
    FindingAct.CLOSE.value: _close,
    FindingAct.REOPEN.value: _reopen_finding,
}


# --- prepared cases ---------------------------------------------------------------------------------------------------


def _fill(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    said, finish = dict(_said(sent)), bool(sent.given(FINISH))
    return preparations.fill_in(desk, id, by, sent.version, said, finish=finish, now=now)


def _said(sent: Sent) -> Iterator[tuple[str, preparations.Said]]:
    """One for each point that something was chosen for, whatever the case is asked."""
    for name, given in sent.fields.items():
        point = name.removeprefix(POINT)
        answer = next((one for one in PointAnswer if one.value == given), None)
        if name.startswith(POINT) and answer is not None:
            yield point, preparations.Said(answer, sent.text(f"tekst-{point}"))


def _move(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return preparations.move_meeting(desk, id, by, sent.version, meeting=_day(sent, DAY), text=sent.text(), now=now)


def _check(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return preparations.check(desk, id, by, sent.version, text=sent.text(), now=now)


def _return(desk: Desk, id: str, by: Viewer, sent: Sent, now: datetime) -> object:
    return preparations.return_preparation(desk, id, by, sent.version, text=sent.text(), now=now)


_PREPARATIONS: Mapping[str, Doing] = {
    PreparationAct.FILL.value: _fill,
    PreparationAct.MOVE.value: _move,
    PreparationAct.CHECK.value: _check,
    PreparationAct.SEND_BACK.value: _return,
}


# --- what was sent in -------------------------------------------------------------------------------------------------


def _owner(sent: Sent, by: Viewer) -> str:
    """ "" = whoever leads the enhet."""
    return (by.person or "") if sent.given(WHO) == MYSELF else ""


def _short(sent: Sent, name: str) -> str:
    """On one line."""
    given = " ".join(sent.given(name).split())
    if len(given) > _SHORT:
        raise Wrong(name, _("Skriv det kortere: høyst {count} tegn.").format(count=_SHORT))
    return given


def _day(sent: Sent, name: str) -> date:
    if not sent.given(name).strip():
        raise Wrong(name, _("Velg en dag."))
    try:
        day = sent.day(name)
    except Wrong:
        raise Wrong(name, _("Skriv dagen som dag, måned og år, for eksempel 31.12.2026.")) from None
    # A slip like the year 26 could not be delivered as a row, and all that waits with it would wait on.
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise Wrong(name, _("Året må være fra {first} til {last}.").format(first=_YEARS[0], last=_YEARS[1]))
    return day


def _perhaps(sent: Sent, name: str) -> date | None:
    return _day(sent, name) if sent.given(name).strip() else None
