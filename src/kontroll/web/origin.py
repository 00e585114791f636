"""Origin: what another site makes a browser send is refused before anything is read of it.

Every browser in use says where a request comes from, in Sec-Fetch-Site or at least in Origin. Programs say neither; they
carry no cookie that they did not fetch themselves, and bring a token.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kontroll.texts import _
from kontroll.web.render import page

_SAFE = ("GET", "HEAD", "OPTIONS")
#: No cookie opens anything there, so that there is nothing another site could make a browser send.
_BY_KEY = "/api/"


class Origin:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        by_key = str(scope.get("path", "")).startswith(_BY_KEY)
        if scope["type"] != "http" or scope["method"] in _SAFE or by_key or is_own(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        what = _("Det som ble sendt, kom fra et annet nettsted, og er ikke tatt imot.")
        await page("error.html", 403, heading=_("Ikke tatt imot"), what=what)(scope, receive, send)


def is_own(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or (urlsplit(origin).netloc or None) == headers.get("host")
