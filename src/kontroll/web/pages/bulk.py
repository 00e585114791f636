"""Bulk: one thing done with many saker of the queue: first looked over and filled in, then done, then told sak by sak.

Why one transaction for each sak: one that was changed meanwhile, or that may not, must not stop the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.refusal import Refusal, Refused
from kontroll.flows.saker.casework import ask_owner, assign_to, comment_on, handlers
from kontroll.flows.showing.queue import Queued, chosen_saker
from kontroll.notices import refusals
from kontroll.texts import N_, _, ngettext, number
from kontroll.web.act_form import WHO, Sent, Wrong, sent_in
from kontroll.web.pages.queue import works_with
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
#: More than a page of the queue is never chosen at once.
MOST = 200
ACTS = {
    "tildel": N_("Gi til saksbehandler"), "kommenter": N_("Kommenter"), "dokumentasjon": N_("Be om dokumentasjon"),
}  # fmt: skip
#: What is wrong with the form itself, and not with one of the saker.
_OF_THE_FORM = {Refusal.TEXT_MISSING, Refusal.DOCUMENTS_TOO_SOON, Refusal.NOT_A_HANDLER}
Doer = Annotated[Viewer, Needs(Thing.SAK, Act.DO)]


@dataclass(frozen=True, slots=True)
class Asked:
    """versions: of the saker as they stood in the list, by id."""

    act: str
    sent: Sent
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class Done:
    """told: why it was not done, one sentence each; none = it was."""

    queued: Queued
    told: tuple[str, ...] = ()


async def _asked(request: Request) -> Asked:
    form = await request.form()
    versions = {}
    for one in form.getlist("sak")[:MOST]:
        id, _at, version = str(one).rpartition("@")
        if id and version.isascii() and version.isdigit() and len(version) < 10:
            versions[id] = int(version)
    return Asked(str(form.get("gjor", "")), sent_in(form), versions)


AskedActs = Annotated[Asked, Depends(_asked)]


@router.post("/ko/flere", response_class=HTMLResponse)
def look_over(viewer: Doer, asked: AskedActs, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    """Nothing is done yet."""
    _demand(viewer, asked)
    return _over_page(viewer, summaries, follow_up, asked, _chosen(viewer, follow_up, asked))


@router.post("/ko/flere/utfor", response_class=HTMLResponse)
def carry_out(
    viewer: Doer, asked: AskedActs, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    _demand(viewer, asked)
    chosen = _chosen(viewer, follow_up, asked)
    if not chosen:
        return _over_page(viewer, summaries, follow_up, asked, chosen)
    try:
        done = list(_done(viewer, follow_up, entrance, asked, chosen))
    except Wrong as wrong:
        return _over_page(viewer, summaries, follow_up, asked, chosen, 422, [wrong.what])
    except Refused as refused:
        problem = refusals.told(refused)
        told = [line for line in (problem.what, problem.why, problem.fix) if line]
        return _over_page(viewer, summaries, follow_up, asked, chosen, 422, told)
    return page(
        "bulk_done.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        heading=_(ACTS[asked.act]),
        done=[one for one in done if not one.told],
        failed=[one for one in done if one.told],
    )


def _demand(viewer: Viewer, asked: Asked) -> None:
    if not works_with(viewer):
        raise HTTPException(403)
    if asked.act not in ACTS:
        raise HTTPException(422, _("Velg hva som skal gjøres med sakene."))


def _chosen(viewer: Viewer, follow_up: FollowUpState, asked: Asked) -> list[Queued]:
    with follow_up.reading() as look:
        return chosen_saker(look.tx, look.today, viewer, list(asked.versions))


def _done(
    viewer: Viewer, follow_up: FollowUpState, entrance: Entrance, asked: Asked, chosen: Sequence[Queued]
) -> Iterator[Done]:
    """Raises Wrong, or Refused, where the form itself is wrong: then nothing was done with any."""
    for one in chosen:
        try:
            _do(viewer, follow_up, entrance, asked, one.sak.id)
        except Conflict:
            yield Done(one, (_("Saken er endret siden du så listen. Se på den, og gjør det på nytt."),))
        except Refused as refused:
            if refused.why in _OF_THE_FORM:
                raise
            problem = refusals.told(refused)
            yield Done(one, tuple(line for line in (problem.what, problem.fix) if line))
        else:
            yield Done(one)


def _do(viewer: Viewer, follow_up: FollowUpState, entrance: Entrance, asked: Asked, id: str) -> None:
    assert viewer.person is not None
    desk, sent, now, version = follow_up.desk, asked.sent, entrance.clock(), asked.versions[id]
    if asked.act == "tildel":
        assign_to(desk, id, viewer.person, sent.given(WHO) or None, now, version)
    elif asked.act == "kommenter":
        comment_on(desk, id, viewer.person, sent.text(), now, version)
    else:
        ask_owner(desk, id, viewer.person, sent.text(), sent.day(), now, version)


def _over_page(
    viewer: Viewer,
    summaries: AllSummaries,
    follow_up: FollowUpState,
    asked: Asked,
    chosen: Sequence[Queued],
    status: int = 200,
    told: Sequence[str] = (),
) -> HTMLResponse:
    with follow_up.reading() as look:
        people = handlers(look.tx, look.today)
    return page(
        "bulk.html",
        status if chosen else 422,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        act=asked.act,
        heading=_(ACTS[asked.act]),
        chosen=chosen,
        versions=asked.versions,
        counted=ngettext("{count} sak", "{count} saker", len(chosen)).format(count=number(len(chosen))),
        sent=asked.sent,
        people=people,
        told=told,
    )
