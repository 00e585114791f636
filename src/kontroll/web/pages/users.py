"""Users: an administrator makes them, gives and ends roles, closes and opens, and hands over the code for a password.

Why the code is shown once, on the page that answers: an address with a secret in it stands in the browser's history and in
every log on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import MAY_BE_GIVEN, Act, Role, Thing, Viewer
from kontroll.domain.policy import Apart
from kontroll.domain.user import UserState
from kontroll.flows.mail.dead_addresses import dead_addresses
from kontroll.flows.people.manage_users import (
    close_or_open,
    end_role,
    give_role,
    log_out_everywhere,
    make_code,
    make_user,
)
from kontroll.flows.people.users import NotGiven, NoUser
from kontroll.flows.showing.users_pages import UsersAsked, one_user, users_page
from kontroll.flows.telling.tell_of_code import by_administrator, telling_of_code
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, Sent, SentIn
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page
from kontroll.web.user_words import REFUSALS, pair_told, refused_told, warnings_told
from kontroll.wiring import Desk

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.USERS)]
Keeper = Annotated[Viewer, Needs(Thing.USERS, Act.DO)]
GIVEN = sorted(MAY_BE_GIVEN, key=lambda role: role.value)


Form = SentIn


@router.get("/brukere", response_class=HTMLResponse)
def users(
    viewer: Reader,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
    ord: Annotated[str, Query(max_length=100)] = "",
    rolle: Annotated[str, Query(max_length=40)] = "",
    tilstand: Annotated[str, Query(max_length=40)] = "",
    side: AskedPage = 1,
) -> HTMLResponse:
    asked = UsersAsked(word=ord.strip(), role=_role(rolle), state=_state(tilstand))
    return _list_page(viewer, summaries, follow_up, entrance, asked, side)


@router.post("/brukere", response_class=HTMLResponse)
def made(viewer: Keeper, sent: Form, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance) -> Response:
    role, login = _role(sent.given("rolle")), sent.given("brukernavn").strip()
    if not login or len(login) > 100 or not login.isprintable():
        told = _("Skriv et brukernavn på høyst 100 tegn.")
        return _list_page(viewer, summaries, follow_up, entrance, UsersAsked(), 1, 422, sent, told)
    try:
        user, code, warned = make_user(
            follow_up.desk,
            login,
            name=_line(sent.given("navn")) or login,
            person=_line(sent.given("person")) or None,
            roles=[role] if role is not None else [],
            reason=sent.given("begrunnelse")[:LONGEST],
            by=viewer,
            now=entrance.clock(),
            then=telling_of_code(follow_up.desk.policies.notices, by_administrator(), entrance.clock()),
        )
    except REFUSALS as error:
        told = refused_told(error)
        return _list_page(viewer, summaries, follow_up, entrance, UsersAsked(), 1, 422, sent, told)
    return _user_page(viewer, summaries, follow_up, entrance, user.id, code=code, warned=warned)


@router.get("/brukere/{id}", response_class=HTMLResponse)
def user(viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance) -> HTMLResponse:
    return _user_page(viewer, summaries, follow_up, entrance, id)


@router.post("/brukere/{id}/{hva}", response_class=HTMLResponse)
def changed(
    viewer: Keeper, id: str, hva: str, sent: Form, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    doing = DOING.get(hva)
    if doing is None:
        raise HTTPException(404)
    try:
        code, warned = doing(follow_up.desk, id, sent, viewer, entrance.clock())
    except NoUser:
        raise _no_user(id) from None
    except REFUSALS as error:
        return _user_page(viewer, summaries, follow_up, entrance, id, 422, hva, sent, refused_told(error))
    return _user_page(viewer, summaries, follow_up, entrance, id, code=code, warned=warned, done=hva)


# --- what each form does ----------------------------------------------------------------------------------------------

Result = tuple[str, list[Apart]]
Doing = Callable[[Desk, str, Sent, Viewer, datetime], Result]


def _give(desk: Desk, id: str, sent: Sent, by: Viewer, now: datetime) -> Result:
    return "", give_role(desk, id, _demanded(sent), reason=_reason(sent), by=by, now=now)[1]


def _end(desk: Desk, id: str, sent: Sent, by: Viewer, now: datetime) -> Result:
    end_role(desk, id, _demanded(sent), reason=_reason(sent), by=by, now=now)
    return "", []


def _close(desk: Desk, id: str, sent: Sent, by: Viewer, now: datetime) -> Result:
    close_or_open(desk, id, opened=False, reason=_reason(sent), by=by, now=now)
    return "", []


def _open(desk: Desk, id: str, sent: Sent, by: Viewer, now: datetime) -> Result:
    close_or_open(desk, id, opened=True, reason=_reason(sent), by=by, now=now)
    return "", []


def _code(desk: Desk, id: str, _sent: Sent, by: Viewer, now: datetime) -> Result:
    return make_code(desk, id, by=by, now=now, then=telling_of_code(desk.policies.notices, by_administrator(), now))[
        1
    ], []


def _log_out(desk: Desk, id: str, _sent: Sent, by: Viewer, now: datetime) -> Result:
    log_out_everywhere(desk, id, by=by, now=now)
    return "", []


#: The last part of the address -> what is done.
DOING: Mapping[str, Doing] = {
    "rolle-gi": _give, "rolle-ta": _end, "sperr": _close, "apne": _open, "kode": _code, "logg-ut": _log_out,
}  # fmt: skip


def _reason(sent: Sent) -> str:
    return sent.given("begrunnelse")[:LONGEST]


def _demanded(sent: Sent) -> Role:
    role = _role(sent.given("rolle"))
    if role is None:
        raise NotGiven("")
    return role


# --- the pages --------------------------------------------------------------------------------------------------------


def _list_page(
    viewer: Viewer,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: Entrance,
    asked: UsersAsked,
    side: int,
    status: int = 200,
    sent: Sent | None = None,
    told: str = "",
) -> HTMLResponse:
    with follow_up.reading() as look:
        found, here = users_page(look.tx, asked, side, entrance.clock(), entrance.idle(look.tx))
        dead = dead_addresses(look.tx, look.today)
    demand_page(side, found.pages)
    return page(
        "users.html",
        status,
        **_shared(viewer, summaries),
        found=found,
        signed_in_now=here,
        dead=dead,
        asked=asked,
        apart=[(pair_told(pair), pair.refused) for pair in follow_up.desk.policies.access.apart],
        states=[(state.value, state.value.capitalize()) for state in UserState],
        sent=sent or Sent(),
        told=told,
        query={
            "ord": asked.word or None,
            "rolle": asked.role.value if asked.role else None,
            "tilstand": asked.state.value if asked.state else None,
        },
    )


def _user_page(
    viewer: Viewer,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: Entrance,
    id: str,
    status: int = 200,
    tried: str = "",
    sent: Sent | None = None,
    told: str = "",
    *,
    code: str = "",
    warned: list[Apart] | None = None,
    done: str = "",
) -> HTMLResponse:
    with follow_up.desk.database.reading() as tx:
        one = one_user(tx, id, entrance.clock(), entrance.idle(tx))
    if one is None:
        raise _no_user(id)
    return page(
        "user.html",
        status,
        **_shared(viewer, summaries),
        one=one,
        is_self=one.id == viewer.user,
        tried=tried,
        sent=sent or Sent(),
        told=told,
        code=code,
        address=f"{entrance.settings.address.rstrip('/')}/velg-passord",
        warnings=warnings_told(warned or ()),
        done=done,
    )


def _shared(viewer: Viewer, summaries: AllSummaries) -> dict[str, object]:
    situation = summaries.situation
    return {
        "viewer": viewer, "situation": situation, "month": situation.last, "keeps": Role.ADMIN in viewer.roles,
        "roles": [(role.value, role.value.capitalize()) for role in GIVEN],
    }  # fmt: skip


def _no_user(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ingen bruker med nummer «{id}».").format(id=id[:60]))


def _line(text: str) -> str:
    """A name on one line: nothing that turns the direction, or ends the line, of what stands beside it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _role(word: str) -> Role | None:
    return next((role for role in GIVEN if role.value == word), None)


def _state(word: str) -> UserState | None:
    return next((state for state in UserState if state.value == word), None)
