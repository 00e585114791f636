"""One resultatavtale: its goals and how it stands with them, what differs from before, and the forms of the two it is between."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.agreement import (
    OTHER,
    VERDICTS,
    Agreement,
    AgreementRefused,
    AgreementState,
    GoalKind,
    Party,
    Round,
)
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.notice import OF_AGREEMENTS
from kontroll.flows.agreements.follow_agreement import is_over
from kontroll.flows.agreements.give_agreement import agreement_pdf
from kontroll.flows.agreements.list_agreements import may_see
from kontroll.flows.agreements.shown_agreement import Figures, ShownAgreement, shown_agreement
from kontroll.flows.agreements.with_agreement import UnknownAgreement, as_now
from kontroll.report import agreement_words
from kontroll.report.summary import Summaries
from kontroll.texts import N_, _
from kontroll.web import scorecard_words
from kontroll.web.act_form import LONGEST, Sent, SentIn, Tried, Wrong
from kontroll.web.agreement_form import DOING, ROUNDS, told_of
from kontroll.web.pages.scorecard import is_of_line
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.AGREEMENT)]
Doer = Annotated[Viewer, Needs(Thing.AGREEMENT, Act.DO)]
_CHANGED = N_(
    "Avtalen er endret siden du åpnet den, så dette er ikke lagret. Se hva som står nå, og send på nytt hvis det stemmer ennå."
)


@router.get("/resultatavtale/{id}", response_class=HTMLResponse)
def agreement(
    request: Request, viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> HTMLResponse:
    shown = _page("agreement.html", viewer, id, summaries, follow_up, Tried())
    entrance.read(OF_AGREEMENTS, id, viewer, request)
    return shown


@router.get("/resultatavtale/{id}/avtale.pdf")
def agreement_file(
    viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    """To sign or to keep."""
    found, _month = _found(viewer, id, summaries, follow_up)
    content = agreement_pdf(found, summaries.situation.municipality, entrance.clock())
    kept = {"content-disposition": f'inline; filename="resultatavtale-{found.agreement.id}.pdf"'}
    return Response(content, media_type="application/pdf", headers=kept)


@router.get("/resultatavtale/{id}/mal/{nr}", response_class=HTMLResponse)
def goal(viewer: Doer, id: str, nr: int, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    """One goal of a draft, to change it or take it out."""
    return _goal_page(viewer, id, nr, summaries, follow_up, Tried())


@router.get("/resultatavtale/{id}/oppfolging", response_class=HTMLResponse)
def follow(
    viewer: Doer, id: str, summaries: AllSummaries, follow_up: FollowUp, runde: str = "underveis"
) -> HTMLResponse:
    """Goal by goal: how it stands."""
    return _follow_page(viewer, id, runde, summaries, follow_up, Tried())


@router.post("/resultatavtale/{id}/handling/{hva}", response_class=HTMLResponse)
def act(
    viewer: Doer,
    id: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    doing = DOING.get(hva)
    if doing is None or viewer.person is None:
        raise HTTPException(404)
    found, _month = _found(viewer, id, summaries, follow_up)
    if hva == "oppfolging":
        # What the figure was is written down as it is, and not as somebody sends it.
        sent = Sent({**sent.fields, **_values(found)})
    try:
        after = doing(follow_up.desk, id, viewer.person, sent, entrance.clock())
    except Conflict:
        status, tried = 409, Tried(act=hva, sent=sent, told=(_(_CHANGED),))
    except AgreementRefused as refused:
        status, tried = 422, Tried(act=hva, sent=sent, told=(told_of(refused),), field=refused.field)
    except Wrong as wrong:
        status, tried = 422, Tried(act=hva, sent=sent, told=(wrong.what,), field=wrong.field)
    except UnknownAgreement:
        raise _none_such(id) from None
    else:
        return RedirectResponse(f"/resultatavtale/{after.id}" if after is not None else "/resultatavtaler", 303)
    if hva in ("endre-mal", "ta-ut"):
        number = sent.given("mal")
        return _goal_page(viewer, id, int(number) if number.isdigit() else 0, summaries, follow_up, tried, status)
    if hva == "oppfolging":
        return _follow_page(viewer, id, sent.given("runde"), summaries, follow_up, tried, status)
    return _page("agreement.html", viewer, id, summaries, follow_up, tried, status)


# --- what they show ---------------------------------------------------------------------------------------------------


def _page(
    template: str,
    viewer: Viewer,
    id: str,
    summaries: Summaries,
    follow_up: FollowUpState,
    tried: Tried,
    status: int = 200,
    **more: object,
) -> HTMLResponse:
    found, month = _found(viewer, id, summaries, follow_up)
    party = found.agreement.party(viewer.person)
    return page(
        template,
        status,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        one=found,
        agreement=found.agreement,
        figures_of=month,
        party=party,
        parties=Party,
        states=AgreementState,
        kinds=GoalKind,
        others=OTHER,
        rounds=Round,
        said=agreement_words,
        cards=scorecard_words,
        tried=tried,
        longest=LONGEST,
        today=follow_up.day,
        is_over=is_over(found.agreement, follow_up.day),
        may_add=_may_add(found, summaries) if party is not None else [],
        **more,
    )


def _goal_page(
    viewer: Viewer,
    id: str,
    number: int,
    summaries: Summaries,
    follow_up: FollowUpState,
    tried: Tried,
    status: int = 200,
) -> HTMLResponse:
    found, _month = _found(viewer, id, summaries, follow_up)
    is_open = found.agreement.state is AgreementState.DRAFT and found.agreement.party(viewer.person) is not None
    shown = next((goal for goal in found.goals if goal.goal.number == number), None)
    if shown is None or not is_open:
        raise HTTPException(404, _("Målet finnes ikke i utkastet."))
    return _page("agreement_goal.html", viewer, id, summaries, follow_up, tried, status, shown=shown)


def _follow_page(
    viewer: Viewer, id: str, asked: str, summaries: Summaries, follow_up: FollowUpState, tried: Tried, status: int = 200
) -> HTMLResponse:
    found, _month = _found(viewer, id, summaries, follow_up)
    party = found.agreement.party(viewer.person)
    round = ROUNDS.get(asked)
    may_follow = found.agreement.state is AgreementState.AGREED and party is not None
    if round is None or not may_follow or (round is Round.RESULT and party is not Party.SUPERIOR):
        raise HTTPException(404, _("Avtalen kan ikke følges opp slik nå."))
    return _page(
        "agreement_follow.html", viewer, id, summaries, follow_up, tried, status,
        round=round, asked=asked, verdicts=VERDICTS[round],
    )  # fmt: skip


def _found(viewer: Viewer, id: str, summaries: Summaries, follow_up: FollowUpState) -> tuple[ShownAgreement, Month]:
    with follow_up.reading() as look:
        stored = look.tx.agreements.get(id)
        agreement = as_now(look.today, stored) if stored is not None else None
        if agreement is None or not may_see(viewer, agreement):
            raise _none_such(id)
        month = _month(summaries, agreement.year)
        return shown_agreement(look, agreement, _figures(viewer, summaries, agreement, month)), month


def _month(summaries: Summaries, year: int) -> Month:
    """The last month of the year that is evaluated; before the year has any, the last one there is."""
    situation = summaries.situation
    return max(situation.first, min(situation.last, Month(year, 12)))


def _figures(viewer: Viewer, summaries: Summaries, agreement: Agreement, month: Month) -> Figures:
    """Of the enhet's map, as the reader may see it there."""
    card = summaries.scorecard(agreement.enhet, month, line=is_of_line(viewer, summaries, agreement.enhet, month))
    return {figure.indicator.id: figure for area in card.areas for figure in area.figures}


def _values(found: ShownAgreement) -> dict[str, str]:
    return {
        f"verdi-{one.goal.number}": agreement_words.shown_value(one.goal, one.indicator, one.value)
        if one.value is not None
        else ""
        for one in found.goals
    }


def _may_add(found: ShownAgreement, summaries: Summaries) -> list[tuple[str, str]]:
    """Figures that are not in it yet, by name."""
    there = {goal.goal.indicator for goal in found.goals}
    indicators = summaries.situation.rulebook.indicators.values()
    wanted = [(one.id, one.name) for one in indicators if one.computed is None and one.id not in there]
    return sorted(wanted, key=lambda one: one[1].casefold())


def _none_such(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ingen resultatavtale «{id}», eller den er ikke din.").format(id=id[:60]))
