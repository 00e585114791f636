"""Saker: those that are followed up, and one of them with what was said and done in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.sak import SakState
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.showing.saker_pages import SakerAsked, saker_page
from kontroll.texts import _
from kontroll.web.pages.answer import read_sak
from kontroll.web.render import page
from kontroll.web.shown_sak import sak_page
from kontroll.web.signed_in import Needs, TheEntrance, opened_by_hand
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()


@router.get("/saker", response_class=HTMLResponse)
def saker(
    viewer: Annotated[Viewer, Needs(Thing.SAK)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
    tilstand: str = "",
    enhet: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    asked = SakerAsked(state=_state(tilstand), enhet=enhet.strip())
    with follow_up.reading() as look:
        found = saker_page(look.tx, look.today, viewer, asked, side)
        proven = latest_proof(look.tx)
    demand_page(side, found.pages)
    return page(
        "saker.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        asked=asked,
        found=found,
        proven=proven,
        states=list(SakState),
        query={"tilstand": tilstand or None, "enhet": enhet or None},
    )


@router.get("/sak/{id}", response_class=HTMLResponse)
def sak(
    viewer: Annotated[Viewer, Needs(Thing.SAK)],
    id: str,
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:
    found, hers = read_sak(follow_up, viewer, id)
    if viewer.person is not None and opened_by_hand(request):
        entrance.opened(found.shown.sak.id, viewer.person)
    return sak_page(viewer, summaries, follow_up, found, hers)


def _state(text: str) -> SakState | None:
    if not text:
        return None
    try:
        return SakState(text)
    except ValueError:
        raise HTTPException(422, _("Tilstanden finnes ikke.")) from None
