"""PDF: a document as a well-set paper, PDF/UA-1 and PDF/A-2a in one file. The same document, the same bytes.

A figure leads to the appendix, which says what was counted, and from there to the records in the kommune's kontroll.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from kontroll.domain.operand import Colour
from kontroll.report.document import charts
from kontroll.report.document.appendix import appendix, lines
from kontroll.report.document.chart_table import table_of
from kontroll.report.document.kinds import ReportKind
from kontroll.report.document.model import Block, Cell, Chart, Document, Figure, Items, Section, Table, Told
from kontroll.report.document.shown import captioned, shown
from kontroll.report.typeset import pdf
from kontroll.texts import NORWAY, _

#: A column of texts no longer than this is as wide as it is; longer ones share what is left by their lengths.
_NARROW, _WIDEST = 14, 60
#: Of more columns than this a table is set smaller.
_MANY = 6
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
        "has_cover": document.kind != ReportKind.MONTH.value,
        "standing": list(document.standing),
        "facts": [list(pair) for pair in document.facts],
        "sections": [_section(one, known) for one in document.sections] + list(_appendix(document, at)),
        "words": {"contents": _("Innhold"), "paged": _("side {n} av {of}")},
    }


def _section(section: Section, known: frozenset[str]) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(one, known) for one in (*section.paragraphs, *section.blocks)],
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


def _table(table: Table, known: frozenset[str]) -> dict[str, Any]:
    return {
        "is": "table",
        "caption": table.caption,
        "headings": list(table.headings),
        "numeric": list(table.numeric),
        "widths": _widths(table),
        "is_small": len(table.headings) > _MANY,
        "rows": [[_cell(cell, known) for cell in row] for row in table.rows],
        "note": table.note,
    }


def _widths(table: Table) -> list[int]:
    """Of each column: a share of the paper's width, 0 = as wide as what stands in it. One at least takes what is left."""
    longest = [
        max((len(shown(row[column])) for row in table.rows), default=len(heading))
        for column, heading in enumerate(table.headings)
    ]
    shares = [
        0 if is_number or longest[column] <= _NARROW else min(longest[column], _WIDEST)
        for column, is_number in enumerate(table.numeric)
    ]
    return shares if any(shares) or not shares else [1, *shares[1:]]


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "is": "chart",
        "caption": captioned(chart),
        "told": chart.told,
        "svg": charts.svg(chart),
        "numbers": _table(table_of(chart), frozenset()),
    }


def _cell(cell: Cell, known: frozenset[str]) -> dict[str, str]:
    """to: the label in the appendix it leads to. colour: of the mark before it."""
    made: dict[str, str] = {"text": shown(cell)}
    if isinstance(cell, Figure) and cell.id in known:
        made["to"] = cell.id
    if isinstance(cell, Colour):
        made["colour"] = cell.name.lower()
    return made
