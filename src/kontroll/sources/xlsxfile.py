"""XLSX: the first sheet of a workbook, its cells as the text a CSV would have held."""

from __future__ import annotations

import re
import unicodedata
import warnings
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet, plain_heading
from kontroll.sources.base import Row, Source, as_frame, empty, kind_of, refused
from kontroll.texts import _

_EXPONENT = re.compile(r"[eE]")


def read_xlsx(path: Path, shown_as: str, dataset: DataSet | None) -> tuple[Sheet | None, list[Problem]]:
    """A number or a day in a cell is written as the data set's texts are; `tegnsett` does not apply.

    A formula reads as the value that was last computed; one without is told.
    """
    try:
        # Opened here: the library leaves a file open that turns out to be no book.
        with path.open("rb") as file:
            headings, rows, uncomputed = _first_sheet(file, dataset)
    except OSError:
        raise
    except Exception:  # the library raises whatever a damaged file leads it to; each means that the book cannot be read
        return None, [_not_a_book(path, shown_as)]
    if not headings:
        what = _("det første arket er tomt")
        return None, [refused(shown_as, what, _("Legg tabellen i det første arket, med overskriften øverst."))]
    return Sheet(shown_as, as_frame(headings, rows)), [
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


def _first_sheet(file: IO[bytes], dataset: DataSet | None) -> tuple[list[str], list[Row], list[tuple[str, int]]]:
    """Headings, rows, and the cells (B7, line 7) with a formula and no value, as programs write them that cannot compute."""
    with warnings.catch_warnings():
        # The library remarks on missing styles and dropped drawings; neither is a value.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True)
    headings: list[str] = []
    fields: list[Field | None] = []
    rows: list[Row] = []
    try:
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            if headings:
                known = fields + [None] * (len(cells) - len(fields))
                rows.append((line, [_shown(cell, f, dataset) for cell, f in zip(cells, known, strict=False)]))
            elif any(cell.value not in (None, "") for cell in cells):
                headings = [_text(cell.value).strip() for cell in cells]
                fields = [_field(heading, dataset) for heading in headings]
        inside = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    finally:
        book.close()
    with ZipFile(file) as archive:
        text = archive.read(inside) if inside in archive.namelist() else b""
    return headings, rows, [((column + row).decode(), int(row)) for column, row in _FORMULA.findall(text)]


def _field(heading: str, dataset: DataSet | None) -> Field | None:
    fields = () if dataset is None else dataset.fields
    return next((field for field in fields if plain_heading(field.heading) == plain_heading(heading)), None)


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


def _shown(cell: Any, field: Field | None, dataset: DataSet | None) -> str:
    """The cell as text, in the form that the data set says its texts have."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in (cell.number_format or ""):
            # 0,082 in a cell for per cent is shown as 8,2 %, and only its sender knows which of the two is meant.
            return format((Decimal(repr(value)) * 100).normalize(), "f") + " %"
        if field is not None and dataset is not None and field.type.is_number:
            return _text(value).replace(".", _decimal_mark(dataset))
    if isinstance(value, date) and field is not None and dataset is not None and field.type.is_time:
        return _day(value, field.type, dataset.date_format)
    return _text(value)


def _decimal_mark(dataset: DataSet) -> str:
    form = dataset.number_format
    return form.decimal or ("," if form.thousands == "." else ".")


def _day(value: date, type: FieldType, form: str | None) -> str:
    """A day or moment; a moment without a clock is midnight, which is how a workbook keeps it."""
    if isinstance(value, datetime) and type is FieldType.MOMENT:
        return value.strftime(form) if form and "%H" in form else value.isoformat(timespec="seconds")
    if form is not None and (not isinstance(value, datetime) or value.time() == time()):
        return value.strftime(form)
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
