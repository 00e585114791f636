"""HTML: a document as a page that stands alone, and the pieces that the pages of kontroll show of the same document.

Why the pieces are in one template: what stands on the page and what stands in the file cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from kontroll.domain.operand import Colour
from kontroll.report.document import charts
from kontroll.report.document.appendix import appendix, counted, lines
from kontroll.report.document.chart_table import table_of
from kontroll.report.document.model import Cell, Chart, Document, Figure, Section, Table
from kontroll.report.document.shown import captioned, said, shown
from kontroll.report.marks import colour_mark
from kontroll.report.standing_alone import templates
from kontroll.texts import language_code

#: The folder of `document_parts.html`, whose macros a page of kontroll may show.
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Opens:
    """Where the figures of a document open. at: address of the report, such as `/arsrapport/2026`; "" = they open nowhere.
    known: ids of those that have grounds; the others are not links. is_within: they lead to the appendix of the page itself.
    """

    at: str
    known: frozenset[str] = frozenset()
    is_within: bool = False

    def href(self, figure: Figure) -> str:
        if figure.id not in self.known:
            return ""
        if self.is_within:
            return f"#tall-{figure.id}"
        return f"{self.at}/tall/{figure.id}" if self.at else ""


def opens(document: Document, at: str) -> Opens:
    return Opens(at, frozenset(document.grounds))


def as_html(document: Document, at: str = "") -> bytes:
    """It asks for nothing from elsewhere. at: where the report stands in the kommune's kontroll, to which the appendix leads."""
    page = _templates().get_template("dokument.html")
    return page.render(
        document=document,
        opens=Opens("", frozenset(document.grounds), is_within=True),
        appendix=appendix(document, at),
        lines=lines(document, at),
        language=language_code(),
    ).encode()


def drawn(chart: Chart) -> Markup:
    return Markup(charts.svg_of_page(chart))


def numbers(chart: Chart) -> Table:
    """They stand below each other, for a telephone is narrow."""
    return table_of(chart, is_narrow=True)


def cell(one: Cell, opens: Opens | None) -> Markup:
    """A cell of a table, or a part of a sentence."""
    if isinstance(one, Colour):
        return colour_mark(one)
    if one is None or (isinstance(one, Figure) and one.value is None):
        return Markup('<span class="muted">{}</span>').format(shown(one))
    href = opens.href(one) if opens is not None and isinstance(one, Figure) else ""
    if href:
        return Markup('<a class="ds-link figure-link" href="{}">{}</a>').format(href, shown(one))
    return Markup("{}").format(shown(one))


def drafted(section: Section) -> str:
    """What was made of the figures, as whoever writes in its place finds it."""
    return "\n\n".join(said(one) for one in section.drafted)


#: What the macros ask for, besides the texts.
GLOBALS = {
    "document_cell": cell,
    "document_chart": drawn,
    "document_captioned": captioned,
    "document_numbers": numbers,
    "document_drafted": drafted,
}


@cache
def _templates() -> Environment:
    return templates(TEMPLATES, **GLOBALS, shown=shown, counted=counted)
