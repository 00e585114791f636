"""Report files: a report of a draw as a page that stands alone, as JSON, and the sample as an Excel sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from kontroll.report.sampling.draw_report import Cell, DrawReport, Kind, Table
from kontroll.report.sampling.report_json import report_text
from kontroll.report.spreadsheet import Column, workbook
from kontroll.report.standing_alone import templates
from kontroll.texts import _, language_code

#: The section whose rows the Excel sheet holds.
_SAMPLE = "utvalg"
_WIDTHS = {Kind.TEXT: 24, Kind.COUNT: 10, Kind.KRONER: 16}


def as_html(report: DrawReport, municipality: str) -> bytes:
    """It asks for nothing from elsewhere: no script, no picture, no address."""
    page = _templates().get_template("rapport.html")
    return page.render(report=report, municipality=municipality, language=language_code()).encode()


def sections_html(report: DrawReport) -> Markup:
    """Its sections, for a page that has a heading of its own."""
    macros: Any = _templates().get_template("deler.html").module
    return Markup(macros.sections(report))


def as_json(report: DrawReport, municipality: str) -> bytes:
    return report_text(report).encode()


def as_xlsx(report: DrawReport, municipality: str) -> bytes:
    """The sample row by row, with what is to be quoted above it."""
    table = next((table for one in report.sections if one.id == _SAMPLE for table in one.tables), None)
    table = table or Table(_("Det som ble trukket"), (), ())
    columns = [Column(column.heading, _WIDTHS[column.kind]) for column in table.columns]
    rows = [
        [_kroner(cell) if column.kind is Kind.KRONER else cell for column, cell in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    told = [municipality, report.draw_id, report.quote, report.conclusion]
    return workbook(report.name, told, columns or [Column(table.caption)], rows)


#: By the ending of the file's name.
WRITERS: dict[str, Callable[[DrawReport, str], bytes]] = {".html": as_html, ".json": as_json, ".xlsx": as_xlsx}


def _kroner(ore: Cell) -> Cell | float:
    return ore if isinstance(ore, str) else ore / 100


@cache
def _templates() -> Environment:
    return templates(Path(__file__).parent / "templates")
