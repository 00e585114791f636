"""Observed: every request gets an id, is counted, and leaves one line in the log: what was asked for, never by whom.

The id is the proxy's if it gives one (`X-Request-ID`), stands in the answer's header, and is bound to every line that is
logged meanwhile. The address is told by its template: what stands in it may be the id of somebody's sak.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kontroll.log import bound, logger
from kontroll.web.metrics import Measured

HEADER = "X-Request-ID"
#: As proxies make them. Others are not repeated: neither in a header nor in the log.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
#: Asked for so often that a line for each would hide the rest.
_OFTEN = ("/static", "/helse/", "/metrikk")
#: Where somebody reports without a name: no line and no count is made of them, which would tell the time.
UNSEEN = ("/meld/anonymt", "/meld/folg")
NO_ROUTE = "(none)"
_log = logger(__name__)


class Observed:
    """Wraps the whole application, so that what fails inside it is told of too."""

    def __init__(self, app: ASGIApp, measured: Measured) -> None:
        self._app = app
        self._measured = measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, status, begun = _request_id(scope), 500, perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with bound(request=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                self._tell(scope, status, perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = str(scope["method"]), route_of(scope)
        if route in UNSEEN and status < 500:
            return
        self._measured.answered(method, route, status, seconds)
        _log.log(_level(route, status), "request", method=method, route=route, status=status, seconds=round(seconds, 4))


def _level(route: str, status: int) -> int:
    if route.startswith(_OFTEN):
        # Not being ready is an answer, and whoever asks tells of it.
        return logging.DEBUG if status < 400 else logging.INFO
    # Nor is it an error that the months are being made.
    return logging.ERROR if status >= 500 and status != HTTPStatus.SERVICE_UNAVAILABLE else logging.INFO


def without_the_servers_own_lines() -> None:
    """uvicorn tells of each request too, with what was asked for. Whoever serves says so once, in each process."""
    logging.getLogger("uvicorn.access").disabled = True


def route_of(scope: Scope) -> str:
    """The template of the address that answered; NO_ROUTE where none did."""
    path = getattr(scope.get("route"), "path", None)
    if path is not None:
        # What is mounted, as the API, knows its own part of the address.
        return str(scope.get("root_path", "")).removeprefix(str(scope.get("app_root_path", ""))) + str(path)
    # Mounted files have no template of their own.
    return "/static" if str(scope.get("path", "")).startswith("/static/") and "endpoint" in scope else NO_ROUTE


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get(HEADER, "")
    # Letters alone: eleven digits on end would be left out of the log as if they were a fødselsnummer.
    return given if _ID.fullmatch(given) else uuid4().hex.translate(_LETTERS)
