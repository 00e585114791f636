"""Files of an issue: what everybody may have, and the workbook with the records for those who see what stands behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontroll.flows.issuing.issue_report import MadeFile
from kontroll.report.document.files import BY_ENDING, FILES
from kontroll.report.document.model import Document
from kontroll.report.issuing.shared import shared

#: The workbook that holds which records were counted.
GROUNDS_FILE = "grunnlag.xlsx"
_TEXT = ".json"


def make_files(document: Document, at: str, made: datetime) -> Sequence[MadeFile]:
    """at: where the issue stands. made: when; the files tell the day that the figures are of."""
    open_files = [
        MadeFile(f"rapport{one.ending}", True, one.write(shared(document), at)) for one in FILES if one.ending != _TEXT
    ]
    if not document.grounds:
        return open_files
    return [*open_files, MadeFile(GROUNDS_FILE, False, BY_ENDING[".xlsx"].write(document, at))]


def media_type_of(name: str) -> str:
    file = BY_ENDING.get(name[name.rfind(".") :])
    return file.media_type if file is not None else "application/octet-stream"
