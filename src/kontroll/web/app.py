"""The web application: pages, styles, health and metrics, behind strict headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kontroll.report.summary import Summaries
from kontroll.web import errors, health, metrics
from kontroll.web.api.application import PLACE, Wrapped, api
from kontroll.web.counted import Counted
from kontroll.web.headers import Headers
from kontroll.web.kept_fresh import Shown
from kontroll.web.metrics import Measured
from kontroll.web.observed import Observed
from kontroll.web.on_paper import OnPaper
from kontroll.web.origin import Origin
from kontroll.web.pages import (
    acting,
    agenda,
    agreement,
    agreements,
    answer,
    api_page,
    archive,
    bonus,
    bonus_decision,
    bulk,
    control_evaluation,
    control_map,
    control_measures,
    deliveries,
    explanation,
    exports,
    handbook,
    help,
    issued,
    issuing,
    messages,
    monthly,
    overview,
    pay,
    period_reports,
    political,
    privacy,
    privacy_documents,
    queue,
    registers,
    reglement,
    report,
    rule,
    rule_standing,
    rules,
    runs,
    saker,
    samples,
    samples_draw,
    samples_figures,
    samples_files,
    samples_plan,
    samples_public,
    samples_sheet,
    samples_work,
    scorecard,
    search,
    settings,
    sign_in,
    steering,
    steering_files,
    talks,
    unit,
    users,
    watchlist,
    working_life,
    yearly,
)
from kontroll.web.pages.sign_in_elsewhere import add_to as add_service
from kontroll.web.render import HERE
from kontroll.web.signed_in import Entrance, Open, from_own_form
from kontroll.wiring import Desk

#: Bytes that are not worth compressing, and how hard it is tried: level 9 takes three times as long, and saves a fiftieth.
_SMALL, _LEVEL = 1_000, 5


def create_app(
    summaries: Summaries | Shown,
    desk: Desk | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    *,
    counted: Counted | None = None,
    counts: Path | None = None,
) -> ASGIApp:
    """The application for one kommune. desk: None where nothing is followed up yet.

    summaries: as Shown where they come later, or may be swapped for newer ones. clock: the time now; sessions end, and
    roles begin and end, by it. counted, counts: where several processes count together; None = this one alone.
    """
    app = routed(summaries, desk, clock, counted, counts)
    # That lengths of compressed pages may tell what is in them is no matter here: no other site can ask with her cookie.
    printed = OnPaper(Origin(app), desk.settings.address if desk is not None else "", clock)
    small = GZipMiddleware(printed, minimum_size=_SMALL, compresslevel=_LEVEL)
    return Observed(Headers(small), app.state.measured)


def routed(
    summaries: Summaries | Shown,
    desk: Desk | None,
    clock: Callable[[], datetime],
    counted: Counted | None = None,
    counts: Path | None = None,
) -> FastAPI:
    """The routes alone: what a test walks."""
    # No generated documentation: it loads scripts from elsewhere, and these pages are no API.
    app = FastAPI(
        title="kontroll", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(from_own_form)]
    )
    app.state.shown = shown = summaries if isinstance(summaries, Shown) else Shown(summaries)
    app.state.desk = desk
    app.state.counted = counted or Counted()
    app.state.measured = Measured(desk, counts)
    app.state.entrance = Entrance(desk, clock)
    for pages in (
        sign_in,
        exports,
        overview,
        rules,
        rule,
        rule_standing,
        unit,
        steering,
        steering_files,
        political,
        working_life,
        pay,
        talks,
        monthly,
        period_reports,
        yearly,
        issuing,
        issued,
        privacy,
        privacy_documents,
        archive,
        api_page,
        explanation,
        reglement,
        registers,
        control_measures,
        control_evaluation,
        agenda,
        control_map,
        agreements,
        agreement,
        saker,
        answer,
        acting,
        queue,
        report,
        bulk,
        deliveries,
        watchlist,
        messages,
        runs,
        bonus_decision,
        bonus,
        scorecard,
        handbook,
        samples_plan,
        samples,
        samples_sheet,
        samples_work,
        samples_draw,
        samples_figures,
        samples_files,
        samples_public,
        search,
        help,
        users,
        settings,
    ):
        app.include_router(pages.router)
    for watched, why in ((health, "for whoever watches that it works"), (metrics, "has a rule of its own for who may")):
        app.include_router(watched.router, dependencies=[Depends(Open(why))])
    add_service(app)
    app.state.api = api(shown, desk, app.state.entrance, app.state.counted.pace)
    app.mount(PLACE, Wrapped(app.state.api))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    errors.add_to(app)
    return app
