"""Model: a decision that goes to the archive, with its documents, before anything is written of it.

Why one folder for each decision: each has its own end, its own law of shielding and its own time to be kept. What belongs
together, such as the bonus of a year decided twice, has titles that stand together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kontroll.domain.archiving import ArchiveKind


class Format(Enum):
    """Of a document: ending, what Noark calls it, details, MIME type, and its number in the PRONOM register of file formats."""

    PDF = ("pdf", "PDF/A", "PDF/A-2a og PDF/UA-1", "application/pdf", "fmt/476")
    JSON = ("json", "JSON", "UTF-8", "application/json", "fmt/817")
    ZIP = ("zip", "ZIP", "ikke pakket sammen", "application/zip", "x-fmt/263")
    XLSX = (
        "xlsx",
        "Office Open XML",
        "",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "fmt/214",
    )
    DOCX = (
        "docx",
        "Office Open XML",
        "",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "fmt/412",
    )
    HTML = ("html", "HTML", "HTML 5", "text/html", "fmt/471")

    @property
    def ending(self) -> str:
        return self.value[0]

    @property
    def is_archival(self) -> bool:
        """Whether an archive keeps it as it is; the others are what was worked with."""
        return self is Format.PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One document. title: as it is found in the archive. kind: what sort of document, a word such as «Avgjørelse»."""

    title: str
    kind: str
    format: Format
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision. subject: its id among those of its kind. year: the one it is of.

    public_title: what anybody may read of the title. opened, closed: aware. unit: whose it is, by name. responsible: who
    answered for it; by: who ended it; both names. is_of_person: whether it is about somebody. own: what kontroll knows of it
    besides, name and value. documents: the first is the one that says what was decided.
    """

    kind: ArchiveKind
    subject: str
    year: int
    title: str
    public_title: str
    opened: datetime
    closed: datetime
    unit: str
    responsible: str
    by: str
    is_of_person: bool
    own: tuple[tuple[str, str], ...]
    documents: tuple[Content, ...]
