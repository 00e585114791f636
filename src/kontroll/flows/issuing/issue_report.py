"""Issue a report: it gets the next number of the year, what was checked is frozen with the signatures, and so are its files.

Why the files too: what those who are elected were given is given again as it was, also by a kontroll that sets types otherwise.
Why they are made before the transaction: setting a report in type takes seconds, and nobody else may write meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kontroll.domain.access import Role, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import FILE, Issue, IssuedFile, Report, ReportAct, issued, name_of
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.trail import Fact
from kontroll.flows.issuing.send_report import top_of
from kontroll.flows.issuing.with_report import (
    UnknownReport,
    WithReport,
    freeze,
    frozen_document,
    person_of,
    with_report,
)
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.report.document.model import Document
from kontroll.report.issuing.frozen import Frozen, digest_of, frozen
from kontroll.report.issuing.issued_document import Signed, issued_document
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

#: Those who are told of an issue, in the words of varsling.yaml, besides those who hold the roles.
_TOLD_WORDS = ("kontrollutvalg",)
_TOLD_ROLES = (Role.AUDITOR, Role.SUPERVISORY)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """is_open: for everybody; else for those who see what stands behind the figures."""

    name: str
    is_open: bool
    content: bytes


#: The document, the address where it stands, and when it was issued -> its files.
MakeFiles = Callable[[Document, str, datetime], Sequence[MadeFile]]


@dataclass(frozen=True, slots=True)
class _Ready:
    number: int
    signed: Signed
    document: Document
    made: Frozen
    files: Sequence[MadeFile]


def issue_report(desk: Desk, id: str, by: Viewer, now: datetime, make: MakeFiles, version: int | None = None) -> Issue:
    """make: its files. Raises as `with_report`, and NotIssued."""
    person_of(by, id)
    for _again in range(3):
        with desk.database.reading() as tx:
            ready = _ready(desk, tx, id, now, make)
        try:
            with with_report(desk, id, by, now, version) as act:
                if next_number(act.tx, ready.signed.on.year) == ready.number:
                    return _issued(act, ready)
        except _Moved:
            continue
    raise Conflict("Report", id)


def next_number(tx: Transaction, year: int) -> int:
    """Numbers have no gaps."""
    return max((one.number for one in tx.issues.where(year=year)), default=0) + 1


class _Moved(Exception):
    """Another was issued meanwhile."""


def _ready(desk: Desk, tx: Transaction, id: str, now: datetime, make: MakeFiles) -> _Ready:
    report = tx.reports.get(id)
    if report is None:
        raise UnknownReport(id)
    issued(report)
    today = today_of(desk, tx, now)
    number = next_number(tx, today.day.year)
    signed = _signed(tx, today, report, name_of(today.day.year, number))
    document = issued_document(frozen_document(tx, report.content, report.grounds), signed)
    address = f"{desk.settings.address.rstrip('/')}/rapporter/{signed.name}"
    return _Ready(number, signed, document, frozen(document), make(document, address, now))


def _signed(tx: Transaction, today: Today, report: Report, name: str) -> Signed:
    assert report.checked_by is not None
    assert report.checked_at is not None
    confirmed = None
    if report.confirmed_by is not None and report.confirmed_at is not None:
        confirmed = (_name(today, report.confirmed_by), report.confirmed_at.astimezone(NORWAY).date())
    return Signed(
        name=name,
        on=today.day,
        checked=(_name(today, report.checked_by), report.checked_at.astimezone(NORWAY).date()),
        statement=(tx.trail.text(report.statement, TEXT) or "") if report.statement else "",
        confirmed=confirmed,
        replaces=report.corrects,
        reason=(tx.trail.text(report.reason, TEXT) or "") if report.reason else "",
    )


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person


def _issued(act: WithReport, ready: _Ready) -> Issue:
    tx, signed, report = act.tx, ready.signed, act.report
    year, statement = signed.on.year, digest_of(signed.statement) if signed.statement else ""
    freeze(tx, ready.made, act.now)
    about: dict[str, Fact] = {
        "year": year, "number": ready.number, "kind": report.kind, "period": report.period, "title": ready.document.title,
        "issued": ready.made.digest, "grounds": ready.made.grounds_digest, "statement": statement, "replaces": signed.replaces,
    }  # fmt: skip
    kept = [(one, sha256(one.content).hexdigest()) for one in ready.files]
    about |= {f"{FILE}{one.name}": digest for one, digest in kept}
    _saved, entry = act.keep(issued(report), ReportAct.ISSUE, about)
    tx.issued_files.add_all([
        IssuedFile(
            year=year, number=ready.number, name=one.name, digest=digest, is_open=one.is_open, content=one.content
        )
        for one, digest in kept
    ])  # fmt: skip
    issue = tx.issues.add(
        Issue(
            year=year, number=ready.number, report=report.id, kind=report.kind, period=report.period,
            title=ready.document.title, content=ready.made.digest, grounds=ready.made.grounds_digest, statement=statement,
            replaces=signed.replaces, by=act.by, at=act.now, trail=entry,
        )
    )  # fmt: skip
    _tell(act, issue)
    return issue


def _tell(act: WithReport, issue: Issue) -> None:
    """The kontrollutvalg and the auditor, and those who made it; not whoever issued it."""
    today, top = act.today, top_of(act.today)
    told = {one.person: one for one in people_for(today, _TOLD_WORDS, top)}
    words = [one.word for one in today.desk.policies.access.words if one.role in _TOLD_ROLES]
    persons = {held.person for word in words for held in today.directory.roles_held(word, today.day)}
    persons |= {one for one in (act.report.sent_by, act.report.checked_by, act.report.confirmed_by) if one}
    for person in sorted(persons):
        told.setdefault(person, Responsible(person=person, enhet=top, standing=Standing.ROLE))
    others = [one for one in told.values() if one.person != act.by]
    tell_of(act.tx, today, Reason.REPORT_ISSUED, issue.name, others)
