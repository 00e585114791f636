"""Watchlist: who is bought from or paid, at which enhet, by the weight of what rules have found; down to the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.report.situation import Situation
from kontroll.report.watched import seen_rows, shown_rows
from kontroll.report.watchlist import MONTHS, Watched
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, demand_page

router = APIRouter()
AskedEnhet = Annotated[str, Query(max_length=100)]


@router.get("/vaktliste", response_class=HTMLResponse)
def watchlist(
    viewer: Annotated[Viewer, Needs(Thing.RECORD)],
    summaries: AllSummaries,
    side: AskedPage = 1,
    enhet: AskedEnhet = "",
) -> HTMLResponse:
    """enhet: a part of its name, or its id."""
    situation = summaries.situation
    rows = rows_at(situation, seen_rows(summaries.watched(), seen(viewer, Thing.RECORD)), enhet)
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


def rows_at(situation: Situation, rows: Sequence[tuple[int, Watched]], enhet: str) -> list[tuple[int, Watched]]:
    """Those of the enhet with that id, or of those whose names have it in them; all where it is empty."""
    part, last = enhet.strip().casefold(), situation.last
    return [
        row
        for row in rows
        if not part or part in situation.unit_name(row[1].enhet, last).casefold() or part == row[1].enhet.casefold()
    ]
