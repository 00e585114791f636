"""Deliveries: what is waited for, what is missing, and what came with what was wrong in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.flows.showing.deliveries_pages import Which, deliveries_page, expected_deliveries
from kontroll.flows.telling.tell_strangers import strangers_seen
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()
AskedWhich = Annotated[str, Query(max_length=100)]
AskedWord = Annotated[str, Query(alias="ord", max_length=100)]


@router.get("/leveranser", response_class=HTMLResponse)
def deliveries(
    viewer: Annotated[Viewer, Needs(Thing.DELIVERY)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
    vis: AskedWhich = "",
    word: AskedWord = "",
) -> HTMLResponse:
    """vis: which of the files. ord: in the file's name, or in that of what it holds."""
    which = which_of(vis)
    with follow_up.reading() as look:
        expected = expected_deliveries(look.tx, look.today, viewer)
        found = deliveries_page(
            look.tx, look.today, viewer, which, summaries.situation.problems, side, word=word.strip()
        )
        strangers = strangers_seen(look.tx) if seen(viewer, Thing.DELIVERY).is_all else []
    demand_page(side, found.pages)
    return page(
        "deliveries.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        expected=expected,
        found=found,
        strangers=strangers,
        which=which,
        whiches=[(Which.WITH_PROBLEMS.value, _("Med feil")), (Which.REFUSED.value, _("Avvist"))],
        word=word.strip(),
        query={"vis": vis or None, "ord": word.strip() or None},
    )


def which_of(text: str) -> Which | None:
    if not text:
        return None
    try:
        return Which(text)
    except ValueError:
        raise HTTPException(422, _("Utvalget finnes ikke.")) from None
