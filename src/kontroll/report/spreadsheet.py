"""Spreadsheet: a list as an Excel file, as it was narrowed, with a heading that says so. Every text in it is inert.

Why no formulas and no links: what people wrote is in it, and a text that begins with = must be read and not run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

#: What a cell of a file may hold: XML knows no other control characters.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """width: in characters."""

    heading: str
    width: int = 16


def workbook(title: str, told: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: the title, what the list is (one sentence a line), then the columns with a filter, then the rows."""
    written = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": plain(title)})
        bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", plain(title))[:31].strip() or "Liste")
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.write_string(0, 0, plain(title), bold)
        for number, sentence in enumerate(told, start=1):
            sheet.write_string(number, 0, plain(sentence))
        at = first = len(told) + 2
        for number, column in enumerate(columns):
            sheet.write_string(first, number, column.heading, heading)
        for row in rows:
            at += 1
            for number, cell in enumerate(row):
                _write(sheet, at, number, cell, dated)
        sheet.autofilter(first, 0, at, len(columns) - 1)
        sheet.freeze_panes(first + 1, 0)
    return written.getvalue()


def plain(text: str) -> str:
    """The text as a cell can hold it."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]


def _write(sheet: Any, row: int, column: int, cell: Cell, dated: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, plain(cell))
    elif isinstance(cell, date):
        moment = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
        sheet.write_datetime(row, column, moment, dated)
    else:
        sheet.write_number(row, column, cell)
