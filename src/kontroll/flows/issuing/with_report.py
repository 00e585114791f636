"""With a report: one thing that one person does with it: read, tried, saved and put on the trail, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import ENTRY, FrozenText, NotIssued, Report, ReportAct, ReportEvent, ReportRefusal
from kontroll.domain.problem import KontrollError
from kontroll.domain.trail import Fact
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.report.document.model import Document
from kontroll.report.issuing.frozen import Frozen, digest_of, packed, thawed, unpacked
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


class UnknownReport(KontrollError):
    """There is no report of that id, or no issue of that number."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no report {id}")
        self.id = id


@dataclass(frozen=True, slots=True)
class WithReport:
    """report: as it is before the action. by: the person."""

    tx: Transaction
    today: Today
    now: datetime
    by: str
    report: Report

    def keep(
        self,
        after: Report,
        act: ReportAct,
        about: Mapping[str, Fact] | None = None,
        text: str = "",
        *,
        is_statement: bool = False,
    ) -> tuple[Report, int]:
        """Save it as it is after the action, and say so on the trail. Gives it, and the number of the entry.

        is_statement: the text is what she vouches with, and the report points at it.
        """
        content = after.content or self.report.content
        will_be = replace(after, version=self.report.version + 1)
        entry = noted(self.tx, will_be, act, self.by, self.now, about, text, content=content)
        return self.tx.reports.save(self.report, replace(after, statement=entry) if is_statement else after), entry


@contextmanager
def with_report(desk: Desk, id: str, by: Viewer, now: datetime, version: int | None = None) -> Iterator[WithReport]:
    """version: the one she saw; None = whatever it is now. Raises UnknownReport, and Conflict where she saw another version."""
    person = person_of(by, id)
    with desk.database.transaction(person, now) as tx:
        report = tx.reports.get(id)
        if report is None:
            raise UnknownReport(id)
        if version is not None and version != report.version:
            raise Conflict("Report", id)
        yield WithReport(tx, today_of(desk, tx, now), now, person, report)


def person_of(by: Viewer, id: str) -> str:
    """Whoever may do something with reports, and is somebody in the lists: on the trail it is a person who did it."""
    if by.person is None or not may_enter(by, Act.DO, Thing.REPORTING):
        raise UnknownReport(id)
    return by.person


def noted(
    tx: Transaction,
    report: Report,
    act: ReportAct,
    by: str,
    now: datetime,
    about: Mapping[str, Fact] | None = None,
    text: str = "",
    *,
    content: str = "",
) -> int:
    """The number of the entry. text: what was written; it lies beside the trail."""
    facts: dict[str, Fact] = {
        "report": report.id, "state": report.state.value, "version": report.version, "content": content, **(about or {}),
    }  # fmt: skip
    texts = {TEXT: text.strip()} if text.strip() else {}
    entry = tx.trail.append(ENTRY.format(kind=act.value), facts, texts)
    number = tx.report_events.count(report=report.id) + 1
    tx.report_events.add(
        ReportEvent(report=report.id, number=number, act=act, by=by, at=now, trail=entry, content=content)
    )
    return entry


# --- what is frozen ---------------------------------------------------------------------------------------------------


def freeze(tx: Transaction, made: Frozen, now: datetime) -> None:
    """The same text is kept once."""
    for text, is_grounds in ((made.content, False), (made.grounds, True)):
        digest = digest_of(text)
        if tx.frozen_texts.get(digest) is None:
            tx.frozen_texts.add(FrozenText(digest=digest, is_grounds=is_grounds, content=packed(text), at=now))


def frozen_document(tx: Transaction, content: str, grounds: str) -> Document:
    """Without its grounds where they are deleted. Raises UnknownReport where the text itself is not there."""
    kept, behind = tx.frozen_texts.get(content), tx.frozen_texts.get(grounds)
    if kept is None:
        raise UnknownReport(content)
    return thawed(unpacked(kept.content), unpacked(behind.content) if behind is not None else None)


def demand_whole(document: Document, id: str) -> None:
    """Raises NotIssued where a chapter that must say something says nothing."""
    for section in document.walked():
        if section.is_mandatory and not (section.paragraphs or section.blocks or section.parts):
            raise NotIssued(ReportRefusal.NOT_WHOLE, id)
