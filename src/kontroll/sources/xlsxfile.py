"""XLSX: the first sheet of a workbook, its cells as the text a CSV would have held."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet
from kontroll.sources.base import Row, Source, as_frame
from kontroll.texts import _

_EXPONENT = re.compile(r"[eE]")


def read_xlsx(path: Path, shown_as: str, encoding: str | None) -> tuple[Sheet | None, list[Problem]]:
    """`encoding` does not apply. A formula reads as the value that was last computed."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError):
        return None, [
            Problem(
                Place(shown_as),
                _("filen er ikke en Excel-arbeidsbok"),
                _("Ingenting i filen er tatt med."),
                _("Lagre den som .xlsx på nytt, eller lever den som CSV."),
                Gravity.NOTICE,
            )
        ]
    try:
        rows: list[Row] = [
            (line, [_text(value) for value in cells])
            for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        ]
    finally:
        book.close()
    filled = [(line, cells) for line, cells in rows if any(cells)]
    if not filled:
        return None, [
            Problem(
                Place(shown_as),
                _("arket er tomt"),
                _("Uten overskrift er det ikke mulig å vite hva filen skulle inneholde."),
                _("Lever filen på nytt med overskrift i første linje av det første arket."),
                Gravity.NOTICE,
            )
        ]
    headings = [cell.strip() for cell in filled[0][1]]
    return Sheet(shown_as, as_frame(headings, filled[1:])), []


def _text(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a clock, ja/nei for booleans."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float):
        # repr gives the shortest decimal that is this number, which is what the sheet shows.
        text = repr(value)
        plain = format(Decimal(text), "f") if _EXPONENT.search(text) else text
        return plain.removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value))


SOURCE = Source(suffixes=(".xlsx",), read=read_xlsx)
