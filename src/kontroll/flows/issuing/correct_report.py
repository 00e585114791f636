"""Correct a report that was issued: another edition is begun, with the reason; or what was begun is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.access import Viewer
from kontroll.domain.issuing import (
    ENDED,
    LONGEST_REASON,
    Issue,
    NotIssued,
    Report,
    ReportAct,
    ReportRefusal,
    may_be,
    report_id,
    state_after,
)
from kontroll.flows.issuing.with_report import UnknownReport, noted, person_of, with_report
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


def begin_correction(desk: Desk, year: int, number: int, by: Viewer, reason: str, now: datetime) -> Report:
    """The draft of what will replace it. Raises UnknownReport and NotIssued."""
    name = f"{year}/{number}"
    person, reason = person_of(by, name), reason.strip()
    if not reason:
        raise NotIssued(ReportRefusal.NO_REASON, name)
    if len(reason) > LONGEST_REASON:
        raise NotIssued(ReportRefusal.REASON_LONG, name)
    with desk.database.transaction(person, now) as tx:
        issue = tx.issues.get(year, number)
        if issue is None:
            raise UnknownReport(name)
        if replaced_by(tx, issue) is not None:
            raise NotIssued(ReportRefusal.NOT_LAST, name)
        editions = tx.reports.where(kind=issue.kind, period=issue.period)
        if any(one.state not in ENDED for one in editions):
            raise NotIssued(ReportRefusal.UNDERWAY, name)
        edition = max(one.edition for one in editions) + 1
        report = Report(
            id=report_id(issue.kind, issue.period, edition), kind=issue.kind, period=issue.period, edition=edition,
            corrects=issue.name,
        )  # fmt: skip
        stored = tx.reports.add(report)
        entry = noted(tx, replace(stored, version=1), ReportAct.CORRECT, person, now, {"corrects": issue.name}, reason)
        return tx.reports.save(stored, replace(stored, reason=entry))


def drop_correction(desk: Desk, id: str, by: Viewer, now: datetime, version: int | None = None) -> Report:
    """What was issued stands. Raises as `with_report`, and NotIssued."""
    with with_report(desk, id, by, now, version) as act:
        if not may_be(act.report, ReportAct.DROP):
            raise NotIssued(ReportRefusal.NOT_NOW, id)
        after = replace(act.report, state=state_after(act.report, ReportAct.DROP))
        return act.keep(after, ReportAct.DROP)[0]


def replaced_by(tx: Transaction, issue: Issue) -> Issue | None:
    return next(iter(tx.issues.where(kind=issue.kind, period=issue.period, replaces=issue.name)), None)
