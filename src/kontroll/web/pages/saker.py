"""Saker: those that are followed up, and one of them with what was said and done in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.sak import SakState
from kontroll.flows.proved import latest_proof
from kontroll.flows.saker_pages import MOST_AVVIK, SakerAsked, one_sak, saker_page
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
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
    viewer: Annotated[Viewer, Needs(Thing.SAK)], id: str, summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = one_sak(look.tx, look.today, viewer, id)
    if found is None:
        raise HTTPException(404, _("Det finnes ingen sak med nummer «{id}».").format(id=id[:60]))
    return page(
        "sak.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        one=found,
        sak=found.shown.sak,
        most=MOST_AVVIK,
    )


def _state(text: str) -> SakState | None:
    if not text:
        return None
    try:
        return SakState(text)
    except ValueError:
        raise HTTPException(422, _("Tilstanden finnes ikke.")) from None
