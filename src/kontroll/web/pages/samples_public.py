"""What everybody may know of the stikkprøver, also the signed-out: numbers, promises, and all of it when it is drawn."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import HTMLResponse, Response

from kontroll.flows.samples.published import public_draw, public_file, public_series
from kontroll.report.sampling.public_draw import PublicDraw
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.sample_words import FILES, STATES
from kontroll.web.signed_in import Open, TheEntrance

router = APIRouter()
_OPEN = [Depends(Open("what is published of the draws is for everybody"))]


@router.get("/offentlig/stikkprover", response_class=HTMLResponse, dependencies=_OPEN)
def series(entrance: TheEntrance) -> HTMLResponse:
    desk = entrance.open_desk()
    with desk.database.reading() as tx:
        found = public_series(tx)
    return page(
        "public_samples.html", viewer=None, municipality=desk.settings.municipality, series=found, states=STATES
    )


@router.get("/offentlig/stikkprove/{id}", response_class=HTMLResponse, dependencies=_OPEN)
def sample(entrance: TheEntrance, id: str) -> HTMLResponse:
    desk = entrance.open_desk()
    with desk.database.reading() as tx:
        draw = _public(tx, id)
    files = draw.names if draw.commitment else []
    return page(
        "public_sample.html",
        viewer=None,
        municipality=desk.settings.municipality,
        draw=draw,
        files=files,
        file_words=FILES,
        states=STATES,
    )


@router.get("/offentlig/stikkprove/{id}/{fil:path}", dependencies=_OPEN)
def file(entrance: TheEntrance, id: str, fil: str) -> Response:
    with entrance.open_desk().database.reading() as tx:
        content = public_file(tx, _public(tx, id), fil)
    if content is None:
        raise HTTPException(404)
    # The name as it is: LESMEG.txt and the sums call it so.
    kept = {"content-disposition": f"attachment; filename*=UTF-8''{quote(fil.rsplit('/', 1)[-1])}"}
    return Response(content, media_type="application/octet-stream", headers=kept)


def _public(tx: Transaction, id: str) -> PublicDraw:
    draw = tx.draws.get(id)
    if draw is None:
        raise HTTPException(404, _("Det finnes ingen stikkprøve med dette nummeret."))
    return public_draw(tx, draw)
