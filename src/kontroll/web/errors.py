"""Pages for what went wrong, in bokmål: what it is and where to go, never a trace of the inside."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kontroll.domain.access import Viewer
from kontroll.log import logger
from kontroll.texts import N_, _, month_name
from kontroll.web.act_form import Sent, sent_in
from kontroll.web.api.problems import problem
from kontroll.web.months_aside import BeingPrepared
from kontroll.web.render import link, page
from kontroll.web.signed_in import SignInNeeded, entrance_of, viewer_or_none
from kontroll.web.site import MonthsNotReady, NotFollowedUp, situation_or_none

_HEADINGS = {
    400: N_("Innloggingen ble ikke fullført"),
    401: N_("Du må logge inn"),
    403: N_("Du har ikke tilgang"),
    404: N_("Siden finnes ikke"),
    405: N_("Siden kan bare leses"),
    422: N_("Adressen kan ikke leses"),
    500: N_("Noe gikk galt"),
}
_SENTENCES = {
    400: N_("Svaret fra innloggingstjenesten kan ikke brukes. Begynn på nytt fra innloggingssiden."),
    401: N_("Innloggingen er utløpt. Ingenting er lagret. Logg inn, og gjør det på nytt."),
    403: N_(
        "Siden er for andre roller enn dine. Mener du at du skulle hatt tilgang, si fra til den som drifter kontroll."
    ),
    404: N_("Adressen er skrevet feil, eller siden er flyttet."),
    405: N_("Her er det ingenting å sende inn."),
    422: N_("Noe av det som står etter spørsmålstegnet i adressen, kan ikke brukes."),
    500: N_("Feilen er skrevet i loggen. Prøv igjen, og si fra til den som drifter kontroll hvis den kommer tilbake."),
}


def add_to(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SignInNeeded, _sign_in_needed)
    app.add_exception_handler(NotFollowedUp, _not_followed_up)
    app.add_exception_handler(BeingPrepared, _being_prepared)
    app.add_exception_handler(MonthsNotReady, _months_not_ready)
    app.add_exception_handler(Exception, _unexpected)


def _error(
    status: int,
    what: str | None = None,
    request: Request | None = None,
    heading: str = "",
    written: Sequence[str] = (),
) -> Response:
    """request: of somebody who may be signed in; then the page has her ways on at the top. written: texts she gets back."""
    viewer = _viewer(request) if request is not None else None
    situation = situation_or_none(request) if request is not None and viewer is not None else None
    return page(
        "error.html",
        status,
        heading=heading or _(_HEADINGS.get(status, _HEADINGS[500])),
        what=what or _(_SENTENCES.get(status, _SENTENCES[500])),
        written=written,
        viewer=viewer,
        situation=situation,
        month=situation.last if situation is not None else None,
    )


def _viewer(request: Request) -> Viewer | None:
    return None if entrance_of(request).desk is None else viewer_or_none(request)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if str(request.scope["path"]).startswith("/api/"):
        # An address with a line break in it is no mounted one's; a system is told as it is told elsewhere.
        return problem(error.status_code)
    # The framework's own words are English; only what a page of ours says is passed on.
    ours = type(error) is not HTTPException and error.status_code in (400, 403, 404, 422)
    # Without words of ours the framework puts in the name of the status.
    said = error.detail if ours and error.detail != HTTPStatus(error.status_code).phrase else None
    return await run_in_threadpool(_error, error.status_code, said, request)


async def _invalid(request: Request, _error_: Exception) -> Response:
    return await run_in_threadpool(_error, 422, None, request)


async def _sign_in_needed(request: Request, _error_: Exception) -> Response:
    """To the sign-in page and back. What was sent in is not kept: it could be anybody's by then. She gets it back, to copy."""
    if request.method not in ("GET", "HEAD"):
        return _error(401, written=_written(sent_in(await request.form())))
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(link("/logg-inn", til=request.url.path + query), 303)


def _written(sent: Sent) -> list[str]:
    """The texts of the form: what a machine put there is one word, and what is secret is left out."""
    secret = ("passord", "gjenta", "kode")
    return [text for name, text in sent.fields.items() if name not in secret and len(text.split()) > 1]


async def _not_followed_up(_request: Request, _error_: Exception) -> Response:
    what = _(
        "Her står saker, meldinger og kjøringer når den første måneden er kjørt. Klargjør databasen med "
        "«kontroll db oppgrader», og start sidene på nytt."
    )
    return page("error.html", 200, heading=_("Ingenting er fulgt opp ennå"), what=what, viewer=None)


async def _being_prepared(request: Request, error: Exception) -> Response:
    """It comes by itself to nobody: a page that loads again while it is read is no help to a screen reader."""
    assert isinstance(error, BeingPrepared)
    what = _(
        "Ingen har åpnet denne måneden siden sidene startet eller nye data kom, og kontroll finner nå ut hvorfor svar er "
        "ukjente. Det tar under ett minutt. Last siden på nytt om litt."
    )
    heading = _("{month} gjøres klar").format(month=month_name(error.month).capitalize())
    answer = await run_in_threadpool(_error, 202, what, request, heading)
    answer.headers["Retry-After"] = "20"
    return answer


async def _months_not_ready(request: Request, _error: Exception) -> Response:
    """By itself to nobody, as above; the way on is a link to the same page."""
    return await run_in_threadpool(_preparing, request)


def _preparing(request: Request) -> Response:
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    again = asked if request.method in ("GET", "HEAD") else "/"
    desk = entrance_of(request).desk
    municipality = desk.settings.municipality if desk is not None else "kontroll"
    answer = page(
        "preparing.html",
        503,
        viewer=_viewer(request),
        again=again,
        municipality=municipality,
        situation=None,
        month=None,
    )
    answer.headers["Retry-After"] = "15"
    return answer


async def _unexpected(request: Request, error: Exception) -> Response:
    logger(__name__).error("page failed", path=request.url.path, exc_info=error)
    return _error(500)
