"""Control plan: which stikkprøver the kommune has said that it will take, how it stands with each, and what they have shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.flows.showing.control_plan import shown_plan
from kontroll.web.render import page
from kontroll.web.sample_words import STATES
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()


@router.get("/stikkprover/kontrollplan", response_class=HTMLResponse)
def control_plan(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.reading() as look:
        controls = shown_plan(look.today.desk, look.tx, look.today.day)
    return page(
        "samples_plan.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        notices=follow_up.desk.policies.notices,
        controls=controls,
        states=STATES,
        overdue=sum(one.overdue for one in controls),
    )
