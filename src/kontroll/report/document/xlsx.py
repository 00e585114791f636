"""XLSX: a document as an Excel workbook: the texts, each table on a sheet of its own, and what stands behind the figures.

Why no formulas and no links: what people wrote is in it, and a text that begins with = must be read and not run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from kontroll.report.document.chart_table import stands_beside, tables_of
from kontroll.report.document.model import Cell, Document, Figure, Items, Table, Told
from kontroll.report.document.shown import said, shown
from kontroll.report.spreadsheet import plain
from kontroll.texts import _

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: A sheet's name is no longer; the number behind it must have room.
_LONGEST_NAME = 31
#: Of a column, in letters; a longer text goes over several lines.
_WIDEST = 60
#: Of the column of texts, and a line's height in points. Not all programs find out how high a row must be.
_READ_WIDE, _LINE = 90, 15
#: A column as wide as so many noughts holds this many times as many letters.
_LETTERS = 1.1
#: What a sheet of Excel holds less its heading, and a number of it.
_MOST_ROWS, _MOST_DIGITS = 1_048_000, 15


def as_xlsx(document: Document, at: str = "") -> bytes:
    """at: address of the report in the kommune's kontroll; records stand with their addresses as texts."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        made = datetime.combine(document.known, time(12))
        book.set_properties({"title": plain(document.title), "author": plain(document.municipality), "created": made})
        sheets = _Sheets(book)
        front = sheets.add(_("Rapport"))
        names = [sheets.table(table) for section in document.walked() for table in tables_of(section)]
        _texts(sheets, front, document, names)
        _grounds(sheets, document, at)
    return written.getvalue()


# --- the sheets -------------------------------------------------------------------------------------------------------


