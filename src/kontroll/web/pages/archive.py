"""Archive: what was taken out to the kommune's archive, and what waits to be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.flows.archive.shown import shown_archive
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()


@router.get("/arkiv", response_class=HTMLResponse)
def archive(
    viewer: Annotated[Viewer, Needs(Thing.ARCHIVE)], summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = shown_archive(look)
    return page(
        "archive.html", viewer=viewer, situation=summaries.situation, month=summaries.situation.last, found=found
    )
