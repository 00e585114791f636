"""Settings: what is in force and where it is said; the few that are chosen on a page, with a reason."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Role, Thing, Viewer
from kontroll.flows.people.manage_users import NoReason
from kontroll.flows.people.session_lengths import BOUNDS, OutOfBounds, choose_length, session_lengths
from kontroll.flows.showing.settings_pages import shown_policies, shown_settings
from kontroll.texts import _, number
from kontroll.web.act_form import LONGEST, Sent
from kontroll.web.pages.users import Form
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp
from kontroll.web.user_words import refused_told

router = APIRouter()
ADDRESS = "/innstillinger"
Reader = Annotated[Viewer, Needs(Thing.SETTINGS)]
Keeper = Annotated[Viewer, Needs(Thing.SETTINGS, Act.DO)]


@router.get(ADDRESS, response_class=HTMLResponse)
def settings(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, summaries, follow_up)


@router.post("/innstillinger/{nokkel}", response_class=HTMLResponse)
def chosen(
    viewer: Keeper, nokkel: str, sent: Form, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    if nokkel not in BOUNDS:
        raise HTTPException(404, _("Innstillingen finnes ikke, eller endres ikke herfra."))
    reason, now = sent.given("begrunnelse")[:LONGEST], entrance.clock()
    try:
        choose_length(follow_up.desk, nokkel, sent.given("verdi"), reason=reason, by=viewer, now=now)
    except OutOfBounds:
        low, high = BOUNDS[nokkel]
        told = _("Skriv et helt tall fra {low} til {high}.").format(low=number(low), high=number(high))
        return _page(viewer, summaries, follow_up, 422, nokkel, sent, told)
    except NoReason as error:
        return _page(viewer, summaries, follow_up, 422, nokkel, sent, refused_told(error))
    return RedirectResponse(ADDRESS, 303)


def _page(
    viewer: Viewer,
    summaries: AllSummaries,
    follow_up: FollowUp,
    status: int = 200,
    tried: str = "",
    sent: Sent | None = None,
    told: str = "",
) -> HTMLResponse:
    desk = follow_up.desk
    with desk.database.reading() as tx:
        lengths = session_lengths(tx, desk.settings)
    return page(
        "settings.html",
        status,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        keeps=Role.ADMIN in viewer.roles,
        settings=shown_settings(desk.settings, lengths),
        policies=shown_policies(desk.settings),
        tried=tried,
        sent=sent or Sent(),
        told=told,
    )
