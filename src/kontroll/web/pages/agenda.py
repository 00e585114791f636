"""Agenda: what the leader group takes up of its own control in a year, and the forms by which it is dealt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.agenda import (
    WAY,
    AgendaEvent,
    AgendaPoint,
    AgendaRefusal,
    AgendaRefused,
    Done,
    PointAct,
    PointState,
)
from kontroll.domain.conflict import Conflict
from kontroll.flows.internal_control.deal_with_point import deal_with_point
from kontroll.flows.internal_control.make_agenda import REASON, TITLE, add_point, renew_agenda
from kontroll.flows.people.looking import Looking
from kontroll.flows.saker.acting import TEXT as WRITTEN
from kontroll.report.skal_register import owner_name
from kontroll.texts import N_, _
from kontroll.web.act_form import LONGEST, TEXT, Sent, SentIn, Tried, Wrong
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
ADDRESS = "/internkontroll/arshjul"
Reader = Annotated[Viewer, Needs(Thing.INTERNAL_CONTROL)]
Dealing = Annotated[Viewer, Needs(Thing.INTERNAL_CONTROL, Act.DO)]
MONTH, OWNER, CHANGED, TITLED = "maaned", "eier", "endret", "tittel"
#: What stands in the address of a form -> what it does.
ACTS = {
    "ta-opp": PointAct.TAKE_UP,
    "avgjor": PointAct.DECIDE,
    "legg-til-side": PointAct.SET_ASIDE,
    "apne": PointAct.REOPEN,
}
NEW = "nytt"
_TOLD = {
    AgendaRefusal.NO_TEXT: (TEXT, N_("Skriv hva dere kom til, så den som leser det om et år, forstår det.")),
    AgendaRefusal.WRONG_MONTH: (MONTH, N_("Velg en måned.")),
    AgendaRefusal.NO_OWNER: (OWNER, N_("Velg hvem som har ansvaret.")),
    AgendaRefusal.NO_OUTCOME: (CHANGED, N_("Velg om noe skal endres.")),
    AgendaRefusal.NOT_NOW: ("", N_("Punktet er i en annen tilstand nå. Se hva som er gjort.")),
}
_NO_TITLE, _NO_WHY = N_("Skriv hva som skal tas opp."), N_("Skriv hvorfor, så ledergruppen vet hva det gjelder.")
_MEANWHILE = N_(
    "En annen har gjort noe med punktet mens du skrev. Se hva som er gjort, og send på nytt hvis det trengs."
)


AllSent = SentIn


@router.get(ADDRESS, response_class=HTMLResponse)
def agenda(
    viewer: Reader,
    summaries: AllSummaries,
    follow_up: FollowUp,
    aar: Annotated[int | None, Query(ge=1900, le=9999)] = None,
) -> HTMLResponse:
    return _list(viewer, summaries, follow_up, aar, Tried())


@router.post(ADDRESS, response_class=HTMLResponse)
def renew(viewer: Dealing, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance) -> Response:
    try:
        renew_agenda(follow_up.desk, viewer, entrance.clock())
    except AgendaRefused:
        raise _none_such() from None
    return RedirectResponse(ADDRESS, 303)


@router.post("/internkontroll/arshjul/nytt", response_class=HTMLResponse)
def add(
    viewer: Dealing, sent: AllSent, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    try:
        made = add_point(
            follow_up.desk, sent.text(TITLED), sent.text(), _number(sent, MONTH) or 0, sent.given(OWNER), viewer,
            entrance.clock(),
        )  # fmt: skip
    except Wrong as error:
        return _list(
            viewer, summaries, follow_up, None, Tried(act=NEW, sent=sent, told=(error.what,), field=error.field)
        )
    except AgendaRefused as error:
        if error.why not in _TOLD:
            raise _none_such() from None
        field, told = _TOLD[error.why]
        if error.why is AgendaRefusal.NO_TEXT:
            field, told = (TEXT, _NO_WHY) if sent.given(TITLED).strip() else (TITLED, _NO_TITLE)
        return _list(viewer, summaries, follow_up, None, Tried(act=NEW, sent=sent, told=(_(told),), field=field))
    return RedirectResponse(f"{ADDRESS}/{made.id}", 303)


@router.get("/internkontroll/arshjul/{id}", response_class=HTMLResponse)
def point(viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _one(viewer, id, summaries, follow_up, Tried())


@router.post("/internkontroll/arshjul/{id}/{hva}", response_class=HTMLResponse)
def deal(
    viewer: Dealing,
    id: str,
    hva: str,
    sent: AllSent,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    if hva not in ACTS:
        raise HTTPException(404)
    try:
        done = Done(
            act=ACTS[hva], text=sent.text(), month=_number(sent, MONTH), owner=sent.given(OWNER),
            changed={"ja": True, "nei": False}.get(sent.given(CHANGED)),
        )  # fmt: skip
        deal_with_point(follow_up.desk, id, done, viewer, entrance.clock(), seen=sent.version)
    except Wrong as error:
        tried = Tried(act=hva, sent=sent, told=(error.what,), field=error.field)
        return _one(viewer, id, summaries, follow_up, tried)
    except Conflict:
        return _one(viewer, id, summaries, follow_up, Tried(act=hva, sent=sent, told=(_(_MEANWHILE),)))
    except AgendaRefused as error:
        if error.why not in _TOLD:
            raise _none_such() from None
        field, told = _TOLD[error.why]
        return _one(viewer, id, summaries, follow_up, Tried(act=hva, sent=sent, told=(_(told),), field=field))
    return RedirectResponse(f"{ADDRESS}/{id}#gjort", 303)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _list(viewer: Viewer, summaries: AllSummaries, follow_up: FollowUp, year: int | None, tried: Tried) -> HTMLResponse:
    with follow_up.reading() as looking:
        years = looking.tx.agenda_points.distinct("year")
        shown = year if year is not None else max(years, default=looking.today.day.year)
        points = sorted(looking.tx.agenda_points.where(year=shown), key=lambda one: (one.month, one.number))
        texts = _texts(looking, points)
    return page(
        "agenda.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        year=shown,
        years=years,
        points=points,
        texts=texts,
        states=PointState,
        dealt={state: sum(one.state is state for one in points) for state in PointState},
        changed=sum(bool(one.changed) for one in points),
        tried=tried,
        **_choices(follow_up, viewer),
    )


def _one(viewer: Viewer, id: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried) -> HTMLResponse:
    with follow_up.reading() as looking:
        found = looking.tx.agenda_points.get(id)
        if found is None:
            raise _none_such()
        texts = _texts(looking, [found])
        events = looking.tx.agenda_events.where(point=id)
        written = looking.tx.trail.texts([one.trail for one in events])
        names = {one.by: _name(looking, one) for one in events}
    return page(
        "agenda_point.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        point=found,
        texts=texts[found.id],
        events=[(one, names[one.by], written.get((one.trail, WRITTEN))) for one in reversed(events)],
        acts={word: act for word, act in ACTS.items() if act in WAY[found.state]},
        area=next((one.name for one in follow_up.desk.policies.internal_control.areas if one.id == found.area), ""),
        states=PointState,
        made=PointAct.MADE,
        tried=tried,
        **_choices(follow_up, viewer),
    )


def _choices(follow_up: FollowUpState, viewer: Viewer) -> dict[str, object]:
    """What both pages choose from."""
    notices = follow_up.desk.policies.notices
    words = [word for word, found in notices.recipients.items() if found.leader_of is None]
    return {
        "owners": [(word, _first_upper(owner_name(word, notices))) for word in words],
        "owner_of": lambda word: _first_upper(owner_name(word, notices)),
        "may_deal": may_enter(viewer, Act.DO, Thing.INTERNAL_CONTROL) and viewer.person is not None,
        "longest": LONGEST,
    }


def _first_upper(name: str) -> str:
    """`HR` stays as it is."""
    return name[:1].upper() + name[1:]


def _texts(looking: Looking, points: Sequence[AgendaPoint]) -> Mapping[str, tuple[str, str]]:
    """Title and reason of each; what is deleted when its time was over says so."""
    found = looking.tx.trail.texts([one.trail for one in points])
    gone = _("Teksten er slettet etter frist.")
    return {one.id: (found.get((one.trail, TITLE), gone), found.get((one.trail, REASON), gone)) for one in points}


def _name(looking: Looking, event: AgendaEvent) -> str:
    person = looking.today.directory.person(event.by, looking.today.day)
    return person.name if person is not None else event.by


def _number(sent: Sent, name: str) -> int | None:
    given = sent.given(name)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None


def _none_such() -> HTTPException:
    return HTTPException(404, _("Det finnes ikke noe slikt punkt i årshjulet."))
