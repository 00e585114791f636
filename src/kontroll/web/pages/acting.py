"""Acting: what is done in a sak besides answering it, each by a form of its own. What is refused comes back with the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.refusal import Refused
from kontroll.flows.saker.acting import Unknown
from kontroll.flows.saker.casework import ask_owner, assign_to, comment_on
from kontroll.flows.saker.close_sak import close_sak
from kontroll.flows.saker.decide_sak import decide_disagreement_of, decide_exemption_of
from kontroll.flows.saker.hear_person import HOW, hear_person
from kontroll.flows.saker.offered import may_act
from kontroll.flows.saker.reopen_sak import reopen_sak
from kontroll.flows.saker.report_avvik import ask_reporter
from kontroll.flows.saker.tiltak_of_sak import change_tiltak_of, finish_tiltak_of
from kontroll.notices import refusals
from kontroll.texts import _
from kontroll.web.act_form import (
    CHANGED,
    EVIDENCE,
    FIRST,
    LAST,
    POST,
    TILTAK,
    WHO,
    Sent,
    SentIn,
    Tried,
    Wrong,
)
from kontroll.web.pages.answer import no_such_sak, read_sak
from kontroll.web.render import sak_link
from kontroll.web.shown_sak import sak_page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp
from kontroll.wiring import Desk

router = APIRouter()
Doing = Callable[[Desk, str, str, Sent, datetime], object]


@router.post("/sak/{id}/handling/{hva}", response_class=HTMLResponse)
def act(
    viewer: Annotated[Viewer, Needs(Thing.SAK, Act.DO)],
    id: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    doing = DOING.get(hva)
    if doing is None:
        raise HTTPException(404)
    with follow_up.reading() as look:
        sak = look.tx.saker.get(id)
        allowed = sak is not None and may_act(look.tx, viewer, sak)
    if not allowed or viewer.person is None:
        raise no_such_sak(id)
    try:
        doing(follow_up.desk, id, viewer.person, sent, entrance.clock())
    except Conflict:
        status, tried = 409, Tried(act=hva, sent=sent, told=(_(CHANGED),))
    except Refused as refused:
        problem = refusals.told(refused)
        status, tried = 422, Tried(act=hva, sent=sent, told=(problem.what, problem.why or "", problem.fix or ""))
    except Wrong as wrong:
        status, tried = 422, Tried(act=hva, sent=sent, told=(wrong.what,), field=wrong.field)
    except (Unknown, ValueError):
        status, tried = 422, Tried(act=hva, sent=sent, told=(_("Posten eller tiltaket finnes ikke i saken."),))
    else:
        return RedirectResponse(f"{sak_link(id)}#historie", 303)
    found, hers = read_sak(follow_up, viewer, id)
    return sak_page(viewer, summaries, follow_up, found, hers, status, tried=tried)


# --- what each form does ----------------------------------------------------------------------------------------------


def _comment(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    comment_on(desk, id, person, sent.text(), now, sent.version)


def _assign(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    assign_to(desk, id, person, sent.given(WHO) or None, now, sent.version)


def _ask(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    ask_owner(desk, id, person, sent.text(), sent.day(), now, sent.version)


def _ask_reporter(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    ask_reporter(desk, id, person, sent.text(), now, sent.version)


def _disagreement(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    upheld = sent.choice("medhold", "ikke") == "medhold"
    decide_disagreement_of(desk, id, person, upheld=upheld, reason=sent.text(), now=now, version=sent.version)


def _exemption(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    is_granted = sent.choice("gi", "avsla") == "gi"
    granted = (sent.month(FIRST), sent.month(LAST)) if is_granted else None
    decide_exemption_of(
        desk, id, person, granted=granted, reason=sent.text(), now=now, post=sent.given(POST), version=sent.version
    )


def _hear(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    declined = sent.choice("uttalt", "avslo") == "avslo"
    hear_person(
        desk, id, person, on=sent.day(), how=sent.text(HOW), said=sent.text(), declined=declined, now=now,
        version=sent.version,
    )  # fmt: skip


def _close(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    close_sak(desk, id, person, evidence=sent.text(EVIDENCE), reason=sent.text(), now=now, version=sent.version)


def _reopen(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    reopen_sak(desk, id, person, reason=sent.text(), now=now, version=sent.version)


def _finish(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    finish_tiltak_of(desk, id, sent.given(TILTAK), person, sent.text(), now, sent.version)


def _change(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    change_tiltak_of(
        desk, id, sent.given(TILTAK), person,
        owner=sent.given(WHO), deadline=sent.day(), reason=sent.text(), now=now, version=sent.version,
    )  # fmt: skip


#: The last part of the address -> what is done.
DOING: Mapping[str, Doing] = {
    "kommenter": _comment,
    "saksbehandler": _assign,
    "dokumentasjon": _ask,
    "spor-melder": _ask_reporter,
    "uenighet": _disagreement,
    "unntak": _exemption,
    "hor": _hear,
    "lukk": _close,
    "gjenapne": _reopen,
    "tiltak-gjort": _finish,
    "tiltak-endret": _change,
}
