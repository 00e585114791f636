"""Report way: how far a report has come, what has been done with it, and what whoever looks may do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter
from kontroll.domain.issuing import ENDED, Issue, Report, ReportAct, ReportState, may_be, report_id
from kontroll.flows.issuing.correct_report import replaced_by
from kontroll.flows.issuing.send_report import authors, checkers, current
from kontroll.flows.issuing.with_report import UnknownReport, frozen_document
from kontroll.flows.people.looking import Looking
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.report.document.model import Document
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done. by: name. said: what was written; None = nothing, or it is deleted after its time."""

    act: ReportAct
    by: str
    at: datetime
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWay:
    """report: the edition that is underway, or that was issued last; a draft that nobody has sent has version -1.

    issues: of the period, the newest first. may: what whoever looks may do now. askable: those whom she may ask to check it.
    names: of persons, by id. reason: why it corrects what was issued.
    """

    report: Report
    issues: Sequence[Issue]
    steps: Sequence[Step]
    may: frozenset[ReportAct]
    askable: Sequence[tuple[str, str]]
    names: dict[str, str]
    reason: str = ""

    @property
    def issue(self) -> Issue | None:
        """The one that stands."""
        return self.issues[0] if self.issues else None

    @property
    def is_underway(self) -> bool:
        return self.report.state not in ENDED

    @property
    def is_written_in(self) -> bool:
        """Whether its texts may be written in."""
        return self.report.state is ReportState.DRAFT

    def name(self, person: str | None) -> str:
        return self.names.get(person or "", person or "")


def report_way(look: Looking, viewer: Viewer, kind: str, period: str) -> ReportWay:
    tx, today = look.tx, look.today
    report = current(tx, kind, period) or Report(
        id=report_id(kind, period, 1), kind=kind, period=period, edition=1, version=-1
    )
    issues = sorted(tx.issues.where(kind=kind, period=period), key=lambda one: (one.year, one.number), reverse=True)
    editions = [one.id for one in tx.reports.where(kind=kind, period=period)]
    events = [event for id in editions for event in tx.report_events.where(report=id)]
    texts = tx.trail.texts([event.trail for event in events] + ([report.reason] if report.reason else []))
    names = {one.by for one in events} | {report.checker, report.sent_by, report.checked_by, report.confirmed_by}
    named = {id: _name(today, id) for id in names if id}
    return ReportWay(
        report=report,
        issues=issues,
        steps=[
            Step(act=one.act, by=named[one.by], at=one.at, said=texts.get((one.trail, TEXT)))
            for one in sorted(events, key=lambda one: one.trail, reverse=True)
        ],
        may=frozenset(_may(viewer, report)),
        askable=list(_askable(tx, today, viewer, period)),
        names=named,
        reason=texts.get((report.reason, TEXT), ""),
    )


def underway(look: Looking) -> list[Report]:
    """Those that somebody has sent, or begun to correct, by period."""
    found = [one for one in look.tx.reports.all() if one.state not in ENDED]
    return sorted(found, key=lambda one: (one.period, one.kind), reverse=True)


def waits_for(viewer: Viewer, report: Report) -> bool:
    """Whether it is her turn."""
    return bool({ReportAct.CHECK, ReportAct.CONFIRM, ReportAct.ISSUE} & set(_may(viewer, report)))


def sent_document(tx: Transaction, report: Report) -> Document:
    """As it was sent. Raises UnknownReport where nothing is frozen."""
    if not report.content:
        raise UnknownReport(report.id)
    return frozen_document(tx, report.content, report.grounds)


def last_issue(tx: Transaction, kind: str, period: str) -> Issue | None:
    """The one that stands."""
    return next((one for one in tx.issues.where(kind=kind, period=period) if replaced_by(tx, one) is None), None)


def _may(viewer: Viewer, report: Report) -> Iterator[ReportAct]:
    if viewer.person is None or not may_enter(viewer, Act.DO, Thing.REPORTING):
        return
    for act in ReportAct:
        if not may_be(report, act):
            continue
        if act in (ReportAct.CHECK, ReportAct.RETURN) and viewer.person != report.checker:
            continue
        if act is ReportAct.CONFIRM and (Role.TOP not in viewer.places or viewer.person == report.checked_by):
            continue
        yield act


def _askable(tx: Transaction, today: Today, viewer: Viewer, period: str) -> Iterator[tuple[str, str]]:
    own = authors(tx, period)
    return (one for one in checkers(today) if one[0] != viewer.person and one[0] not in own)


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person
