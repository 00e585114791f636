"""Word table: a table as Word keeps it, with a header row that comes again on each page.

Why written as XML: the library makes a table cell by cell, which takes minutes for a report of some length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kontroll.report.document.model import Cell, Figure, Table
from kontroll.report.document.shown import is_sum, shown
from kontroll.report.document.widths import column_widths
from kontroll.report.spreadsheet import plain

_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="9CA3AF"/>' for edge in ("top", "bottom", "insideH")
)
_LOOK = (
    f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_EDGES}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
)
#: So many rows stand together on one page.
_SHORT = 10
#: Between the margins of the sheet, in twentieths of a point: 16 cm.
_ROOM = 16 / 2.54 * 72 * 20
#: The properties of a run come in an order of their own: bold, colour, size, line below.
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F1F3F5"/>'
_INK, _LINE = '<w:color w:val="0B5394"/>', '<w:u w:val="single"/>'


def word_table(table: Table, link: Callable[[Figure], str], size: int) -> Any:
    """The element. link: the id of the relation to where a figure leads, "" = nowhere. size: of the type, in points."""
    told = f"<w:tblCaption w:val={quoteattr(plain(table.caption))}/></w:tblPr>"
    widths = _widths(table, size)
    columns = tuple(zip(table.numeric, widths, strict=True))
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    rows = "".join(
        _row(row, columns, link, _Row(size, is_bold=is_sum(table, n), stays=_stays(len(table.rows), n)))
        for n, row in enumerate(table.rows)
    )
    head = _row(table.headings, columns, link, _Row(size, is_bold=True, stays=True, is_head=True))
    return parse_xml(f"<w:tbl {nsdecls('w', 'r')}>{_LOOK}{told}{grid}{head}{rows}</w:tbl>")


@dataclass(frozen=True, slots=True)
class _Row:
    """How a row is set. size: of the type, in points. stays: on the page of the row after it."""

    size: int
    _: KW_ONLY
    is_bold: bool
    stays: bool
    is_head: bool = False


def _stays(rows: int, n: int) -> bool:
    """Of a table that goes over two pages no row stands alone; a short one does not go over two."""
    return n < rows - 1 and (rows <= _SHORT or n == 0 or n == rows - 2)


def _widths(table: Table, size: int) -> list[int]:
    """In twentieths of a point; together no more than the sheet has room for."""
    points = column_widths(table, size)
    share = _ROOM / sum(points)
    return [int(one * share) for one in points]


def _row(
    cells: tuple[Cell, ...], columns: tuple[tuple[bool, int], ...], link: Callable[[Figure], str], row: _Row
) -> str:
    # cantSplit: not parted between two pages.
    header = "<w:tblHeader/>" if row.is_head else ""
    made = "".join(_cell(cell, of, link, row) for cell, of in zip(cells, columns, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{made}</w:tr>"


def _cell(cell: Cell, column: tuple[bool, int], link: Callable[[Figure], str], row: _Row) -> str:
    is_number, width = column
    side = '<w:jc w:val="right"/>' if is_number else ""
    relation = link(cell) if isinstance(cell, Figure) else ""
    ink, line = (_INK, _LINE) if relation else ("", "")
    look = f'{"<w:b/>" if row.is_bold else ""}{ink}<w:sz w:val="{2 * row.size}"/>{line}'
    text = escape(plain(shown(cell)).replace("\n", " "))
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    if relation:
        run = f'<w:hyperlink r:id="{relation}">{run}</w:hyperlink>'
    box = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_SHADE if row.is_head else ""}</w:tcPr>'
    kept = "<w:keepNext/>" if row.stays else ""
    return f'<w:tc>{box}<w:p><w:pPr>{kept}<w:spacing w:before="30" w:after="30"/>{side}</w:pPr>{run}</w:p></w:tc>'
