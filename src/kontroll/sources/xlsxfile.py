"""XLSX: the first sheet of a workbook, its cells as the text a CSV would have held."""

from __future__ import annotations

import re
import unicodedata
import warnings
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet
from kontroll.sources.base import Row, Source, as_frame, empty, kind_of, refused
from kontroll.texts import _

_EXPONENT = re.compile(r"[eE]")


def read_xlsx(path: Path, shown_as: str, encoding: str | None) -> tuple[Sheet | None, list[Problem]]:
    """`encoding` does not apply. A formula reads as the value that was last computed; one without is told."""
    try:
        rows, uncomputed = _first_sheet(path)
    except OSError:
        raise
    except Exception:  # the library raises whatever a damaged file leads it to; each means that the book cannot be read
        return None, [_not_a_book(path, shown_as)]
    filled = [(line, cells) for line, cells in rows if any(cells)]
    if not filled:
        what = _("det første arket er tomt")
        return None, [refused(shown_as, what, _("Legg tabellen i det første arket, med overskriften øverst."))]
    headings = [cell.strip() for cell in filled[0][1]]
    return Sheet(shown_as, as_frame(headings, filled[1:])), [
        Problem(
            Place(shown_as, line),
            _("cellen {cell} har en formel uten verdi").format(cell=cell),
            _("Formelen er ikke regnet ut, og cellen er lest som tom."),
            _("Åpne filen i Excel, lagre den, og lever den på nytt."),
            Gravity.NOTICE,
        )
        for cell, line in uncomputed
    ]


_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')


def _first_sheet(path: Path) -> tuple[list[Row], list[tuple[str, int]]]:
    """Its rows, and the cells (B7, line 7) that hold a formula and no value, as programs write them that cannot compute."""
    with warnings.catch_warnings():
        # The library remarks on missing styles and dropped drawings; neither is a value.
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows = [(line, [_shown(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(), start=1)]
        inside = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    finally:
        book.close()
    with ZipFile(path) as archive:
        text = archive.read(inside) if inside in archive.namelist() else b""
    return rows, [((column + row).decode(), int(row)) for column, row in _FORMULA.findall(text)]


def _not_a_book(path: Path, shown_as: str) -> Problem:
    raw = path.read_bytes()
    if not raw:
        return empty(shown_as)
    if not raw.startswith(b"PK") and (known := kind_of(raw, shown_as)) is not None:
        return known
    if b"\0" not in raw[:1000] and not raw.startswith(b"PK"):
        what = _("filen er ikke en Excel-arbeidsbok, men en tekstfil")
        return refused(shown_as, what, _("Gi den endelsen .csv, eller lagre den som .xlsx fra Excel."))
    return refused(
        shown_as,
        _("filen er ikke en Excel-arbeidsbok, eller den er skadet"),
        _("Lagre den som .xlsx på nytt, eller lever den som CSV."),
    )


def _shown(cell: Any) -> str:
    """The cell as the sheet shows it: 0,082 in a cell for per cent is 8.2 %, which is no number to a reader of CSV."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return format((Decimal(repr(value)) * 100).normalize(), "f") + " %"
    return _text(value)


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
