"""Send a report to be checked: it is frozen as it stands, and one other person is asked to read it; and take it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import (
    ENDED,
    NotIssued,
    Report,
    ReportAct,
    ReportRefusal,
    ReportState,
    demand_over,
    opened_again,
    report_id,
    sent,
)
from kontroll.domain.month import Period
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.issuing.with_report import WithReport, demand_whole, freeze, person_of, with_report
from kontroll.flows.monthly.report_texts import texts_of_report
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.report.document.model import Document
from kontroll.report.issuing.frozen import draft_of, frozen
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


def seen_of(document: Document) -> str:
    """What a form brings back of the draft that was seen."""
    return frozen(draft_of(document)).digest


def send_report(
    desk: Desk, document: Document, by: Viewer, checker: str, seen: str, now: datetime, version: int
) -> Report:
    """document: as it is now. seen: `seen_of` the one that she saw. version: of the edition, -1 = there was none.

    Raises UnknownReport where she may not, Conflict where another has done something with it, and NotIssued.
    """
    id = report_id(document.kind, document.period, 1)
    person, made = person_of(by, id), frozen(draft_of(document))
    if made.digest != seen:
        raise NotIssued(ReportRefusal.CHANGED, id)
    demand_whole(document, id)
    demand_over(Period.parse(document.period).last_month.last_day, document.known, id)
    with desk.database.transaction(person, now) as tx:
        report = current(tx, document.kind, document.period)
        if report is None or report.state in ENDED:
            if version != -1 or report is not None:
                raise Conflict("Report", id)
            report = tx.reports.add(Report(id=id, kind=document.kind, period=document.period, edition=1))
        elif report.version != version:
            raise Conflict("Report", report.id)
        _demand_as_written(tx, document, report.id)
        today = today_of(desk, tx, now)
        if checker not in dict(checkers(today)):
            raise NotIssued(ReportRefusal.NO_CHECKER, report.id)
        act = WithReport(tx, today, now, person, report)
        after = sent(
            report, by=person, at=now, checker=checker, content=made.digest, grounds=made.grounds_digest,
            authors=authors(tx, document.period),
        )  # fmt: skip
        freeze(tx, made, now)
        saved, entry = act.keep(after, ReportAct.SEND, {"checker": checker, "grounds": made.grounds_digest})
        told = Responsible(person=checker, enhet=top_of(today), standing=Standing.ROLE)
        tell_of(tx, today, Reason.REPORT_TO_CHECK, saved.id, [told], number=entry)
        return saved


def take_back(desk: Desk, id: str, by: Viewer, now: datetime, version: int | None = None) -> Report:
    """It may be written in again. What was frozen, checked or vouched for no longer counts. Raises as `send_report`."""
    with with_report(desk, id, by, now, version) as act:
        return act.keep(opened_again(act.report, ReportAct.TAKE_BACK), ReportAct.TAKE_BACK)[0]


def current(tx: Transaction, kind: str, period: str) -> Report | None:
    """The last edition that was not dropped; None where nothing is done with the report yet."""
    found = [one for one in tx.reports.where(kind=kind, period=period) if one.state is not ReportState.DROPPED]
    return max(found, key=lambda one: one.edition, default=None)


def authors(tx: Transaction, period: str) -> frozenset[str]:
    """Those whose texts stand in it."""
    return frozenset(one.written.by for one in texts_of_report(tx, period).values() if one.text)


def checkers(today: Today) -> list[tuple[str, str]]:
    """Id and name of those who may be asked to check a report, by name."""
    return sorted(_checkers(today), key=lambda one: one[1].casefold())


def _checkers(today: Today) -> Iterator[tuple[str, str]]:
    directory, top = today.directory, top_of(today)
    words = [one.word for one in today.desk.policies.access.words if one.role is Role.INTERNAL_CONTROL]
    persons = {held.person for word in words for held in directory.roles_held(word, today.day)}
    persons |= {one.person for one in people_for(today, [INTERNAL_CONTROL], top)}
    leader = directory.leader_of(top, today.day)
    persons |= {leader.person} if leader is not None else set()
    for person in persons:
        known = directory.person(person, today.day)
        given = [Role.INTERNAL_CONTROL] if person in today.controllers else []
        viewer = viewer_of("", person, person, given, directory, today.desk.policies, today.day)
        if known is not None and may_enter(viewer, Act.DO, Thing.REPORTING):
            yield person, known.name


def top_of(today: Today) -> str:
    """Id of the uppermost enhet; "" where there is none."""
    lines = (today.directory.line(enhet, today.day) for enhet in today.directory.enheter())
    return next((line[-1].enhet for line in lines if line), "")


def _demand_as_written(tx: Transaction, document: Document, id: str) -> None:
    """Raises NotIssued where somebody wrote in it after the document was made."""
    for section in document.walked():
        if section.drafted and section.number != tx.report_texts.count(period=document.period, area=section.id):
            raise NotIssued(ReportRefusal.CHANGED, id)
