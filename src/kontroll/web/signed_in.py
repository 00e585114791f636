"""Signed in: whose request it is, and the one dependency by which every page says what it needs.

`viewer: Annotated[Viewer, Needs(Thing.SAK)]` lets in whoever may see saker at all; what stands on the page is narrowed
to what she may see. Pages for the signed-out say `Open`. A route that says neither fails a test.

Why 404 for one enhet and 403 for a kind of page: that kjøringer exist is told in the manual; that a sak exists is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request

from kontroll.domain.access import Act, Thing, Viewer, may, may_enter
from kontroll.domain.notice import Reason
from kontroll.domain.user import Session
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.session_lengths import session_lengths
from kontroll.flows.people.sessions import SEEN_EVERY, given_to, see, session_of
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.see_notice import see_notices_about, see_notices_of_sak
from kontroll.log import logger
from kontroll.settings import LOOPBACK, Settings
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _
from kontroll.web.site import NotFollowedUp
from kontroll.wiring import Desk

#: What the cookie is called, and the one that a form of the signed-out brings back.
COOKIE, BEFORE = "kontroll_okt", "kontroll_skjema"
#: The field of a form, and the header of a script, that bring back what the page gave.
FIELD, HEADER = "skjema", "x-kontroll-skjema"
_SAFE = ("GET", "HEAD", "OPTIONS")


class SignInNeeded(Exception):
    """Nobody is signed in, or no longer."""


@dataclass
class Entrance:
    """What the pages know of sessions. clock: the time now, aware. desk: None where nobody can be signed in yet."""

    desk: Desk | None
    clock: Callable[[], datetime]
    _seeing: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "seen"))

    def open_desk(self) -> Desk:
        if self.desk is None:
            raise NotFollowedUp
        return self.desk

    @property
    def settings(self) -> Settings:
        return self.open_desk().settings

    def idle(self, tx: Transaction) -> timedelta:
        """How long a session may be left alone."""
        return session_lengths(tx, self.settings).idle

    @property
    def lasts(self) -> timedelta:
        with self.open_desk().database.reading() as tx:
            return session_lengths(tx, self.settings).lasts

    @property
    def is_secure(self) -> bool:
        """Whether readers come over https: then the cookie goes over nothing else."""
        address = urlsplit(self.settings.address)
        return address.scheme == "https" or address.hostname not in LOOPBACK

    def seen(self, session: Session, now: datetime) -> None:
        """Aside: whoever reads must not wait for a run that writes."""
        if now - session.seen >= SEEN_EVERY:
            self._seeing.submit(self._see, session, now)

    def opened(self, sak: str, person: str) -> None:
        """The person has opened the sak: what she was told of it is seen."""
        self._seeing.submit(self._open, sak, person, self.clock())

    def read(self, reasons: frozenset[Reason], subject: str, viewer: Viewer, request: Request) -> None:
        """The same for what is no sak: a resultatavtale, a talk, a month. Only where she asked for the page herself."""
        if viewer.person is not None and opened_by_hand(request):
            person, now = viewer.person, self.clock()
            self._seeing.submit(self._mark, lambda desk: see_notices_about(desk, reasons, subject, person, now))

    def _open(self, sak: str, person: str, now: datetime) -> None:
        self._mark(lambda desk: see_notices_of_sak(desk, sak, person, now))

    def _mark(self, see_them: Callable[[Desk], int]) -> None:
        try:
            see_them(self.open_desk())
        except Exception as error:
            logger(__name__).warning("notices not marked as seen", exc_info=error)

    def _see(self, session: Session, now: datetime) -> None:
        try:
            see(self.open_desk().database, session, now)
        except Exception as error:
            logger(__name__).warning("session not seen", exc_info=error)


def entrance_of(request: Request) -> Entrance:
    return cast(Entrance, request.app.state.entrance)


def viewer_or_none(request: Request) -> Viewer | None:
    """Who is signed in; None for the signed-out. Asked once in a request."""
    if not hasattr(request.state, "viewer"):
        request.state.viewer = _viewer(request)
    return cast(Viewer | None, request.state.viewer)


def _viewer(request: Request) -> Viewer | None:
    entrance = entrance_of(request)
    desk, token, now = entrance.open_desk(), request.cookies.get(COOKIE), entrance.clock()
    if not token:
        return None
    with desk.database.reading() as tx:
        found = session_of(tx, token, now, entrance.idle(tx))
        if found is None:
            return None
        session, user = found
        directory = known_directory(tx)
    entrance.seen(session, now)
    return viewer_of(
        user.id,
        user.person,
        user.name,
        given_to(session, user),
        directory,
        desk.policies,
        now.astimezone(NORWAY).date(),
        form_token(token),
    )


def opened_by_hand(request: Request) -> bool:
    """Whether she asked for the page, and not her browser beforehand: what it fetches so, nobody has read."""
    ahead = f"{request.headers.get('sec-purpose', '')} {request.headers.get('purpose', '')}"
    return request.method == "GET" and "prefetch" not in ahead and "prerender" not in ahead


# --- what a route needs -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Need:
    """enhet: the part of the address that is an enhet; one that is not hers is answered as one that does not exist."""

    thing: Thing
    act: Act = Act.SEE
    enhet: str = ""

    def __call__(self, request: Request) -> Viewer:
        viewer = viewer_or_none(request)
        if viewer is None:
            raise SignInNeeded
        if not may_enter(viewer, self.act, self.thing):
            raise HTTPException(403)
        if self.enhet and not may(viewer, self.act, self.thing, str(request.path_params[self.enhet])):
            raise no_such_enhet(str(request.path_params[self.enhet]))
        return viewer


def Needs(thing: Thing, act: Act = Act.SEE, *, enhet: str = "") -> Any:
    """The viewer, who may. 403 where the kind of page is not for her."""
    return Depends(Need(thing, act, enhet))


@dataclass(frozen=True, slots=True)
class Open:
    """For everybody, also the signed-out. why: the reason, for whoever reads the routes."""

    why: str

    def __call__(self) -> None:
        return None


def no_such_enhet(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ingen enhet med id «{id}».").format(id=id[:60]))


# --- forms ------------------------------------------------------------------------------------------------------------


def form_token(secret: str) -> str:
    """What a form must bring back, from what the cookie holds: another site can read neither."""
    return hashlib.sha256(f"skjema:{secret}".encode()).hexdigest()


async def from_own_form(request: Request) -> AsyncIterator[None]:
    """Of every route that changes something: the form was made here, for this browser.

    Of every route: no character that no database keeps. Whatever files came with it are closed when it is answered.
    """
    try:
        await _demand_own_form(request)
        yield
    finally:
        await request.close()


async def _demand_own_form(request: Request) -> None:
    if b"%00" in request.scope.get("raw_path", b"") or b"%00" in request.scope.get("query_string", b""):
        raise HTTPException(422, _("Adressen har tegn som ikke kan brukes."))
    if request.method in _SAFE:
        return
    secret = request.cookies.get(COOKIE) or request.cookies.get(BEFORE)
    # A system brings its own token, which no browser sends by itself; without a cookie it is nobody else.
    if not secret and request.headers.get("authorization", "").lower().startswith("bearer "):
        return
    brought: object = request.headers.get(HEADER)
    if brought is None:
        brought = (await request.form()).get(FIELD)
    if any("\0" in value for value in (await request.form()).values() if isinstance(value, str)):
        raise HTTPException(422, _("Teksten har tegn som ikke kan lagres. Skriv den på nytt uten dem."))
    if not secret or brought != form_token(secret):
        raise HTTPException(
            403,
            _("Skjemaet er for gammelt, eller kom fra et annet sted. Gå tilbake, last siden på nytt og prøv igjen."),
        )


Anybody = Annotated[Viewer, Needs(Thing.START)]


async def _entrance(request: Request) -> Entrance:
    return entrance_of(request)


TheEntrance = Annotated[Entrance, Depends(_entrance)]