class _Sheets:
    """The workbook, and which names of sheets are taken."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._taken: set[str] = set()
        self.bold = book.add_format({"bold": True})
        self.large = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.numeric_heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._dated = book.add_format({"num_format": "dd.mm.yyyy", "align": "left", "valign": "top"})
        self._top = book.add_format({"valign": "top"})
        self._numbers: dict[str, Any] = {}

    def add(self, name: str) -> Any:
        """A sheet with that name, or one that is near it."""
        sheet = self._book.add_worksheet(self._name(name))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def table(self, table: Table) -> str:
        """The name of the sheet it is on."""
        told = (table.note,) if table.note else ()
        return self.rows(table.caption, told, table.headings, table.numeric, table.rows)

    def rows(
        self,
        caption: str,
        told: Sequence[str],
        headings: Sequence[str],
        numeric: Sequence[bool],
        rows: Sequence[Sequence[Cell]],
    ) -> str:
        """A sheet: what it is, then the columns with a filter, then the rows. Returns its name."""
        sheet = self.add(caption)
        sheet.write_string(0, 0, plain(caption), self.bold)
        for at, text in enumerate(told, start=1):
            sheet.write_string(at, 0, plain(text))
        first = len(told) + 2
        for column, heading in enumerate(headings):
            widest = max((len(shown(row[column])) for row in rows[:500]), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(12, widest + 2, min(24, len(heading) + 2))))
            style = self.numeric_heading if numeric[column] else self.heading
            sheet.write_string(first, column, plain(heading), style)
        for at, row in enumerate(rows[:_MOST_ROWS], start=first + 1):
            longest = max((cell for cell in row if isinstance(cell, str)), key=len, default="")
            if len(longest) > _WIDEST * _LETTERS:
                sheet.set_row(at, _height(longest, _WIDEST))
            for column, cell in enumerate(row):
                self._write(sheet, at, column, cell)
        if rows:
            sheet.autofilter(first, 0, first + min(len(rows), _MOST_ROWS), len(headings) - 1)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)
        name: str = sheet.get_name()
        return name

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        value, unit = (cell.value, cell.unit) if isinstance(cell, Figure) else (cell, "")
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), self._dated)
        # Of more digits than these a number of Excel is another number.
        elif isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS:
            sheet.write_number(row, column, float(value), self._number(value, unit))
        else:
            text = plain(shown(cell))
            sheet.write_string(row, column, text, self.wrapped if len(text) > _WIDEST else self._top)

    def _number(self, value: int | Decimal, unit: str) -> Any:
        """How a number is shown; what it is counted in stands behind it, and is no part of it."""
        decimals = max(0, -int(Decimal(value).as_tuple().exponent))
        # As the file writes it; Excel puts what the reader's language has between thousands and before decimals.
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        if unit:
            pattern += f'" {plain(unit).replace(chr(34), "")}"'
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[pattern]

    def _name(self, wanted: str) -> str:
        """A name that a sheet may have, and none has."""
        base = _cut(re.sub(r"[\[\]:*?/\\']", " ", plain(wanted)).strip(), _LONGEST_NAME - 4) or _("Tabell")
        name, number = base, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{base} {number}"
        self._taken.add(name.lower())
        return name


def _height(text: str, width: int) -> int:
    """Of a row in which the text goes over several lines; Excel has no higher row than 409 points."""
    return min(409, _LINE * ceil(len(text) / (width * _LETTERS)))


def _cut(text: str, most: int) -> str:
    """No longer than that, and after a whole word where there is one."""
    if len(text) <= most:
        return text
    whole = text[:most] if not text[most].isalnum() else text[:most].rpartition(" ")[0]
    return (whole or text[:most]).rstrip(" ,.:(–-")


def _texts(sheets: _Sheets, sheet: Any, document: Document, names: Sequence[str]) -> None:
    """The first sheet: what it is, and every chapter as it is read. names: of the sheets of its tables, in order."""
    sheet.set_column(0, 0, _READ_WIDE)
    waiting = iter(names)
    lines: list[tuple[str, Any]] = [(document.municipality, None), (document.title, sheets.large)]
    lines += [(line, sheets.wrapped) for line in document.standing]
    lines += [(f"{name}: {value}", sheets.wrapped) for name, value in document.facts]
    for section in document.walked():
        lines += [("", None), (section.title, sheets.bold)]
        lines += [(said(told), sheets.wrapped) for told in section.paragraphs]
        for n, block in enumerate(section.blocks):
            if isinstance(block, Told):
                lines.append((said(block), sheets.wrapped))
            elif isinstance(block, Items):
                lines += [(f"– {said(item)}", sheets.wrapped) for item in block.items]
            elif isinstance(block, Table):
                lines.append((_("Se arket «{name}».").format(name=next(waiting)), sheets.wrapped))
            elif stands_beside(section.blocks, n):
                lines.append((block.told, sheets.wrapped))
            else:
                told = _("{told} Se arket «{name}».").format(told=block.told, name=next(waiting))
                lines.append((told, sheets.wrapped))
    for at, (text, style) in enumerate(lines):
        if text:
            sheet.write_string(at, 0, plain(text), style)
        if len(text) > _READ_WIDE * _LETTERS:
            sheet.set_row(at, _height(text, _READ_WIDE))


def _grounds(sheets: _Sheets, document: Document, at: str) -> None:
    """What each figure is, the records it was counted of, and the rules and deliveries behind it."""
    figures = {one.id: one for one in document.figures() if one.id in document.grounds}
    found = [(figure, document.grounds[id]) for id, figure in figures.items()]
    site = _site(at)
    told = (
        Table(
            caption=_("Tallene"),
            headings=(
                _("Tall"),
                _("Verdi"),
                _("Enhet"),
                _("Hva som er telt"),
                _("Regnet som"),
                _("Poster"),
                _("Sum av"),
            ),
            numeric=(False, True, False, False, False, True, False),
            rows=tuple(
                (one.id, _number_of(one), one.unit, g.counted, g.how.value, len(g.records), ", ".join(g.total))
                for one, g in found
            ),
        ),
        Table(
            caption=_("Grunnlag"),
            headings=(_("Tall"), _("Slag"), _("Post"), _("Navn"), _("Verdi"), _("Adresse")),
            numeric=(False, False, False, False, True, False),
            rows=tuple(
                (one.id, r.kind, r.id, r.name, r.value, f"{site}{r.address}" if r.address else "")
                for one, grounds in found
                for r in grounds.records
            ),
        ),
        _named(_("Regler"), (_("Regel"), _("Versjon"), _("Tall")), [(r, o.id) for o, g in found for r in g.rules]),
        _named(_("Leveranser"), (_("Levert"), _("SHA-256"), _("Tall")), [(d, o.id) for o, g in found for d in g.data]),
    )
    for table in told:
        if table.rows:
            sheets.table(table)


def _named(caption: str, headings: tuple[str, ...], pairs: list[tuple[tuple[str, str], str]]) -> Table:
    """Each rule or delivery once, with the figures it stands behind."""
    behind: dict[tuple[str, str], list[str]] = {}
    for pair, figure in pairs:
        behind.setdefault(pair, []).append(figure)
    rows = tuple((*pair, ", ".join(figures)) for pair, figures in sorted(behind.items()))
    return Table(caption=caption, headings=headings, numeric=(False, False, False), rows=rows)


def _site(at: str) -> str:
    """`https://kontroll.example` of an address at it; "" where there is none."""
    found = re.match(r"https?://[^/]+", at)
    return found[0] if found else ""


def _number_of(figure: Figure) -> Cell:
    return _("vises ikke") if figure.value is None else figure.value
