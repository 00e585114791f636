"""Headers on every answer: nothing is loaded from elsewhere, nothing may frame the page, no address leaks out."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: No script at all: the pages are whole without it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STATIC_SECONDS = 3600


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
                kept = f"public, max-age={_STATIC_SECONDS}" if scope["path"].startswith("/static/") else "no-store"
                headers["Cache-Control"] = kept
            await send(message)

        await self._app(scope, receive, send_with_headers)
