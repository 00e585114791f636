"""PDF: a document as a well-set paper, PDF/UA-1 and PDF/A-2a in one file. The same document, the same bytes.

A figure leads to the appendix, which says what was counted, and from there to the records in the kommune's kontroll.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from kontroll.domain.operand import Colour
from kontroll.report.document import charts
from kontroll.report.document.appendix import appendix, lines
from kontroll.report.document.chart_table import stands_beside, table_of
from kontroll.report.document.kinds import ReportKind
from kontroll.report.document.model import Block, Cell, Chart, Document, Figure, Items, Section, Table, Told
from kontroll.report.document.shown import captioned, is_sum, shown
from kontroll.report.document.widths import PAPER, column_widths, even, size_for, stands_whole
from kontroll.report.typeset import pdf
from kontroll.texts import NORWAY, _, language_code

#: Of the type of a table, in points: the first in which its words fit on the paper; likewise below a drawing.
_SIZES, _SMALL = (9.0, 8.5, 8.0, 7.5, 7.0, 6.0), (7.5, 7.0, 6.0)
#: What a report's standing may be to stand at the foot of each page.
_SHORT_STANDING = 40


def as_pdf(document: Document, at: str = "") -> bytes:
    """at: absolute address of the report in the kommune's kontroll; "" = nothing leads out of the paper. Raises NotSet."""
    made = datetime.combine(document.known, time(12), NORWAY)
    return pdf("document", _shown(document, at), made)


def _shown(document: Document, at: str) -> dict[str, Any]:
    known = frozenset(document.grounds)
    standing = document.standing[0] if document.standing else ""
    foot = [document.municipality, document.title, *([standing] if len(standing) <= _SHORT_STANDING else [])]
    return {
        "title": document.title,
        "owner": document.municipality,
        "foot": " · ".join(part.rstrip(".") for part in foot),
        "language": language_code(),
        "has_cover": document.kind != ReportKind.MONTH.value,
        "standing": list(document.standing),
        "facts": [list(pair) for pair in document.facts],
        "sections": [_section(one, known) for one in document.sections] + list(_appendix(document, at)),
        "words": {"contents": _("Innhold"), "paged": _("side {n} av {of}")},
    }


def _section(section: Section, known: frozenset[str]) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(one, known) for one in section.paragraphs] + list(_blocks(section.blocks, known)),
        "parts": [_section(part, known) for part in section.parts],
    }


def _appendix(document: Document, at: str) -> Iterator[dict[str, Any]]:
    """Each of its figures is where the figure in the text leads, and leads on to its records."""
    found = lines(document, at)
    for section in appendix(document, at):
        chapter = _section(section, frozenset())
        figures = next(one for one in chapter["blocks"] if one["is"] == "table")
        for line, row in zip(found, figures["rows"], strict=True):
            row[0]["mark"] = line.figure.id
            row[1] |= {"out": line.to} if line.to else {}
        yield chapter


def _blocks(blocks: Sequence[Block], known: frozenset[str]) -> Iterator[dict[str, Any]]:
    for n, block in enumerate(blocks):
        made = _block(block, known)
        if stands_beside(blocks, n):
            made["numbers"] = None
        yield made


def _block(block: Block, known: frozenset[str]) -> dict[str, Any]:
    if isinstance(block, Told):
        return {"is": "told", "parts": _told(block, known)}
    if isinstance(block, Items):
        return {"is": "items", "items": [_told(item, known) for item in block.items]}
    if isinstance(block, Table):
        return _table(block, known)
    return _chart(block)


def _told(told: Told, known: frozenset[str]) -> list[dict[str, str]]:
    return [_cell(part, known) for part in told.parts]


def _table(table: Table, known: frozenset[str], sizes: Sequence[float] = _SIZES) -> dict[str, Any]:
    size = size_for(table, sizes)
    widths = column_widths(table, size)
    return {
        "is": "table",
        "caption": table.caption,
        "headings": list(table.headings),
        "numeric": list(table.numeric),
        "widths": [round(one, 1) for one in widths],
        "is_narrow": sum(widths) < PAPER - 1,
        "is_whole": stands_whole(table, widths, size),
        "has_sum": bool(table.rows) and is_sum(table, len(table.rows) - 1),
        "size": size,
        "rows": [[_cell(cell, known) for cell in row] for row in table.rows],
        "note": table.note,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    numbers = _table(table_of(chart), frozenset(), _SMALL)
    if len(numbers["widths"]) == 1 + len(chart.labels):
        numbers["widths"] = even(numbers["widths"])
    return {
        "is": "chart",
        "caption": captioned(chart),
        "told": chart.told,
        "svg": charts.svg(chart),
        "numbers": numbers,
    }


def _cell(cell: Cell, known: frozenset[str]) -> dict[str, str]:
    """to: the label in the appendix it leads to. colour: of the mark before it."""
    made: dict[str, str] = {"text": shown(cell)}
    if isinstance(cell, Figure) and cell.id in known and cell.value is not None:
        made["to"] = cell.id
    if isinstance(cell, Colour):
        made["colour"] = cell.name.lower()
    return made
