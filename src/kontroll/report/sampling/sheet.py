"""Sheet: the items of a draw as an Excel file to fill in, one row each, and what such a file holds when it comes back.

Why the sheet holds the hash of the sample: what comes back is held against what was drawn, and another sample is refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import xlsxwriter  # type: ignore[import-untyped]
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kontroll.domain.draw import Draw, DrawnItem, Finding
from kontroll.domain.itemcheck import ANSWERS
from kontroll.domain.problem import KontrollError
from kontroll.report.spreadsheet import plain
from kontroll.texts import N_, _

#: Bytes of a file that comes back, and of what it unpacks to: a sheet of a thousand items is a tenth of it.
LARGEST, LARGEST_UNPACKED = 5 * 2**20, 100 * 2**20
#: Where the draw, the hash and whose items they are stand, and the headings; counted from 1, as Excel does.
DRAW_ROW, HASH_ROW, WHOSE_ROW, HEADING_ROW = 2, 3, 4, 6
#: What stands for everybody's items.
ALL = "alle"
#: Numbers with more digits are rounded by Excel.
_MOST_EXACT = 10**15
_MOST_ROWS = 20_000
GIVEN = (N_("Nr"), N_("Stratum"), N_("Id"), N_("Post"), N_("Enhet"), N_("Måned"), N_("Bokført beløp"))
NR, STRATUM, IDENTITY, POST, ENHET, MONTH, AMOUNT = range(len(GIVEN))
FILLED = (N_("Funn"), N_("Riktig beløp"), N_("Minutter"), N_("Hva du fant"))
FINDING, AUDITED, MINUTES, WORDS = range(len(FILLED))
_GIVEN_WIDTHS, _FILLED_WIDTHS = (6, 18, 30, 18, 28, 10, 16), (22, 16, 10, 60)


class NoSheet(KontrollError):
    """The file is no workbook that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFill:
    """What a sheet is made of. sample: SHA-256 of utvalg.tsv. whose: a person's id, or ALL. points: point -> its sentence.
    enheter: id -> name. shows_posts: not where the key of the records is about persons.
    """

    draw: Draw
    sample: str
    whose: str
    items: Sequence[DrawnItem]
    points: Mapping[str, str]
    enheter: Mapping[str, str]
    shows_posts: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """line: as Excel counts. cells: their values. uncomputed: columns with a formula that has no value."""

    line: int
    cells: Sequence[Any]
    uncomputed: Sequence[int] = ()

    def at(self, column: int) -> Any:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A sheet as it came back."""

    draw: object
    sample: object
    whose: object
    headings: Sequence[object]
    rows: Sequence[Row]


def headings(points: Sequence[str]) -> list[str]:
    return [*(_(one) for one in GIVEN), *points, *(_(one) for one in FILLED)]


def amount_shown(ore: int) -> float | str:
    """Kroner, as a number where Excel can hold it."""
    whole, rest = divmod(abs(ore), 100)
    return ore / 100 if abs(ore) < _MOST_EXACT else f"{'-' if ore < 0 else ''}{whole},{rest:02}"


# --- out ----------------------------------------------------------------------------------------------------------------


def written_sheet(of: ToFill) -> bytes:
    written = BytesIO()
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, {"in_memory": True, **inert}) as book:
        sheet = book.add_worksheet(_("Poster"))
        _head(book, sheet, of)
        _rows(book, sheet, of)
        _choices(sheet, of)
        sheet.freeze_panes(HEADING_ROW, IDENTITY + 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING_ROW - 1)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        _guide(book, of)
    return written.getvalue()


def _head(book: Any, sheet: Any, of: ToFill) -> None:
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    title = _("Stikkprøve {id}: {name}").format(id=of.draw.id, name=of.draw.name)
    sheet.write_string(0, 0, plain(title), bold)
    for row, label, value in (
        (DRAW_ROW, _("Stikkprøve"), of.draw.id),
        (HASH_ROW, _("SHA-256 av utvalg.tsv"), of.sample),
        (WHOSE_ROW, _("Postene til"), of.whose),
    ):
        sheet.write_string(row - 1, 0, label)
        sheet.write_string(row - 1, IDENTITY, value, text)
    for column, name in enumerate(headings(list(of.points))):
        sheet.write_string(HEADING_ROW - 1, column, plain(name), heading)
    widths = (*_GIVEN_WIDTHS, *(16 for _point in of.points), *_FILLED_WIDTHS)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _rows(book: Any, sheet: Any, of: ToFill) -> None:
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0.00"})
    open_cell = book.add_format({"locked": False, "text_wrap": True, "border": 4})
    open_money = book.add_format({"locked": False, "num_format": "#,##0.00", "border": 4})
    first = len(GIVEN)
    filled = first + len(of.points)
    for row, item in enumerate(of.items, start=HEADING_ROW):
        sheet.write_number(row, NR, item.nr)
        sheet.write_string(row, STRATUM, plain(item.stratum), text)
        sheet.write_string(row, IDENTITY, plain(item.identity), text)
        sheet.write_string(row, POST, plain(item.post) if of.shows_posts else "", text)
        sheet.write_string(row, ENHET, plain(of.enheter.get(item.enhet, item.enhet)), text)
        sheet.write_string(row, MONTH, str(item.month) if item.month is not None else "", text)
        sheet.write(row, AMOUNT, amount_shown(item.amount) if of.draw.amount_field else "", money)
        for column in range(first, filled + len(FILLED)):
            sheet.write_blank(row, column, None, open_money if column == filled + AUDITED else open_cell)


def _choices(sheet: Any, of: ToFill) -> None:
    """The drop-downs; each point is told where its cell is chosen."""
    if not of.items:
        return
    top, bottom, first = HEADING_ROW, HEADING_ROW + len(of.items) - 1, len(GIVEN)
    for column, (point, sentence) in enumerate(of.points.items(), start=first):
        told = {"input_title": plain(point)[:32], "input_message": plain(sentence)[:255]}
        sheet.data_validation(top, column, bottom, column, {"validate": "list", "source": list(ANSWERS), **told})
    filled = first + len(of.points)
    findings = [one.value for one in Finding]
    sheet.data_validation(top, filled, bottom, filled, {"validate": "list", "source": findings})


def _guide(book: Any, of: ToFill) -> None:
    sheet = book.add_worksheet(_("Veiledning"))
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, _("Slik fyller du ut arket"), bold)
    told = [
        _("Fyll ut én rad for hver post du har kontrollert. Rader du ikke rører, regnes som ikke kontrollert ennå."),
        _("Velg svar og funn fra listene. Skriv hva du fant ved avvik, når dokumentasjon mangler, og når et svar er nei."),
        _("Skriv riktig beløp bare når det er et annet enn det bokførte, eller når planen ber om det."),
        _("Ikke slett, legg til eller flytt rader. Nummer, id og beløp er låst, fordi de holdes mot utvalget."),
        _("Lever arket der du hentet det. Er noe galt, blir ingenting lagret, og du får vite hva som må rettes."),
    ]  # fmt: skip
    for row, sentence in enumerate(told, start=1):
        sheet.write_string(row, 1, sentence, wrapped)
    below = len(told) + 2
    if of.points:
        sheet.write_string(below, 0, _("Sjekklisten"), bold)
    for row, (point, sentence) in enumerate(of.points.items(), start=below + 1):
        sheet.write_string(row, 0, plain(point), wrapped)
        sheet.write_string(row, 1, plain(sentence), wrapped)
    sheet.protect("")


# --- back in ------------------------------------------------------------------------------------------------------------


def read_sheet(content: bytes) -> Returned:
    """Raises NoSheet."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST_UNPACKED:
                raise NoSheet("unpacks to too much")
        values, formulas = _cells(content, computed=True), _cells(content, computed=False)
    except NoSheet:
        raise
    except (BadZipFile, InvalidFileException) as error:
        raise NoSheet("no workbook") from error
    except (
        Exception
    ) as error:  # the library raises whatever a damaged file leads it to; each means that it cannot be read
        raise NoSheet("damaged workbook") from error
    values += [()] * (HEADING_ROW - len(values))
    rows = [
        Row(line, cells, [at for at, cell in enumerate(cells) if cell is None and formulas[line - 1][at] is not None])
        for line, cells in enumerate(values[HEADING_ROW:], start=HEADING_ROW + 1)
    ]
    return Returned(
        draw=_fixed(values, DRAW_ROW),
        sample=_fixed(values, HASH_ROW),
        whose=_fixed(values, WHOSE_ROW),
        headings=_trimmed(values[HEADING_ROW - 1]),
        rows=[row for row in rows if row.uncomputed or any(cell not in (None, "") for cell in row.cells)],
    )


def _cells(content: bytes, *, computed: bool) -> list[tuple[Any, ...]]:
    with warnings.catch_warnings():
        # The library remarks on missing styles and dropped drawings; neither is a value.
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=computed)
    try:
        return list(book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True))
    finally:
        book.close()


def _fixed(values: Sequence[Sequence[Any]], row: int) -> object:
    cells = values[row - 1]
    return cells[IDENTITY] if len(cells) > IDENTITY else None


def _trimmed(cells: Sequence[object]) -> list[object]:
    found = list(cells)
    while found and found[-1] in (None, ""):
        found.pop()
    return found
