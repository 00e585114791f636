"""Word table: a table as Word keeps it, with a header row that comes again on each page.

Why written as XML: the library makes a table cell by cell, which takes minutes for a report of some length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kontroll.report.document.model import Cell, Figure, Table
from kontroll.report.document.shown import shown
from kontroll.report.spreadsheet import plain

_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="9CA3AF"/>' for edge in ("top", "bottom", "insideH")
)
_LOOK = (
    f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_EDGES}</w:tblBorders>'
    '<w:tblLayout w:type="autofit"/>'
    '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
)
#: The properties of a run come in an order of their own: bold, colour, size, line below.
_INK, _LINE = '<w:color w:val="0B5394"/>', '<w:u w:val="single"/>'


def word_table(table: Table, link: Callable[[Figure], str], size: int) -> Any:
    """The element. link: the id of the relation to where a figure leads, "" = nowhere. size: of the type, in points."""
    told = f"<w:tblCaption w:val={quoteattr(plain(table.caption))}/></w:tblPr>"
    grid = "<w:tblGrid>" + "<w:gridCol/>" * len(table.headings) + "</w:tblGrid>"
    rows = "".join(_row(row, table.numeric, link, size) for row in table.rows)
    head = _row(table.headings, table.numeric, link, size, is_head=True)
    return parse_xml(f"<w:tbl {nsdecls('w', 'r')}>{_LOOK}{told}{grid}{head}{rows}</w:tbl>")


def _row(
    cells: tuple[Cell, ...],
    numeric: tuple[bool, ...],
    link: Callable[[Figure], str],
    size: int,
    *,
    is_head: bool = False,
) -> str:
    # cantSplit: not parted between two pages.
    header = "<w:tblHeader/>" if is_head else ""
    made = "".join(_cell(cell, is_number, link, size, is_head) for cell, is_number in zip(cells, numeric, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{made}</w:tr>"


def _cell(cell: Cell, is_number: bool, link: Callable[[Figure], str], size: int, is_head: bool) -> str:
    side = '<w:jc w:val="right"/>' if is_number else ""
    relation = link(cell) if isinstance(cell, Figure) else ""
    ink, line = (_INK, _LINE) if relation else ("", "")
    look = f'{"<w:b/>" if is_head else ""}{ink}<w:sz w:val="{2 * size}"/>{line}'
    text = escape(plain(shown(cell)).replace("\n", " "))
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    if relation:
        run = f'<w:hyperlink r:id="{relation}">{run}</w:hyperlink>'
    return f'<w:tc><w:p><w:pPr><w:spacing w:before="30" w:after="30"/>{side}</w:pPr>{run}</w:p></w:tc>'
