"""Watchlist: who is bought from or paid, at which enhet, by the weight of what rules have found; down to the records."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.report.watched import seen_rows, shown_rows
from kontroll.report.watchlist import MONTHS
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, demand_page

router = APIRouter()


@router.get("/vaktliste", response_class=HTMLResponse)
def watchlist(
    viewer: Annotated[Viewer, Needs(Thing.RECORD)],
    summaries: AllSummaries,
    side: AskedPage = 1,
    enhet: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """enhet: a part of its name, or its id."""
    situation, part = summaries.situation, enhet.strip().casefold()
    rows = seen_rows(summaries.watched(), seen(viewer, Thing.RECORD))
    if part:
        last = situation.last
        rows = [r for r in rows if part in situation.unit_name(r[1].enhet, last).casefold() or part == r[1].enhet]
    start = offset_of(side)
    shown = shown_rows(situation, rows[start : start + PER_PAGE], seen(viewer, Thing.PERSONAL))
    found = Paged(shown, side, len(rows))
    demand_page(side, found.pages)
    return page(
        "watchlist.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        enhet=enhet.strip(),
        months=MONTHS,
        proven=summaries.of(situation.last).proof,
        query={"enhet": enhet.strip() or None},
    )
