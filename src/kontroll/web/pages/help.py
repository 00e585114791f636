"""Help, one page for each subject, and the accessibility statement: also for those who do not get in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Viewer
from kontroll.texts import _
from kontroll.web.help_pages import help_page, help_pages, leading_only_to
from kontroll.web.render import page, sees
from kontroll.web.signed_in import Open, TheEntrance, viewer_or_none
from kontroll.web.site import AllSummaries, asked_month, situation_or_none

router = APIRouter()


def perhaps_viewer(request: Request, entrance: TheEntrance) -> Viewer | None:
    return None if entrance.desk is None else viewer_or_none(request)


Perhaps = Annotated[Viewer | None, Depends(perhaps_viewer)]
_HELP = Depends(Open("it is about kontroll, and whoever does not get in needs it the most"))


@router.get("/hjelp", response_class=HTMLResponse, dependencies=[_HELP])
def subjects(viewer: Perhaps, request: Request) -> HTMLResponse:
    return page(
        "help.html",
        viewer=viewer,
        situation=situation_or_none(request),
        month=asked_month(request) if situation_or_none(request) else None,
        pages=help_pages(),
        one=None,
    )


@router.get("/hjelp/{emne}", response_class=HTMLResponse, dependencies=[_HELP])
def subject(viewer: Perhaps, request: Request, emne: str) -> HTMLResponse:
    found = help_page(emne)
    if found is None:
        raise HTTPException(404, _("Det finnes ingen hjelp om «{subject}».").format(subject=emne[:60]))
    return page(
        "help.html",
        viewer=viewer,
        situation=situation_or_none(request),
        month=asked_month(request) if situation_or_none(request) else None,
        pages=help_pages(),
        one=found,
        body=found.body if viewer is None else leading_only_to(found.body, lambda thing: sees(viewer, thing)),
    )


@router.get(
    "/tilgjengelighet",
    response_class=HTMLResponse,
    dependencies=[Depends(Open("the law demands that everybody can read it"))],
)
def accessibility(viewer: Perhaps, request: Request, summaries: AllSummaries, entrance: TheEntrance) -> HTMLResponse:
    desk = entrance.desk
    return page(
        "accessibility.html",
        viewer=viewer,
        situation=summaries.situation,
        month=asked_month(request),
        contact=desk.settings.contact if desk is not None else "",
    )
