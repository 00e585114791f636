"""The work on a sample: what remains of it, and one item with its record, its check-list and what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.draw import DrawState, Finding
from kontroll.domain.itemcheck import ANSWERS
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.assign_items import assign_items
from kontroll.flows.samples.check_item import LARGEST, Document, check_item
from kontroll.flows.samples.log_hours import WHAT, log_hours
from kontroll.flows.samples.pick_item import pick_item
from kontroll.flows.samples.with_draw import UnknownDraw
from kontroll.flows.showing.draw_items import shown_item, work_of
from kontroll.flows.showing.draws import name_of
from kontroll.flows.telling.tell import people_for
from kontroll.report.sampling.part_words import part_name
from kontroll.texts import _
from kontroll.web.act_form import Sent, Tried, Wrong, sent_in
from kontroll.web.pages.samples import SentForm
from kontroll.web.render import link, page
from kontroll.web.sample_acting import acting_person, no_such_draw, stopped
from kontroll.web.sample_form import ore, whole
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

T = TypeVar("T")
router = APIRouter()
_Doer = Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)]
_Reader = Annotated[Viewer, Needs(Thing.SAMPLE)]
_Identity = Annotated[str, Query(alias="id", max_length=400)]
_Rows = Annotated[int | None, Query(ge=0, le=100_000)]
_MOST_FILES = 10


@router.get("/stikkprove/{id}/arbeid", response_class=HTMLResponse)
def work(
    viewer: _Reader,
    id: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    nye: _Rows = None,
    like: _Rows = None,
    tomme: _Rows = None,
) -> HTMLResponse:
    """nye, like, tomme: what came of a sheet that was just handed in."""
    sheet = None if nye is None else (nye, like or 0, tomme or 0)
    return _work_page(viewer, id, summaries, follow_up, sheet=sheet)


@router.post("/stikkprove/{id}/arbeid/handling/{hva}", response_class=HTMLResponse)
def work_done(
    viewer: _Doer,
    id: str,
    hva: str,
    sent: SentForm,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """Deal out the items, note time, or pick one by hand."""
    if hva not in _DOING:
        raise HTTPException(404)
    person, now, desk = acting_person(viewer), entrance.clock(), follow_up.desk

    def do() -> None:
        if hva == "fordel":
            to = [one for one in sent.given("hvem").split(",") if one]
            if not to:
                raise Wrong("hvem", _("Velg hvem som skal kontrollere."))
            assign_items(desk, id, person, to, now)
        elif hva == "tid":
            minutes = whole(sent, "minutter", _("Tiden")) or 0
            log_hours(desk, id, person, minutes, sent.given("til"), now)
        else:
            pick_item(desk, id, sent.given("post"), person, sent.text(), now)

    found = stopped(do, id)
    if found is None:
        return RedirectResponse(f"/stikkprove/{id}/arbeid", 303)
    tried = Tried(act=hva, sent=sent, told=found.told)
    return _work_page(viewer, id, summaries, follow_up, found.status, tried)


_DOING = ("fordel", "tid", "plukk")


# --- one item -----------------------------------------------------------------------------------------------------------


@router.get("/stikkprove/{id}/post", response_class=HTMLResponse)
def item(viewer: _Reader, id: str, identity: _Identity, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _item_page(viewer, id, identity, summaries, follow_up)


async def _sent_with_files(request: Request) -> tuple[Sent, list[Document]]:
    async with request.form(max_files=_MOST_FILES, max_fields=200) as form:
        files = [one for one in form.getlist("dokument") if isinstance(one, UploadFile) and one.filename]
        return sent_in(form), [Document(one.filename or "", await one.read(LARGEST + 1)) for one in files]


_Files = Annotated[tuple[Sent, list[Document]], Depends(_sent_with_files)]


@router.post("/stikkprove/{id}/post", response_class=HTMLResponse)
def item_checked(
    viewer: _Doer,
    id: str,
    identity: _Identity,
    given: _Files,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    sent, documents = given
    person, now, desk = acting_person(viewer), entrance.clock(), follow_up.desk

    def do() -> None:
        if sent.given("handling") == "godkjenn":
            approve_check(desk, id, identity, person, now)
            return
        check_item(
            desk, id, identity, person, _finding(sent), _answers(sent), now,
            audited=ore(sent, "riktig"), minutes=whole(sent, "minutter", _("Tiden")) or 0, text=sent.text(),
            documents=documents,
        )  # fmt: skip

    halted = stopped(do, id)
    if halted is not None:
        tried = Tried(act=sent.given("handling") or "sjekk", sent=sent, told=halted.told)
        return _item_page(viewer, id, identity, summaries, follow_up, halted.status, tried)
    with follow_up.reading() as look:
        found = shown_item(look.tx, look.today, viewer, id, identity)
    after = found.after if found is not None else ""
    return RedirectResponse(link(f"/stikkprove/{id}/post", id=after) if after else f"/stikkprove/{id}/arbeid", 303)


def _finding(sent: Sent) -> Finding:
    try:
        return Finding(sent.given("funn"))
    except ValueError:
        raise Wrong("funn", _("Velg hva du fant.")) from None


def _answers(sent: Sent) -> dict[str, str]:
    """Of the fields `punkt:…`, by point."""
    return {name.removeprefix("punkt:"): value for name, value in sent.fields.items() if name.startswith("punkt:")}


# --- what they share ----------------------------------------------------------------------------------------------------


def _work_page(
    viewer: Viewer,
    id: str,
    summaries: AllSummaries,
    follow_up: FollowUpState,
    status: int = 200,
    tried: Tried | None = None,
    sheet: tuple[int, int, int] | None = None,
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = _existing(lambda: work_of(look.tx, look.today, viewer, id), id)
        told = people_for(look.today, [INTERNAL_CONTROL], "")
        persons = [(one.person, name_of(look.today, one.person)) for one in told]
    situation = summaries.situation
    return page(
        "sample_work.html", status, viewer=viewer, situation=situation, month=situation.last, work=found, draw=found.draw,
        persons=persons, what=WHAT, part_name=part_name, tried=tried or Tried(), may_act=_may_act(viewer, found.draw.state),
        sheet=sheet,
    )  # fmt: skip


def _item_page(
    viewer: Viewer,
    id: str,
    identity: str,
    summaries: AllSummaries,
    follow_up: FollowUpState,
    status: int = 200,
    tried: Tried | None = None,
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = _existing(lambda: shown_item(look.tx, look.today, viewer, id, identity), id)
    if found is None:
        raise HTTPException(404, _("Posten er ikke i utvalget."))
    situation = summaries.situation
    return page(
        "sample_item.html", status, viewer=viewer, situation=situation, month=situation.last, found=found, draw=found.draw,
        findings=list(Finding), answers=ANSWERS, tried=tried or Tried(), may_act=_may_act(viewer, found.draw.state),
    )  # fmt: skip


def _existing(read: Callable[[], T], id: str) -> T:
    try:
        return read()
    except UnknownDraw:
        raise no_such_draw(id) from None


def _may_act(viewer: Viewer, state: DrawState) -> bool:
    may = viewer.person is not None and may_enter(viewer, Act.DO, Thing.SAMPLE)
    return may and state is DrawState.DRAWN
