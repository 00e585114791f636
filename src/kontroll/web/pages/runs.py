"""Runs: that each month was run, what it ran without, what it stopped and what it changed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.flows.runs_pages import runs_page
from kontroll.web.render import page
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()


@router.get("/kjoringer", response_class=HTMLResponse)
def runs(summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1) -> HTMLResponse:
    with follow_up.reading() as look:
        found = runs_page(look.tx, look.today, side)
    demand_page(side, found.pages)
    return page("runs.html", situation=summaries.situation, month=summaries.situation.last, found=found, query={})
