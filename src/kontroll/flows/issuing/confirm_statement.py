"""Confirm the statement: the kommunedirektør vouches for a report that was checked, after she has shown again who she is."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.access import Role, Viewer
from kontroll.domain.issuing import NotIssued, Report, ReportAct, ReportRefusal, confirmed
from kontroll.flows.issuing.with_report import with_report
from kontroll.flows.people.prove_again import NotProved, Proved
from kontroll.report.issuing.frozen import digest_of
from kontroll.wiring import Desk


def proof_wanted(report: Report) -> str:
    """What she shows who she is for: this edition, with what is frozen of it and nothing else."""
    return f"{report.id}:{report.content}"


def confirm_statement(
    desk: Desk, id: str, by: Viewer, text: str, proved: Proved, now: datetime, version: int | None = None
) -> Report:
    """text: the statement. proved: for `proof_wanted`. Raises as `with_report`, NotProved, and NotIssued."""
    with with_report(desk, id, by, now, version) as act:
        if Role.TOP not in by.places:
            raise NotIssued(ReportRefusal.NOT_TOP, id)
        if not text.strip():
            raise NotIssued(ReportRefusal.NO_STATEMENT, id)
        if proved.wanted != proof_wanted(act.report) or proved.user != by.user:
            raise NotProved
        after = confirmed(act.report, by=act.by, at=now, how=proved.how, statement=0)
        about = {"statement": digest_of(text.strip()), "how": proved.how}
        return act.keep(after, ReportAct.CONFIRM, about, text, is_statement=True)[0]
