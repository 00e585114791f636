"""Check a report: the one who was asked has read it and finds it right, or sends it back with what must be otherwise."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.access import Viewer
from kontroll.domain.issuing import NotIssued, Report, ReportAct, ReportRefusal, checked, demand_checker, opened_again
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.flows.issuing.send_report import top_of
from kontroll.flows.issuing.with_report import WithReport, with_report
from kontroll.flows.telling.tell import tell_of
from kontroll.wiring import Desk


def check_report(
    desk: Desk, id: str, by: Viewer, now: datetime, remarks: str = "", version: int | None = None
) -> Report:
    """remarks: what she wants to have said of it, "" = nothing. Raises as `with_report`, and NotIssued."""
    with with_report(desk, id, by, now, version) as act:
        saved, entry = act.keep(checked(act.report, by=act.by, at=now), ReportAct.CHECK, text=remarks)
        _tell_sender(act, Reason.REPORT_CHECKED, entry)
        if saved.has_statement:
            _tell_top(act, entry)
        return saved


def return_report(desk: Desk, id: str, by: Viewer, now: datetime, remarks: str, version: int | None = None) -> Report:
    """remarks: what must be otherwise. Raises as `check_report`."""
    with with_report(desk, id, by, now, version) as act:
        demand_checker(act.report, act.by)
        if not remarks.strip():
            raise NotIssued(ReportRefusal.NO_REMARKS, id)
        saved, entry = act.keep(opened_again(act.report, ReportAct.RETURN), ReportAct.RETURN, text=remarks)
        _tell_sender(act, Reason.REPORT_RETURNED, entry)
        return saved


def _tell_sender(act: WithReport, reason: Reason, entry: int) -> None:
    if act.report.sent_by is not None and act.report.sent_by != act.by:
        told = Responsible(person=act.report.sent_by, enhet=top_of(act.today), standing=Standing.ROLE)
        tell_of(act.tx, act.today, reason, act.report.id, [told], number=entry)


def _tell_top(act: WithReport, entry: int) -> None:
    """Her statement is what it waits for."""
    leader = act.today.directory.leader_of(top_of(act.today), act.today.day)
    if leader is not None and leader.person not in (act.by, act.report.sent_by):
        tell_of(act.tx, act.today, Reason.REPORT_CHECKED, act.report.id, [leader], number=entry)
