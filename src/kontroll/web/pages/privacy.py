"""Privacy: what personvernombudet needs to see: personal fields, why, how long and for whom; and how a person is given hers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import OF_SYSTEMS, Thing, Viewer
from kontroll.flows.showing.privacy_pages import privacy
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()


@router.get("/personvern", response_class=HTMLResponse)
def of_persons(
    viewer: Annotated[Viewer, Needs(Thing.KONTROLLTILTAK)], summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.desk.database.reading() as tx:
        found = privacy(tx, follow_up.desk)
    return page(
        "privacy.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        of_systems=OF_SYSTEMS,
    )
