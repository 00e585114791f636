"""The page about the API: its operations as a person reads them, made of the same OpenAPI that programs read."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Viewer
from kontroll.web.api.application import PLACE, operations
from kontroll.web.api.problems import kinds
from kontroll.web.render import page
from kontroll.web.signed_in import Open, viewer_or_none
from kontroll.web.site import follow_up_or_none, situation_or_none

router = APIRouter()


@router.get(
    "/api",
    response_class=HTMLResponse,
    dependencies=[Depends(Open("It is about kontroll, and whoever makes a system that uses it has no user here."))],
)
def about_api(request: Request) -> HTMLResponse:
    made = cast(FastAPI, request.app.state.api)
    parts: dict[str, list[dict[str, object]]] = {}
    for one in operations(made):
        parts.setdefault(str(one["tag"]), []).append(one)
    viewer = _viewer(request)
    situation = situation_or_none(request) if viewer is not None else None
    return page(
        "api.html",
        viewer=viewer,
        situation=situation,
        month=situation.last if situation is not None else None,
        place=PLACE,
        parts=parts,
        kinds=kinds(),
    )


def _viewer(request: Request) -> Viewer | None:
    """Whoever reads it, where she is signed in."""
    return viewer_or_none(request) if follow_up_or_none(request) is not None else None
