"""Signing in and out, and choosing a password: the pages for those who are not signed in yet."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.user import LONGEST, SHORTEST
from kontroll.flows.example.example_users import Example, example_users, sign_in_example
from kontroll.flows.people.passwords import new_token
from kontroll.flows.people.sessions import log_out
from kontroll.flows.people.sign_in import SignInRefused, TooManyAttempts, sign_in
from kontroll.flows.people.users import CodeRefused, PasswordRefused, choose_password
from kontroll.settings import LOOPBACK
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import BEFORE, COOKIE, Entrance, Needs, Open, TheEntrance, form_token, viewer_or_none

router = APIRouter()
SIGN_IN, CHOOSE = "/logg-inn", "/velg-passord"
_SIGNING_IN = Depends(Open("how one gets in"))
_Line = Annotated[str, Form(max_length=200)]
_Secret = Annotated[str, Form(max_length=1000)]


@router.get(SIGN_IN, response_class=HTMLResponse, dependencies=[_SIGNING_IN])
def sign_in_page(request: Request, entrance: TheEntrance, til: str = "/") -> Response:
    """til: the address she wanted."""
    if viewer_or_none(request) is not None:
        return RedirectResponse(own_address(til), 303)
    return _sign_in_page(request, entrance, til)


@router.post(SIGN_IN, response_class=HTMLResponse, dependencies=[_SIGNING_IN])
def signed_in(
    request: Request,
    entrance: TheEntrance,
    brukernavn: _Line = "",
    passord: _Secret = "",
    til: _Secret = "/",
) -> Response:
    database = entrance.open_desk().database
    try:
        token = sign_in(database, brukernavn, passord, lasts=entrance.lasts, now=entrance.clock())
    except SignInRefused:
        told = _("Brukernavnet eller passordet er feil, eller brukeren er sperret.")
        return _sign_in_page(request, entrance, til, told, brukernavn, 401)
    except TooManyAttempts:
        told = _("Det er prøvd for mange ganger. Vent et kvarter, og prøv igjen.")
        return _sign_in_page(request, entrance, til, told, brukernavn, 429)
    return entered(entrance, token, til)


@router.post("/logg-inn/eksempel", response_class=HTMLResponse, dependencies=[_SIGNING_IN])
def signed_in_as_example(request: Request, entrance: TheEntrance, hvem: _Line = "", til: _Secret = "/") -> Response:
    """404 anywhere but in the demo on one's own machine."""
    if not offers_examples(request, entrance):
        raise HTTPException(404)
    now = entrance.clock()
    token = sign_in_example(entrance.open_desk(), hvem, lasts=entrance.lasts, now=now)
    if token is None:
        raise HTTPException(422, _("Eksempelbrukeren finnes ikke."))
    return entered(entrance, token, til)


@router.get(CHOOSE, response_class=HTMLResponse, dependencies=[_SIGNING_IN])
def choose_page(request: Request, entrance: TheEntrance) -> Response:
    return _with_form(request, entrance, "choose_password.html", told="", login="", shortest=SHORTEST)


@router.post(CHOOSE, response_class=HTMLResponse, dependencies=[_SIGNING_IN])
def chosen(
    request: Request,
    entrance: TheEntrance,
    brukernavn: _Line = "",
    kode: _Line = "",
    passord: _Secret = "",
    gjenta: _Secret = "",
) -> Response:
    told = ""
    try:
        if passord != gjenta:
            told = _("De to passordene er ikke like.")
        else:
            choose_password(entrance.open_desk().database, brukernavn, kode, passord, entrance.clock())
    except PasswordRefused:
        told = _("Passordet må ha fra {low} til {high} tegn, og ikke være brukernavnet.").format(
            low=SHORTEST, high=LONGEST
        )
    except CodeRefused:
        told = _("Koden er feil, brukt eller for gammel. Be om en ny.")
    if told:
        return _with_form(
            request, entrance, "choose_password.html", 422, told=told, login=brukernavn, shortest=SHORTEST
        )
    return RedirectResponse(SIGN_IN, 303)


@router.post("/logg-ut", response_class=HTMLResponse)
def signed_out(
    request: Request, entrance: TheEntrance, viewer: Annotated[Viewer, Needs(Thing.OWN, Act.DO)], overalt: str = ""
) -> Response:
    """overalt: in every browser of hers."""
    token = request.cookies.get(COOKIE, "")
    log_out(entrance.open_desk().database, token, entrance.clock(), everywhere=bool(overalt))
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE, path="/", secure=entrance.is_secure, httponly=True, samesite="lax")
    return answer


# --- what they share --------------------------------------------------------------------------------------------------


def entered(entrance: Entrance, token: str, wanted: str) -> Response:
    """To the address she wanted, with her session."""
    answer = RedirectResponse(own_address(wanted), 303)
    _keep(answer, entrance, COOKIE, token)
    answer.delete_cookie(BEFORE, path="/", secure=entrance.is_secure, httponly=True, samesite="lax")
    return answer


def own_address(wanted: str) -> str:
    """An address of these pages, or the first page: nobody is sent to another site by a link to this one."""
    parts = urlsplit(wanted)
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if plain and not parts.scheme and not parts.netloc and not wanted.startswith(SIGN_IN) else "/"


def _sign_in_page(
    request: Request, entrance: Entrance, wanted: str, told: str = "", login: str = "", status: int = 200
) -> Response:
    desk = entrance.open_desk()
    examples: list[Example] = []
    if offers_examples(request, entrance):
        examples = example_users(desk, entrance.clock())
    with desk.database.reading() as tx:
        any_user = bool(tx.users.count())
    return _with_form(
        request,
        entrance,
        "sign_in.html",
        status,
        told=told,
        login=login,
        wanted=own_address(wanted),
        examples=examples,
        any_user=any_user,
        service=bool(desk.settings.oidc_issuer),
    )


def _with_form(request: Request, entrance: Entrance, template: str, status: int = 200, **shown: object) -> Response:
    """A page whose form brings back what only this browser was given."""
    secret = request.cookies.get(COOKIE) or request.cookies.get(BEFORE) or new_token()
    municipality = entrance.settings.municipality
    answer = page(template, status, form_token=form_token(secret), municipality=municipality, **shown)
    if secret not in request.cookies.values():
        _keep(answer, entrance, BEFORE, secret)
    return answer


def _keep(answer: Response, entrance: Entrance, name: str, content: str) -> None:
    """Until the browser closes; how long the session lasts is known here."""
    answer.set_cookie(name, content, path="/", secure=entrance.is_secure, httponly=True, samesite="lax")


def offers_examples(request: Request, entrance: Entrance) -> bool:
    """In the demo's home, served on this machine, asked from this machine, by its own name."""
    settings = entrance.settings
    from_here = request.client is not None and request.client.host in LOOPBACK
    return settings.example_users and settings.on_this_machine and from_here and request.url.hostname in LOOPBACK
