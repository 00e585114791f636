"""Behind: the page about one figure of a report: what was counted, in one sentence, and every one of them."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import HTTPException
from starlette.responses import HTMLResponse

from kontroll.domain.access import Viewer
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.report.document.model import Document, Figure, Grounds, How, Record, figures_of
from kontroll.report.summary import Summaries
from kontroll.texts import N_, _
from kontroll.web.render import page
from kontroll.web.site import demand_page

_HOW = {
    How.SUM: N_("Tallet er summen av det som står i listen."),
    How.MEDIAN: N_("Tallet er det midterste av dem som står i listen."),
    How.READ: N_("Tallet står på siden som listen viser til, eller følger av den."),
}


def figure_page(
    viewer: Viewer,
    summaries: Summaries,
    document: Document,
    behind: Mapping[str, Grounds],
    figure: str,
    side: int,
    at: str,
    *,
    is_shared: bool = False,
) -> HTMLResponse:
    """at: address of the report. is_shared: the records themselves are not for whoever reads. 404 for a figure there is not."""
    grounds = behind.get(figure)
    if grounds is None:
        raise HTTPException(404, _("Det finnes ikke noe slikt tall i rapporten."))
    records = grounds.records
    found: Paged[Record] = Paged(records[offset_of(side) : offset_of(side) + PER_PAGE], side, len(records))
    demand_page(side, found.pages)
    shown = next((one for one in document.figures() if one.id == figure), Figure(id=figure, value=None))
    return page(
        "report_figure.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        report=document,
        figure=shown,
        grounds=grounds,
        found=found,
        how=_(_HOW[grounds.how]),
        worth=any(record.value != 1 for record in records),
        unit=shown.unit,
        at=at,
        chapter=_chapter_of(document, figure),
        is_shared=is_shared,
    )


def not_shown(document: Document) -> list[Figure]:
    """Each once, in the order they are read: whoever follows up the whole opens them from a list of their own."""
    return list({one.id: one for one in document.figures() if one.value is None}.values())


def _chapter_of(document: Document, figure: str) -> tuple[str, str]:
    """Id and title of the part in which the figure stands."""
    # What stands first of all is told shortly, and has its place in a chapter of its own.
    for section in [*list(document.walked())[1:], *document.sections[:1]]:
        if any(one.id == figure for one in figures_of(section)):
            return section.id, section.title
    return "", ""
