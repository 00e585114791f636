"""Files: what a document can be written as, by the ending of the file's name. The same document, the same bytes.

Why each writer is loaded when it is asked for: the libraries for Word and for PDF take longer to load than most commands run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kontroll.report.document.model import Document
from kontroll.texts import N_


@dataclass(frozen=True, slots=True)
class File:
    """ending: with the dot. told: what a reader calls it. write: the document, and its address in the kommune's kontroll."""

    ending: str
    media_type: str
    told: str
    write: Callable[[Document, str], bytes]


def without_records(document: Document) -> Document:
    """As it is given to those who do not see what was counted: what each figure is, and not of which."""
    return replace(document, grounds={id: replace(one, records=()) for id, one in document.grounds.items()})


def _html(document: Document, at: str) -> bytes:
    from kontroll.report.document.html import as_html

    return as_html(document, at)


def _xlsx(document: Document, at: str) -> bytes:
    from kontroll.report.document.xlsx import as_xlsx

    return as_xlsx(document, at)


def _pdf(document: Document, at: str) -> bytes:
    from kontroll.report.document.pdf import as_pdf

    return as_pdf(document, at)


def _docx(document: Document, at: str) -> bytes:
    from kontroll.report.document.docx import as_docx

    return as_docx(document, at)


def _zip(document: Document, at: str) -> bytes:
    from kontroll.report.document.csv import as_zip

    return as_zip(document, at)


def _json(document: Document, at: str) -> bytes:
    from kontroll.report.document.as_json import canonical

    return canonical(document).encode()


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: In the order they are offered.
FILES = (
    File(".pdf", "application/pdf", N_("PDF"), _pdf),
    File(".html", "text/html; charset=utf-8", N_("HTML"), _html),
    File(".docx", f"{_OFFICE}.wordprocessingml.document", N_("Word"), _docx),
    File(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", N_("Excel"), _xlsx),
    File(".zip", "application/zip", N_("Åpne data (CSV)"), _zip),
    File(".json", "application/json", N_("JSON"), _json),
)
BY_ENDING = {one.ending: one for one in FILES}
