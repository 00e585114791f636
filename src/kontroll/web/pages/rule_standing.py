"""Rule standing: whether a rule is approved as it stands, what it rests on that was changed, and the two forms about that.

Why a page of its own: only those who control, and whoever answers for the administration, have anything to do here.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.problem import Problem
from kontroll.flows.books.await_approval import asked_for, standings
from kontroll.flows.reglement.approve_rule import approve_rule
from kontroll.flows.reglement.confirm_review import confirm_review
from kontroll.flows.reglement.follow_reglement import open_reviews
from kontroll.proving.check import IN_USE
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, TEXT, SentIn, Tried, Wrong
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
Approver = Annotated[Viewer, Needs(Thing.RULE, Act.DO)]
APPROVAL, REVIEW = "godkjenning", "gjennomgang"


@router.get("/regel/{id}/godkjenning", response_class=HTMLResponse)
def standing(viewer: Approver, id: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, id, summaries, follow_up, Tried())


@router.post("/regel/{id}/godkjenning", response_class=HTMLResponse)
def approved(
    viewer: Approver,
    id: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    _demand_rule(follow_up, id)
    try:
        reason = sent.text()
    except Wrong as error:
        return _page(viewer, id, summaries, follow_up, Tried(act=APPROVAL, sent=sent, told=(error.what,), field=TEXT))
    _done, problems = approve_rule(follow_up.desk, id, _who(viewer), reason, entrance.clock())
    if problems:
        return _page(viewer, id, summaries, follow_up, Tried(act=APPROVAL, sent=sent, told=_told(problems), field=TEXT))
    return RedirectResponse(f"/regel/{id}/godkjenning", 303)


@router.post("/regel/{id}/gjennomgang", response_class=HTMLResponse)
def reviewed(
    viewer: Approver, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    _demand_rule(follow_up, id)
    _done, problems = confirm_review(follow_up.desk, id, _who(viewer), entrance.clock())
    if problems:
        return _page(viewer, id, summaries, follow_up, Tried(act=REVIEW, told=_told(problems)))
    return RedirectResponse(f"/regel/{id}/godkjenning#gjennomgang", 303)


def _who(viewer: Viewer) -> str:
    """Whoever is in no list of the kommune's is told so by the flow."""
    return viewer.person or viewer.user


def _told(problems: list[Problem]) -> tuple[str, ...]:
    """In words, without the places of commands."""
    return tuple(f"{one.what[:1].upper()}{one.what[1:]}. {one.why} {one.fix}" for one in problems)


def _demand_rule(follow_up: FollowUp, id: str) -> None:
    if id not in follow_up.desk.rulebook.rules:
        raise HTTPException(404, _("Det finnes ingen regel med id «{id}».").format(id=id[:60]))


def _page(viewer: Viewer, id: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried) -> HTMLResponse:
    _demand_rule(follow_up, id)
    desk = follow_up.desk
    rule, persons = desk.rulebook.rules[id], desk.policies.approval.persons
    with follow_up.reading() as look:
        found = next(iter(standings(look.tx, desk.rulebook, persons, [id])), None)
        started = asked_for(look.tx)
        reviews = [one for one in open_reviews(look.tx) if one.rule == id]
        known = (
            (by, look.today.directory.person(by, look.today.day)) for by in (found.by if found is not None else ())
        )
        names = [person.name if person is not None else by for by, person in known]
    lacks = found is not None and not found.approved and rule.status in IN_USE
    return page(
        "rule_standing.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        rule=rule,
        standing=found,
        names=names,
        needed=persons,
        started=started,
        lacks=lacks,
        hers=found is not None and _who(viewer) in found.by,
        reviews=reviews,
        reglementer=desk.reglementer.by_id,
        tried=tried,
        longest=LONGEST,
    )
