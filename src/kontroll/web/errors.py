"""Pages for what went wrong, in bokmål: what it is and where to go, never a trace of the inside."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kontroll.log import logger
from kontroll.texts import N_, _
from kontroll.web.render import page
from kontroll.web.site import NotFollowedUp

_HEADINGS = {
    404: N_("Siden finnes ikke"),
    405: N_("Siden kan bare leses"),
    422: N_("Adressen kan ikke leses"),
    500: N_("Noe gikk galt"),
}
_SENTENCES = {
    404: N_("Adressen er skrevet feil, eller siden er flyttet."),
    405: N_("Her er det ingenting å sende inn."),
    422: N_("Noe av det som står etter spørsmålstegnet i adressen, kan ikke brukes."),
    500: N_("Feilen er skrevet i loggen. Prøv igjen, og si fra til den som drifter kontroll hvis den kommer tilbake."),
}


def add_to(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NotFollowedUp, _not_followed_up)
    app.add_exception_handler(Exception, _unexpected)


def _error(status: int, what: str | None = None) -> Response:
    heading = _(_HEADINGS.get(status, _HEADINGS[500]))
    return page("error.html", status, heading=heading, what=what or _(_SENTENCES.get(status, _SENTENCES[500])))


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # The framework's own words are English; only what a page of ours says is passed on.
    ours = type(error) is not HTTPException and error.status_code in (404, 422)
    return _error(error.status_code, error.detail if ours else None)


async def _invalid(_request: Request, _error_: Exception) -> Response:
    return _error(422)


async def _not_followed_up(_request: Request, _error_: Exception) -> Response:
    what = _(
        "Her står saker, meldinger og kjøringer når den første måneden er kjørt. Klargjør databasen med "
        "«kontroll db oppgrader», og start sidene på nytt."
    )
    return page("error.html", 200, heading=_("Ingenting er fulgt opp ennå"), what=what)


async def _unexpected(request: Request, error: Exception) -> Response:
    logger(__name__).error("page failed", path=request.url.path, exc_info=error)
    return _error(500)
