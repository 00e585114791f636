"""Agreements: the resultatavtaler of a year that somebody may see, who has none, and where one is begun."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.agreement import AgreementRefused
from kontroll.flows.agreements.draft_agreement import draft_agreement
from kontroll.flows.agreements.give_agreement import agreements_sheet
from kontroll.flows.agreements.list_agreements import counts_of, first_shown, list_agreements, years_of
from kontroll.report import agreement_words
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.act_form import SentIn
from kontroll.web.agreement_form import told_of
from kontroll.web.list_files import excel_answer
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
ADDRESS = "/resultatavtaler"
Reader = Annotated[Viewer, Needs(Thing.AGREEMENT)]
Doer = Annotated[Viewer, Needs(Thing.AGREEMENT, Act.DO)]


@router.get(ADDRESS, response_class=HTMLResponse)
def agreements(
    viewer: Reader,
    summaries: AllSummaries,
    follow_up: FollowUp,
    aar: Annotated[int | None, Query(ge=2000, le=2100)] = None,
) -> HTMLResponse:
    return _page(viewer, summaries, follow_up, aar, "")


@router.post(ADDRESS, response_class=HTMLResponse)
def begun(
    viewer: Doer,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    year = sent.given("aar")
    if viewer.person is None or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise HTTPException(422, _("Velg enhet og år."))
    try:
        made = draft_agreement(follow_up.desk, sent.given("enhet"), int(year), viewer.person, entrance.clock())
    except AgreementRefused as refused:
        return _page(viewer, summaries, follow_up, int(year), told_of(refused), 422)
    return RedirectResponse(f"/resultatavtale/{made.id}", 303)


@router.get("/resultatavtaler.xlsx")
def agreements_file(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    aar: Annotated[int | None, Query(ge=2000, le=2100)] = None,
) -> Response:
    """What the page shows her."""
    if not may_enter(viewer, Act.SEE, Thing.AGREEMENT):
        raise HTTPException(404)
    with follow_up.reading() as look:
        year = aar if aar is not None else first_shown(look.tx, follow_up.day, summaries.situation.last)
        found = list_agreements(look, viewer, year)
    content = agreements_sheet(summaries.situation.municipality, year, found)
    return excel_answer(content, f"resultatavtaler-{year}", follow_up.day)


def _page(
    viewer: Viewer, summaries: Summaries, follow_up: FollowUpState, year: int | None, told: str, status: int = 200
) -> HTMLResponse:
    with follow_up.reading() as look:
        years = years_of(look.tx, follow_up.day)
        chosen = year if year is not None else first_shown(look.tx, follow_up.day, summaries.situation.last)
        found = list_agreements(look, viewer, chosen)
    policy = follow_up.desk.policies.agreements
    return page(
        "agreements.html",
        status,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        year=chosen,
        years=sorted({*years, chosen}, reverse=True),
        found=found,
        counts=counts_of(found),
        sign_by=policy.sign_by.of(chosen),
        is_late=follow_up.day > policy.sign_by.of(chosen),
        today=follow_up.day,
        said=agreement_words,
        told=told,
        is_over=follow_up.day > date(chosen, 12, 31),
    )
