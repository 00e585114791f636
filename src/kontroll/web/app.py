"""The web application: pages, styles and a sign of life, behind strict headers."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kontroll.report.summary import Summaries
from kontroll.web import errors
from kontroll.web.headers import Headers
from kontroll.web.pages import explanation, messages, overview, reglement, rule, rules, runs, saker, unit
from kontroll.web.render import HERE
from kontroll.wiring import Desk


def create_app(summaries: Summaries, desk: Desk | None = None) -> ASGIApp:
    """The application for one kommune, evaluated when it starts. desk: None where nothing is followed up yet."""
    # No generated documentation: it loads scripts from elsewhere, and these pages are no API.
    app = FastAPI(title="kontroll", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.summaries = summaries
    app.state.desk = desk
    for pages in (overview, rules, rule, unit, explanation, reglement, saker, messages, runs):
        app.include_router(pages.router)
    app.add_api_route("/helse/live", _alive, methods=["GET"], response_class=PlainTextResponse)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    errors.add_to(app)
    return Headers(app)


def _alive() -> PlainTextResponse:
    return PlainTextResponse("ok\n")
