"""One sample: its page, with the step that comes next at the top, and what each of its forms does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.draw import REPLACEMENT_REASONS, DrawState
from kontroll.domain.drawflow import PLANNING, is_maker
from kontroll.domain.drawplan import PlanChoices
from kontroll.flows.samples.abort_draw import abort_draw
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment, seed_amendment
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.extend_draw import extend_draw
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.replace_item import replace_item
from kontroll.flows.samples.report_draw import frozen_report, report_of, sentences_of
from kontroll.flows.samples.start_draw import plan_draw, refreeze_draw
from kontroll.flows.samples.with_draw import UnknownDraw, choices_of, draw_in
from kontroll.flows.showing.draws import PUBLISHED, ShownDraw, shown_draw
from kontroll.report.sampling.part_words import part_name
from kontroll.report.sampling.promise_sections import too_few
from kontroll.report.sampling.report_files import sections_html
from kontroll.sampling.parts import parts_of
from kontroll.texts import _
from kontroll.web.act_form import Sent, Tried, Wrong
from kontroll.web.pages.samples import ARMS, SentForm
from kontroll.web.render import page
from kontroll.web.sample_acting import acting_person, no_such_draw, stopped
from kontroll.web.sample_form import CONFIDENCES, METHODS, SECOND, STAGES, moment_of, ore, whole
from kontroll.web.sample_plan_form import planned, tried_out
from kontroll.web.sample_words import EXPLAINED, STATES, STEPS
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState
from kontroll.wiring import Desk

router = APIRouter()
Doing = Callable[[Desk, str, str, Sent, datetime], object]


@router.get("/stikkprove/{id}", response_class=HTMLResponse)
def sample(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], id: str, summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    return _page(viewer, id, summaries, follow_up)


@router.get("/stikkprove/{id}/rapport", response_class=HTMLResponse)
def report(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)],
    id: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:
    """The frozen one where the draw is concluded, else as it stands now."""
    with follow_up.reading() as look:
        draw = look.tx.draws.get(id)
        if draw is None:
            raise no_such_draw(id)
        frozen = frozen_report(look.tx, draw)
        found = frozen or report_of(follow_up.desk, look.tx, draw, entrance.clock())
    situation = summaries.situation
    return page(
        "sample_report.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        draw=draw,
        report=found,
        sections=sections_html(found),
        frozen=frozen is not None,
    )


@router.get("/stikkprove/{id}/fil/{nummer}/{navn}")
def file(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], id: str, nummer: str, navn: str, follow_up: FollowUp
) -> Response:
    """A file of the draw as it lies there, byte for byte."""
    if navn not in PUBLISHED or not nummer.isascii() or not nummer.isdigit() or len(nummer) > 4:
        raise HTTPException(404)
    with follow_up.reading() as look:
        content = look.tx.draw_files.get(id, int(nummer), navn)
    if content is None:
        raise HTTPException(404)
    kept = {"content-disposition": f'attachment; filename="{navn}"'}
    return Response(content, media_type="application/octet-stream", headers=kept)


@router.post("/stikkprove/{id}/handling/regn", response_class=HTMLResponse)
def calculated_plan(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)],
    id: str,
    sent: SentForm,
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """What the plan would need. Kept with the draw, as every calculation is; a part of the page for a script."""
    tried = Tried(act="plan", sent=sent)
    try:
        found = _existing(follow_up, id)
        answer = tried_out(follow_up.desk, found, viewer.person or viewer.user, sent, entrance.clock())
    except Wrong as wrong:
        answer, tried = None, Tried(act="plan", sent=sent, told=(wrong.what,), field=wrong.field)
    if request.headers.get("hx-request"):
        return page("_sample_answer.html", answer=answer, told=tried.told)
    return _page(viewer, id, summaries, follow_up, 422 if tried.told else 200, tried=tried, answer=answer)


@router.post("/stikkprove/{id}/handling/{hva}", response_class=HTMLResponse)
def act(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)],
    id: str,
    hva: str,
    sent: SentForm,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    doing = DOING.get(hva)
    if doing is None:
        raise HTTPException(404)
    person = acting_person(viewer)
    found = stopped(lambda: doing(follow_up.desk, id, person, sent, entrance.clock()), id)
    if found is None:
        return RedirectResponse(f"/stikkprove/{id}", 303)
    tried = Tried(act=hva, sent=sent, told=found.told, field=found.field)
    return _page(viewer, id, summaries, follow_up, found.status, tried=tried)


# --- what each form does ------------------------------------------------------------------------------------------------


def _plan(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    with desk.database.reading() as tx:
        draw = draw_in(tx, id)
        tsv = tx.draw_files.get(id, 1, LIST) or b""
    _demand_known(desk, sent)
    parts = parts_of(tsv, ()).strata
    saved = plan_draw(desk, id, person, planned(choices_of(draw), parts, sent), now, sent.version)
    with desk.database.reading() as tx:
        parted = parts_of(tx.draw_files.get(id, 1, LIST) or b"", ()).strata
    if parted.keys() != parts.keys():
        # Drawn by amount, or not any more, the list is parted in another way: each of the new parts has its number.
        plan_draw(desk, id, person, planned(choices_of(saved), parted, sent), now, saved.version)


def _demand_known(desk: Desk, sent: Sent) -> None:
    """Raises Wrong for a point that no reglement has."""
    points = tuple(line.strip() for line in sent.given("sjekkliste").splitlines() if line.strip())
    known = sentences_of(desk, PlanChoices(checklist=points))
    unknown = next((point for point in points if point not in known), None)
    if unknown is not None:
        told = _("«{point}» står ikke i noe reglement. Skriv reglementet og punktet, slik: okonomireglementet/6.2.")
        raise Wrong("sjekkliste", told.format(point=unknown[:80]))


def _reconcile(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    count = whole(sent, "antall", _("Antallet"))
    reconcile_draw(desk, id, person, count, ore(sent, "sum"), sent.text(), now, sent.version)


def _commit(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    commit_draw(desk, id, person, now, sent.version)


def _seed(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    draw_sample(desk, id, person, *_seed_words(sent), now, sent.version)


def _seed_amendment(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    seed_amendment(desk, id, person, *_seed_words(sent), now, sent.version)


def _seed_words(sent: Sent) -> tuple[str, datetime, str, Sequence[str]]:
    # A space between the digits helps whoever reads them aloud; it is no part of the seed.
    seed = (
        "".join(sent.given("fro").split()) if not sent.given("fro").startswith("LOTTO") else sent.given("fro").strip()
    )
    return seed, moment_of(sent, "tid"), sent.given("sted")[:300], sent.given("vitner").splitlines()


def _replace(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    replace_item(desk, id, sent.given("post"), person, sent.given("grunn"), sent.text(), now, sent.version)


def _extend(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    extend_draw(desk, id, person, now, sent.version)


def _amend(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    amend_draw(desk, id, person, sent.text(), now, sent.version)


def _commit_amendment(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    commit_amendment(desk, id, person, now, whole(sent, "antall", _("Antallet")) or 0, sent.version)


def _freeze(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    refreeze_draw(desk, id, person, now, version=sent.version)


def _abort(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    abort_draw(desk, id, person, sent.text(), now, sent.version)


def _conclude(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    conclude_draw(desk, id, person, now, sent.version)


#: By the last part of the address.
DOING: Mapping[str, Doing] = {
    "plan": _plan,
    "avstem": _reconcile,
    "forplikt": _commit,
    "fro": _seed,
    "bytt": _replace,
    "utvid": _extend,
    "rett": _amend,
    "avstem-rettelse": _reconcile,
    "forplikt-rettelse": _commit_amendment,
    "fro-rettelse": _seed_amendment,
    "frys": _freeze,
    "avbryt": _abort,
    "avslutt": _conclude,
}


# --- the page -----------------------------------------------------------------------------------------------------------


def _page(
    viewer: Viewer,
    id: str,
    summaries: AllSummaries,
    follow_up: FollowUpState,
    status: int = 200,
    *,
    tried: Tried | None = None,
    answer: object = None,
) -> HTMLResponse:
    found = _existing(follow_up, id)
    situation = summaries.situation
    own = viewer.person is not None and is_maker(found.draw, found.newest, viewer.person)
    return page(
        "sample.html",
        status,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        draw=found.draw,
        dataset=follow_up.desk.rulebook.datasets.get(found.draw.dataset),
        step=found.step,
        steps=STEPS,
        states=STATES,
        part_name=part_name,
        short=too_few(found.choices, found.draw.arm, {name: part.count for name, part in found.parts.items()}),
        explained=EXPLAINED,
        arms=ARMS,
        tried=tried or Tried(),
        answer=answer,
        may_act=viewer.person is not None and may_enter(viewer, Act.DO, Thing.SAMPLE),
        own_list=own,
        is_planning=found.draw.state in PLANNING,
        is_drawn=found.draw.state is DrawState.DRAWN,
        reasons=REPLACEMENT_REASONS,
        confidences=CONFIDENCES,
        methods=METHODS,
        stages=STAGES,
        second=SECOND,
        plan=follow_up.desk.policies.control_plan,
        suggested=_suggested(follow_up.desk, found.draw.dataset),
    )


def _suggested(desk: Desk, dataset: str) -> tuple[str, ...]:
    """The check-list of the control plan for the same kind of records."""
    return next((one.checklist for one in desk.policies.control_plan.controls if one.dataset == dataset), ())


def _existing(follow_up: FollowUpState, id: str) -> ShownDraw:
    try:
        with follow_up.reading() as look:
            return shown_draw(look.tx, look.today, id)
    except UnknownDraw:
        raise no_such_draw(id) from None
