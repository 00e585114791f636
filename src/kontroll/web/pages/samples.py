"""Samples: the running series of stikkprøver, none of its numbers missing, and the form that begins a new one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.draw import Arm, DrawState
from kontroll.domain.drawplan import PlanChoices, StrataRule
from kontroll.flows.samples.chosen import NotFrozen
from kontroll.flows.samples.start_draw import start_draw
from kontroll.flows.showing.draws import delivered_datasets, draws_page
from kontroll.report.sampling.calculator import calculated
from kontroll.texts import N_, _
from kontroll.web.act_form import Sent, Wrong, sent_in
from kontroll.web.render import page
from kontroll.web.sample_form import CONFIDENCES, DATES, NUMBERS, OTHER, WORDS, condition_of, ore, rows_in
from kontroll.web.sample_words import STATES, STEPS, in_one_line
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState, demand_page

router = APIRouter()
#: Among which records a list is made, as it is asked.
ARMS = {
    Arm.ALL: N_("Alle postene"),
    Arm.FLAGGED: N_("Bare poster reglene slo ut for (har reglene rett?)"),
    Arm.UNFLAGGED: N_("Bare poster ingen regel slo ut for (hva overser reglene?)"),
}
_LONGEST_NAME = 120


def asked_state(tilstand: Annotated[str, Query(max_length=40)] = "") -> DrawState | None:
    if not tilstand:
        return None
    try:
        return DrawState(tilstand)
    except ValueError:
        raise HTTPException(422, _("Listen kan ikke vises slik.")) from None


AskedState = Annotated[DrawState | None, Depends(asked_state)]


async def sent_form(request: Request) -> Sent:
    return sent_in(await request.form())


SentForm = Annotated[Sent, Depends(sent_form)]


@router.get("/stikkprover", response_class=HTMLResponse)
def samples(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)],
    state: AskedState,
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = draws_page(look.tx, look.today, state, side)
    demand_page(side, found.pages)
    return page(
        "samples.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        state=state,
        states=list(DrawState),
        steps=STEPS,
        state_words=STATES,
        may_draw=may_enter(viewer, Act.DO, Thing.SAMPLE),
    )


@router.get("/stikkprover/regn", response_class=HTMLResponse)
def calculator(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], request: Request, summaries: AllSummaries
) -> HTMLResponse:
    """The calculator of nobody's draw: nothing of it is kept. A part of the page for whoever asks with a script."""
    words = {name: value[:40] for name, value in request.query_params.items() if isinstance(value, str)}
    if "prosent" in words:
        words["tolererbar"] = _share(words["prosent"])
        words.setdefault("konfidens", CONFIDENCES[1])
    answer = calculated(words) if words else None
    shown: dict[str, Any] = {"words": words, "answer": answer, "confidences": CONFIDENCES}
    if request.headers.get("hx-request"):
        return page("_sample_answer.html", **shown)
    situation = summaries.situation
    return page("sample_calculator.html", viewer=viewer, situation=situation, month=situation.last, **shown)


def _share(text: str) -> str:
    """`5` per cent as the calculator takes it: `5/100`, or what was written, for it to refuse."""
    plain = "".join(text.split()).removesuffix("%").replace(",", ".")
    return f"{plain}%" if plain else ""


# --- a new one ----------------------------------------------------------------------------------------------------------


@router.get("/stikkprover/ny", response_class=HTMLResponse)
def new(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    datasett: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    return _form(viewer, summaries, follow_up, Sent({"datasett": datasett}))


@router.post("/stikkprover/ny", response_class=HTMLResponse)
def begun(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE, Act.DO)],
    sent: SentForm,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    if viewer.person is None:
        raise HTTPException(403)
    try:
        dataset = follow_up.desk.rulebook.datasets.get(sent.given("datasett"))
        if dataset is None:
            raise Wrong("datasett", _("Velg hva det skal trekkes fra."))
        name = sent.given("navn").strip()
        if not 0 < len(name) <= _LONGEST_NAME:
            raise Wrong("navn", _("Gi stikkprøven et navn, med høyst 120 tegn."))
        draw = start_draw(
            follow_up.desk,
            viewer.person,
            entrance.clock(),
            name=name,
            dataset=dataset.id,
            condition=condition_of(rows_in(sent), dataset),
            amount_field=_amount_field(sent, dataset),
            first=sent.month("fra"),
            last=sent.month("til"),
            arm=_arm(sent),
            choices=PlanChoices(rule=StrataRule(top_amount=ore(sent, "topp"), by_field=_by_field(sent, dataset))),
        )
    except Wrong as wrong:
        return _form(viewer, summaries, follow_up, sent, [wrong.what], wrong.field)
    except NotFrozen as stopped:
        told = [in_one_line(one) for one in stopped.problems]
        return _form(viewer, summaries, follow_up, sent, told)
    return RedirectResponse(f"/stikkprove/{draw.id}", 303)


def _form(
    viewer: Viewer,
    summaries: AllSummaries,
    follow_up: FollowUpState,
    sent: Sent,
    told: list[str] | None = None,
    wrong: str = "",
) -> HTMLResponse:
    datasets = [one for one in follow_up.desk.rulebook.datasets.values() if _can_be_drawn(one)]
    dataset = follow_up.desk.rulebook.datasets.get(sent.given("datasett"))
    with follow_up.reading() as look:
        delivered = delivered_datasets(look.tx, look.today)
    situation = summaries.situation
    return page(
        "sample_new.html",
        422 if told else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        datasets=sorted(datasets, key=lambda one: one.name),
        dataset=dataset,
        delivered=delivered,
        amounts=[field for field in dataset.fields if field.type.value == "kr"] if dataset else [],
        dividing=[field for field in dataset.fields if field.type.value == "tekst"] if dataset else [],
        arms=ARMS,
        rows=rows_in(sent),
        operators=_operators(dataset),
        sent=sent,
        told=told or [],
        wrong=wrong,
    )


def _can_be_drawn(dataset: DataSet) -> bool:
    """A record needs a number of its own from where it was booked, and a day."""
    return dataset.key != LINE_KEY and dataset.dated_by is not None


def _operators(dataset: DataSet | None) -> dict[str, str]:
    if dataset is None:
        return {}
    kinds = {field.type for field in dataset.fields}
    found = {**WORDS, **(NUMBERS if any(one.is_number for one in kinds) else {})}
    return {**found, **(DATES if any(one.is_time for one in kinds) else {}), **OTHER}


def _amount_field(sent: Sent, dataset: DataSet) -> str:
    """The one that was chosen; "" = nothing is summed."""
    given = sent.given("belopsfelt")
    if given and dataset.field(given) is None:
        raise Wrong("belopsfelt", _("Feltet finnes ikke i datasettet."))
    return given


def _by_field(sent: Sent, dataset: DataSet) -> str:
    given = sent.given("deles")
    if given and dataset.field(given) is None:
        raise Wrong("deles", _("Feltet finnes ikke i datasettet."))
    return given


def _arm(sent: Sent) -> Arm:
    try:
        return Arm(sent.given("blant") or Arm.ALL.value)
    except ValueError:
        raise Wrong("blant", _("Velg ett av alternativene.")) from None
