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


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: In the order they are offered.
FILES = (
    File(".html", "text/html; charset=utf-8", N_("HTML"), _html),
    File(".xlsx", f"{_OFFICE}.spreadsheetml.sheet", N_("Excel"), _xlsx),
)
BY_ENDING = {one.ending: one for one in FILES}
