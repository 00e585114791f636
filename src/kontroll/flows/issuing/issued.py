"""Issued: the reports that everybody may read, as they were issued; and whether what is kept of one still is what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from kontroll.domain.issuing import Issue, IssuedFile
from kontroll.flows.issuing.correct_report import replaced_by
from kontroll.flows.issuing.with_report import UnknownReport, frozen_document
from kontroll.report.document.model import Document
from kontroll.report.issuing.frozen import digest_of, unpacked
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """replaced: the issue that corrects it; None = it stands. reason: why that was. files: without their content."""

    issue: Issue
    document: Document
    files: Sequence[IssuedFile]
    replaced: Issue | None

    @property
    def has_grounds(self) -> bool:
        return bool(self.document.grounds)


@dataclass(frozen=True, slots=True)
class Held:
    """Whether one thing is as its hash says. name: of the file, "" = the report itself."""

    name: str
    digest: str
    holds: bool


def issued_reports(tx: Transaction) -> list[tuple[Issue, str]]:
    """Each with the name of the one that replaces it, "" = none; the newest first."""
    found = sorted(tx.issues.all(), key=lambda one: (one.year, one.number), reverse=True)
    replaced = {one.replaces: one.name for one in found if one.replaces}
    return [(one, replaced.get(one.name, "")) for one in found]


def issued_report(tx: Transaction, year: int, number: int) -> IssuedReport:
    """Raises UnknownReport."""
    issue = _issue(tx, year, number)
    files = [replace(one, content=b"") for one in tx.issued_files.where(year=year, number=number)]
    document = frozen_document(tx, issue.content, issue.grounds)
    return IssuedReport(issue=issue, document=document, files=files, replaced=replaced_by(tx, issue))


def issued_file(tx: Transaction, year: int, number: int, name: str) -> IssuedFile:
    """Raises UnknownReport."""
    found = tx.issued_files.get(year, number, name)
    if found is None:
        raise UnknownReport(f"{year}/{number}/{name}")
    return found


def canonical_text(tx: Transaction, year: int, number: int) -> str:
    """What the hash of the report is of. Raises UnknownReport."""
    kept = tx.frozen_texts.get(_issue(tx, year, number).content)
    if kept is None:
        raise UnknownReport(f"{year}/{number}")
    return unpacked(kept.content)


def held(tx: Transaction, year: int, number: int) -> list[Held]:
    """The report itself, then each of its files. Raises UnknownReport."""
    issue = _issue(tx, year, number)
    text = canonical_text(tx, year, number)
    found = [Held("", issue.content, digest_of(text) == issue.content)]
    for one in tx.issued_files.where(year=year, number=number):
        found.append(Held(one.name, one.digest, sha256(one.content).hexdigest() == one.digest))
    return found


def _issue(tx: Transaction, year: int, number: int) -> Issue:
    found = tx.issues.get(year, number)
    if found is None:
        raise UnknownReport(f"{year}/{number}")
    return found
