"""On paper: what a printed page says of itself: the address at which it stood, and the day.

Why in the page, when browsers can print it: many have that turned off, and then nobody can tell what a sheet on the table is
a print of, nor of when. On a screen it is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from kontroll.texts import NORWAY, day

_ASKED: ContextVar[str] = ContextVar("asked", default="")


class OnPaper:
    """Wraps the pages, so that each can be told what was asked for. address: what links in messages begin with."""

    def __init__(self, app: ASGIApp, address: str, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._address = address.rstrip("/")
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = scope["query_string"].decode("ascii", "replace")
            place = quote(str(scope["path"])) + (f"?{query}" if query else "")
            _ASKED.set(f"{self._address}{place} · {day(self._clock().astimezone(NORWAY).date())}")
        await self._app(scope, receive, send)


def printed_of(status: int) -> str:
    """The line for a page with this status. "" for one that says what went wrong: it does not repeat what was asked for."""
    return _ASKED.get() if status == 200 else ""
