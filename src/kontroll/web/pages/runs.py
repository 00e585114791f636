"""Runs: that each month was run, what it ran without, what it stopped and what it changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.flows.showing.runs_pages import runs_page, whole_run
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()


@router.get("/kjoringer", response_class=HTMLResponse)
def runs(
    viewer: Annotated[Viewer, Needs(Thing.RUN)], summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = runs_page(look.tx, look.today, side)
    demand_page(side, found.pages)
    return page(
        "runs.html", viewer=viewer, situation=summaries.situation, month=summaries.situation.last, found=found, query={}
    )


@router.get("/kjoringer/{id}", response_class=HTMLResponse)
def run(
    viewer: Annotated[Viewer, Needs(Thing.RUN)], id: str, summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = whole_run(look.tx, look.today, id)
    if found is None:
        raise HTTPException(404, _("Det finnes ingen kjøring med nummer «{id}».").format(id=id[:60]))
    return page(
        "run.html",
        viewer=viewer,
        sees_cells=seen(viewer, Thing.RECORD).is_all,
        situation=summaries.situation,
        month=summaries.situation.last,
        one=found,
        run=found.shown.run,
    )
