"""Problems as application/problem+json (RFC 9457), in bokmål, and never with a value that was sent.

Why no value, not even in a sentence about itself: answers are written to logs by those who ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kontroll.domain.conflict import Conflict
from kontroll.domain.problem import Problem
from kontroll.domain.refusal import Refused
from kontroll.log import logger
from kontroll.notices.refusals import told
from kontroll.texts import N_, _, listed
from kontroll.web.site import MonthsNotReady, NotFollowedUp

MEDIA = "application/problem+json"
_TITLES = {
    401: N_("Nøkkelen mangler eller gjelder ikke"),
    403: N_("Nøkkelen har ikke omfanget som trengs"),
    404: N_("Det finnes ikke"),
    405: N_("Det kan ikke gjøres her"),
    409: N_("Det har endret seg, eller kan ikke gjøres nå"),
    413: N_("For stort"),
    415: N_("Innholdet er av et slag som ikke leses her"),
    422: N_("Forespørselen kan ikke leses"),
    429: N_("For mange forespørsler"),
    500: N_("Noe gikk galt"),
    503: N_("Ingenting er fulgt opp ennå"),
}
_DETAILS = {
    401: N_("Send nøkkelen i hver forespørsel: Authorization: Bearer NØKKEL. Informasjonskapsler leses ikke her."),
    403: N_("Be den som drifter kontroll om en nøkkel med omfanget som står ved operasjonen i /api."),
    404: N_("Adressen er skrevet feil, eller det er ikke noe der som nøkkelen kan lese."),
    405: N_("Operasjonene står i /api."),
    409: N_("Les det på nytt, og prøv igjen."),
    413: N_("Filen er større enn kommunen tar imot. Del den i flere."),
    415: N_("Send JSON med Content-Type: application/json, og filer med application/octet-stream."),
    422: N_("Hva som kan sendes, står i /api."),
    429: N_("Vent så lenge som Retry-After sier."),
    500: N_("Feilen er skrevet i loggen. Prøv igjen senere."),
    503: N_("Prøv igjen når den første måneden er kjørt."),
}


class Reported(BaseModel):
    """Én linje i kontrollrapporten, den samme som «kontroll importer» skriver."""

    sted: str = Field(description="Fil og linje.")
    hva: str
    hvorfor: str
    gjor_slik: str
    alvor: str = Field(description="feil, mangel eller merknad.")


class ProblemTold(BaseModel):
    """Hva som gikk galt (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    rapport: list[Reported] | None = Field(None, description="Bare når en leveranse er avvist.")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer beside success, for OpenAPI."""
    always = (401, 403, 404, 422, 429, 503)
    return {
        status: {"description": _(_TITLES[status]), "content": {MEDIA: {"schema": {"$ref": _SCHEMA}}}}
        for status in sorted({*always, *statuses})
    }


_SCHEMA = "#/components/schemas/ProblemTold"


class ApiError(Exception):
    """Something of ours, told in words of ours."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        report: Sequence[Problem] = (),
    ) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.report = list(report)


def reported(problem: Problem) -> Reported:
    return Reported(
        sted=str(problem.place),
        hva=problem.what,
        hvorfor=problem.why,
        gjor_slik=problem.fix,
        alvor=problem.gravity.value,
    )


def add_to(app: FastAPI) -> None:
    app.add_exception_handler(ApiError, _own)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NotFollowedUp, _not_followed_up)
    app.add_exception_handler(MonthsNotReady, _months_not_ready)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Conflict, _conflict)
    app.add_exception_handler(Exception, _unexpected)


def kinds() -> list[tuple[int, str, str]]:
    """Status, what it means and what to do, for the page that tells of them."""
    return [(status, _(title), _(_DETAILS[status])) for status, title in _TITLES.items()]


def problem(
    status: int, detail: str | None = None, headers: Mapping[str, str] | None = None, report: Sequence[Problem] = ()
) -> Response:
    """As it is sent. detail: None = what is said of all of the kind."""
    known = status if status in _TITLES else 500
    content: dict[str, Any] = {
        "type": f"/api#feil-{status}",
        "title": _(_TITLES[known]),
        "status": status,
        "detail": detail or _(_DETAILS[known]),
    }
    if report:
        content["rapport"] = [reported(one).model_dump() for one in report]
    return JSONResponse(content, status, dict(headers or {}), MEDIA)


async def _own(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return problem(error.status, error.detail, error.headers, error.report)


async def _http(_request: Request, error: Exception) -> Response:
    """The framework's own: its words are English and left out, its headers are kept."""
    assert isinstance(error, HTTPException)
    return problem(422 if error.status_code == 400 else error.status_code, None, error.headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    """Names that we gave are told; what was sent is not."""
    assert isinstance(error, RequestValidationError)
    names = [str(one["loc"][-1]) for one in error.errors() if len(one["loc"]) == 2 and one["type"] != "extra_forbidden"]
    where = listed([f"«{name}»" for name in dict.fromkeys(names) if name.isidentifier()])
    detail = (
        _("Se etter i {where}. Hva som kan stå der, står i /api.") if where else _("Hva som kan sendes, står i /api.")
    )
    return problem(422, detail.format(where=where))


async def _not_followed_up(_request: Request, _error: Exception) -> Response:
    return problem(503)


async def _months_not_ready(_request: Request, _error: Exception) -> Response:
    told = _("kontroll er nettopp startet, og månedene gjøres klare. Vent så lenge som Retry-After sier.")
    return problem(503, told, {"Retry-After": "15"})


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    found = told(error)
    return problem(409, f"{found.what} {found.why} {found.fix}")


async def _conflict(_request: Request, _error: Exception) -> Response:
    return problem(409, _("Noen andre har gjort noe med saken siden den ble lest. Les den på nytt."))


async def _unexpected(request: Request, error: Exception) -> Response:
    logger(__name__).error("api failed", exc_info=error)
    return problem(500)
