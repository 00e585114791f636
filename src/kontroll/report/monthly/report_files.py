"""Report files: the report of a period as a page that stands alone, and as an Excel workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kontroll.report.monthly.period_report import Cell, PeriodReport, ReportTable, shown
from kontroll.report.spreadsheet import plain
from kontroll.texts import _, day, language_code


def as_html(report: PeriodReport) -> bytes:
    """It asks for nothing from elsewhere: no script, no picture, no address."""
    page = _templates().get_template("periode.html")
    return page.render(report=report, language=language_code(), day=day, shown=shown).encode()


def as_xlsx(report: PeriodReport) -> bytes:
    """The texts on the first sheet, and each table on one of its own."""
    written = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": plain(report.title)})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet(_("Rapport"))
        first.set_column(0, 0, 100)
        at = 0
        for text in (f"{report.municipality}. {report.title}", standing(report)):
            first.write_string(at, 0, plain(text), bold if at == 0 else wrapped)
            at += 1
        for area in report.areas:
            at += 1
            first.write_string(at, 0, plain(area.title), bold)
            for paragraph in area.paragraphs:
                at += 1
                first.write_string(at, 0, plain(paragraph), wrapped)
            at += 1
        names: set[str] = {_("Rapport").lower()}
        for area, table in report.tables:
            _sheet(book, _name(f"{area.title} {table.caption}", names), table, bold)
    return written.getvalue()


#: By the ending of the file's name.
WRITERS: dict[str, Callable[[PeriodReport], bytes]] = {".html": as_html, ".xlsx": as_xlsx}


def standing(report: PeriodReport) -> str:
    """Whether it is a draft, and of when its figures are."""
    parts = [
        _("Lagt fram {day}.").format(day=day(report.presented)) if report.presented else _("Utkast."),
        *([] if report.is_over else [_("Perioden er ikke over.")]),
        _("Tallene er slik de var kjent {day}.").format(day=day(report.known)),
    ]
    return " ".join(parts)


def _sheet(book: Any, name: str, table: ReportTable, bold: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, plain(table.caption), bold)
    for column, heading in enumerate(table.headings):
        sheet.set_column(column, column, 16 if table.numeric[column] else 32)
        sheet.write_string(2, column, plain(heading), bold)
    for row, cells in enumerate(table.rows, start=3):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell)
    sheet.freeze_panes(3, 1)


def _write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, plain(shown(cell)))


def _name(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have, and none has."""
    base = re.sub(r"[\[\]:*?/\\']", " ", plain(wanted))[:28].strip() or _("Tabell")
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base} {number}"
    taken.add(name.lower())
    return name


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["_"] = _
    made.globals["standing"] = standing
    return made
