"""Headers on every answer: nothing is loaded from elsewhere, nothing may frame the page, no address leaks out."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Scripts from here alone, and only where a plan is calculated while it is written; the pages are whole without.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: A file whose address holds its fingerprint never changes; another is asked for again after an hour.
_FOREVER, _A_WHILE = "public, max-age=31536000, immutable", "public, max-age=3600"


class Headers:
    """Wraps the whole application, so that the page for an unexpected failure has them too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                # Pages hold a kommune's deviations: they stay in no cache. Styles and fonts may.
                headers["Cache-Control"] = _kept(scope, message["status"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _kept(scope: Scope, status: int) -> str:
    if not scope["path"].startswith("/static/") or status >= 400:
        return "no-store"
    return _FOREVER if scope["query_string"].startswith(b"v=") else _A_WHILE
