"""Political: the whole in numbers, for those who are elected. No enhet, no sak and no person; small numbers are not shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.showing.summed import summed
from kontroll.report.few import LEAST
from kontroll.report.marks import severity_mark
from kontroll.report.situation import SEVERITIES
from kontroll.report.words import severity_name
from kontroll.web import steering_words
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp

router = APIRouter()


@router.get("/politisk", response_class=HTMLResponse)
def political(
    viewer: Annotated[Viewer, Needs(Thing.SUMMED)], summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth
) -> HTMLResponse:
    measured = summaries.measured(month)
    with follow_up.reading() as look:
        found = summed(look.tx, look.today, measured, {one: severity_name(one) for one in SEVERITIES})
        proven = latest_proof(look.tx)
    return page(
        "political.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        today=follow_up.day,
        found=found,
        proven=proven,
        least=LEAST,
        charts=steering_words.summed_courses(found.trend),
        words_of=steering_words,
        severities=SEVERITIES,
        marks={severity_name(one): severity_mark(one) for one in SEVERITIES},
    )
