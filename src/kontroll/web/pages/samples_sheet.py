"""The items of a sample as an Excel file, out and filled in again, and the documents that show what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.drawflow import DrawRefused
from kontroll.domain.itemcheck import shown_to
from kontroll.domain.problem import Place, Problem
from kontroll.flows.samples.check_item import EVIDENCE
from kontroll.flows.samples.give_sheet import given_sheet
from kontroll.flows.samples.take_sheet import take_sheet
from kontroll.flows.samples.with_draw import UnknownDraw
from kontroll.notices.draw_refusals import told_of_draw
from kontroll.report.sampling.sheet import LARGEST
from kontroll.texts import _
from kontroll.web.list_files import excel_answer
from kontroll.web.render import link, page
from kontroll.web.sample_acting import acting_person, no_such_draw
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
_Doer = Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)]


@router.get("/stikkprove/{id}/arbeid/ark.xlsx")
def sheet(viewer: _Doer, id: str, follow_up: FollowUp, hvem: Annotated[str, Query(max_length=10)] = "alle") -> Response:
    """hvem: `meg` for those that are dealt to her."""
    try:
        with follow_up.reading() as look:
            whose = viewer.person if hvem == "meg" else None
            given = given_sheet(look.tx, look.today, id, whose, follow_up.day)
    except (UnknownDraw, DrawRefused):
        raise HTTPException(404, _("Det er ingenting å kontrollere i stikkprøven.")) from None
    return excel_answer(given.content, f"stikkprove-{id}", follow_up.day)


async def _sent_sheet(request: Request) -> tuple[str, bytes]:
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("ark")
        if not isinstance(file, UploadFile) or not file.filename:
            return "", b""
        return PurePath(file.filename).name[:100], await file.read(LARGEST + 1)


@router.post("/stikkprove/{id}/arbeid/ark", response_class=HTMLResponse)
def sheet_back(
    viewer: _Doer,
    id: str,
    given: Annotated[tuple[str, bytes], Depends(_sent_sheet)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    person = acting_person(viewer)
    name, content = given
    try:
        taken = take_sheet(follow_up.desk, id, content, person, entrance.clock(), shown_as=name or "ark.xlsx")
        problems: Sequence[Problem] = taken.problems
    except UnknownDraw:
        raise no_such_draw(id) from None
    except DrawRefused as refused:
        problems = [told_of_draw(refused)]
    except Conflict:
        what = _("Noen gjorde noe her samtidig, så dette er ikke lagret.")
        problems = [Problem(Place(name), what, _("To kan ikke skrive på én gang."), _("Lever arket på nytt."))]
    if not problems:
        return RedirectResponse(
            link(f"/stikkprove/{id}/arbeid", nye=taken.added, like=taken.same, tomme=taken.left), 303
        )
    situation = summaries.situation
    return page(
        "sample_sheet.html", 422, viewer=viewer, situation=situation, month=situation.last, id=id, name=name, problems=problems
    )  # fmt: skip


@router.get("/stikkprove/{id}/dokument/{digest}")
def document(viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], id: str, digest: str, follow_up: FollowUp) -> Response:
    """404 for a document of an item she is blind for, as the item's page does not tell of it either.

    Also 404 to whoever may not see persons: a document is not masked.
    """
    if not may_enter(viewer, Act.SEE, Thing.PERSONAL):
        raise HTTPException(404)
    with follow_up.reading() as look:
        for one in look.tx.evidence.where(draw=id, digest=digest):
            item = look.tx.drawn_items.get(id, one.identity)
            checks = look.tx.item_checks.where(draw=id, identity=one.identity)
            if item is None or len(shown_to(item, checks, viewer.person)) < len(checks):
                continue
            content = look.tx.draw_files.get(id, EVIDENCE, digest)
            if content is not None:
                kept = f"attachment; filename*=UTF-8''{quote(one.name, safe='')}"
                headers = {"content-disposition": kept, "x-content-type-options": "nosniff"}
                return Response(content, media_type="application/octet-stream", headers=headers)
    raise HTTPException(404)
