"""By key: whose request it is, what it may, and how often; the one dependency by which every operation says what it needs.

The same table decides as for the pages (`domain.access`): a scope of the key is a role of it. Cookies are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any, cast

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.security import HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from kontroll.domain.access import TABLE, Act, Thing, Viewer, may_enter
from kontroll.domain.systemkey import PER_MINUTE, ROLES, ApiToken, viewer_of_key
from kontroll.flows.systems.keys import key_of, key_was_used
from kontroll.log import logger
from kontroll.texts import NORWAY, _, listed
from kontroll.web.api.problems import ApiError
from kontroll.web.signed_in import Entrance

SCHEME = HTTPBearer(
    auto_error=False, scheme_name="nokkel", description="Nøkkelen fra «kontroll nokkel ny». Hver har sitt omfang."
)


@dataclass
class Pace:
    """How often each key may ask: so many in a minute, as even as it likes."""

    per_minute: float = PER_MINUTE
    clock: Callable[[], float] = monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, key: str) -> float:
        """Seconds until it may ask; 0 = now, and then it has."""
        with self._lock:
            now = self.clock()
            left, at = self._left.get(key, (self.per_minute, now))
            left = min(self.per_minute, left + (now - at) * self.per_minute / 60)
            self._left[key] = (max(left - 1, 0) if left >= 1 else left, now)
            return 0 if left >= 1 else (1 - left) * 60 / self.per_minute


@dataclass
class Gate:
    """What the API knows of keys."""

    entrance: Entrance
    pace: Pace = field(default_factory=Pace)
    _seeing: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "used"))

    def viewer(self, request: Request) -> Viewer:
        """Raises ApiError 401, or 429 where it asks too often."""
        scheme, secret = get_authorization_scheme_param(request.headers.get("authorization"))
        now, desk = self.entrance.clock(), self.entrance.open_desk()
        key = None
        if scheme.lower() == "bearer":
            with desk.database.reading() as tx:
                key = key_of(tx, secret, now)
        if key is None:
            raise ApiError(401, headers={"WWW-Authenticate": "Bearer"})
        wait = self.pace.wait(key.id)
        if wait:
            seconds = int(wait) + 1
            told = _("En nøkkel kan spørre {count} ganger i minuttet. Vent {seconds} sekunder.")
            detail = told.format(count=round(self.pace.per_minute), seconds=seconds)
            raise ApiError(429, detail, headers={"Retry-After": str(seconds)})
        self._used(key, now)
        return viewer_of_key(key)

    def _used(self, key: ApiToken, now: datetime) -> None:
        """Aside: whoever reads must not wait for a run that writes."""
        if key.used != now.astimezone(NORWAY).date():
            self._seeing.submit(self._write, key.id, now)

    def _write(self, id: str, now: datetime) -> None:
        try:
            key_was_used(self.entrance.open_desk().database, id, now)
        except Exception as error:
            logger(__name__).warning("use of a key not kept", exc_info=error)


def gate_of(request: Request) -> Gate:
    return cast(Gate, request.app.state.gate)


@dataclass(frozen=True, slots=True)
class KeyNeed:
    """What an operation needs, as `signed_in.Need` says it of a page."""

    thing: Thing
    act: Act = Act.SEE

    def __call__(self, request: Request) -> Viewer:
        viewer = gate_of(request).viewer(request)
        demand(viewer, self.act, self.thing)
        _refuse_unknown(request)
        return viewer

    @property
    def scopes(self) -> list[str]:
        """Any of these is enough."""
        return [scope.value for scope, role in ROLES.items() if role in TABLE[self.thing].roles(self.act)]


def NeedsKey(thing: Thing, act: Act = Act.SEE) -> Any:
    """The system, which may."""
    return Depends(KeyNeed(thing, act))


def demand(viewer: Viewer, act: Act, thing: Thing) -> None:
    if not may_enter(viewer, act, thing):
        raise ApiError(403)


def _refuse_unknown(request: Request) -> None:
    """A filter that is spelt wrong must not give everything, nor one of two that were meant."""
    known = list(_queries(request.scope["route"].dependant))
    sent = Counter(name for name, _value in request.query_params.multi_items())
    if all(name in known and count == 1 for name, count in sent.items()):
        return
    if not known:
        raise ApiError(422, _("Etter spørsmålstegnet kan ingenting stå."))
    raise ApiError(422, _("Etter spørsmålstegnet kan det stå {known}, hver én gang.").format(known=listed(known)))


def _queries(dependant: Dependant) -> Iterator[str]:
    yield from (one.alias for one in dependant.query_params)
    for below in dependant.dependencies:
        yield from _queries(below)
