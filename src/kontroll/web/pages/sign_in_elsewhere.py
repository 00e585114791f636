"""Signing in through the kommune's own service: OpenID Connect, by code and PKCE, with roles by policies/tilgang.yaml.

Why a session of its own for the way there and back: what must be remembered meanwhile (state, nonce, verifier) is about a
browser that is nobody yet. It lies in a signed cookie for ten minutes, sent to these two addresses alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError  # type: ignore[import-untyped]
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import RedirectResponse, Response

from kontroll.domain.policy import Claims
from kontroll.flows.people.prove_again import NotProved, OtherUser, prove_elsewhere
from kontroll.flows.people.sign_in import SignInRefused, kept_secret, sign_in_as
from kontroll.flows.people.signed_claims import Claimed, claimed
from kontroll.log import logger
from kontroll.settings import Settings
from kontroll.texts import _
from kontroll.web.pages.sign_in import entered, own_address
from kontroll.web.signed_in import COOKIE, Entrance, Open, TheEntrance

router = APIRouter(dependencies=[Depends(Open("how one gets in through the kommune's own service"))])
ADDRESS = "/logg-inn/tjeneste"
BACK = "/logg-inn/tilbake"
#: Where she comes back to, and what she shows again who she is for.
WANTED, PURPOSE = "til", "bekreft"
_ASKED = "spurt"
_SECONDS = 600


def add_to(app: FastAPI) -> None:
    """Nothing where no service is set up: the addresses then do not exist."""
    entrance: Entrance = app.state.entrance
    desk = entrance.desk
    if desk is None or not desk.settings.oidc_issuer:
        return
    app.state.service = _registered(desk.settings)
    # The same for all processes: she may come back to another than the one that sent her.
    app.add_middleware(
        SessionMiddleware,
        secret_key=kept_secret(desk.database, entrance.clock()),
        session_cookie="kontroll_reise",
        max_age=_SECONDS,
        path="/logg-inn",
        same_site="lax",
        https_only=entrance.is_secure,
    )
    app.include_router(router)


def _registered(settings: Settings) -> Any:
    oauth = OAuth()
    asked = {"acr_values": settings.oidc_acr} if settings.oidc_acr else {}
    return oauth.register(
        "tjeneste",
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret or None,
        client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256"},
        authorize_params=asked or None,
    )


@router.get(ADDRESS)
async def there(request: Request, entrance: TheEntrance, til: str = "/", bekreft: str = "") -> Response:
    """bekreft: she is signed in, and shows again who she is; then the service must ask her, whatever she did there before."""
    request.session[WANTED] = own_address(til)
    more = {}
    if bekreft:
        request.session.update({PURPOSE: bekreft, _ASKED: entrance.clock().isoformat()})
        more = {"prompt": "login", "max_age": 0}
    back = entrance.settings.address.rstrip("/") + BACK
    answer: Response = await request.app.state.service.authorize_redirect(request, back, **more)
    return answer


@router.get(BACK)
async def back(request: Request, entrance: TheEntrance) -> Response:
    """400 where the answer is not one to a question of this browser's; 403 where the service or kontroll says no."""
    wanted = str(request.session.get(WANTED, "/"))
    purpose, asked = str(request.session.get(PURPOSE, "")), str(request.session.get(_ASKED, ""))
    try:
        token: Mapping[str, Any] = await request.app.state.service.authorize_access_token(request)
    except (OAuthError, JoseError, httpx2.HTTPError) as error:
        # Its words may hold what was sent; the kind does not.
        logger(__name__).warning("sign-in failed", kind=type(error).__name__)
        raise HTTPException(400) from None
    request.session.clear()
    desk = entrance.open_desk()
    said = token.get("userinfo") or {}
    _demand_level(desk.settings, said)
    told = _claimed(said, desk.policies.access.claims)
    if purpose:
        await run_in_threadpool(_prove, request, entrance, told.subject, said.get("auth_time"), purpose, asked)
        return RedirectResponse(own_address(wanted), 303)
    try:
        opened = await run_in_threadpool(
            sign_in_as,
            desk.database,
            told.subject,
            name=told.name,
            person=told.person,
            roles=told.roles,
            how="oidc",
            lasts=entrance.lasts,
            now=entrance.clock(),
        )
    except SignInRefused:
        raise HTTPException(403, _("Brukeren din er sperret i kontroll.")) from None
    return entered(entrance, opened, wanted)


def _prove(request: Request, entrance: Entrance, subject: str, at: object, purpose: str, asked: str) -> None:
    """403 where it is not she who is signed in here, or the service does not say that she did it now."""
    if not isinstance(at, int):
        raise HTTPException(
            403, _("Innloggingstjenesten sier ikke når du logget inn (auth_time), så vi vet ikke at det var nå.")
        )
    desk, token = entrance.open_desk(), request.cookies.get(COOKIE, "")
    with desk.database.reading() as tx:
        idle = entrance.idle(tx)
    began, shown = datetime.fromisoformat(asked), datetime.fromtimestamp(at, UTC)
    try:
        prove_elsewhere(desk.database, token, subject, shown, purpose, began, entrance.clock(), idle)
    except NotProved:
        raise HTTPException(403, _("Innloggingen var ikke ny. Prøv igjen.")) from None
    except OtherUser:
        raise HTTPException(403, _("Det var en annen bruker enn den som er logget inn her.")) from None


def _demand_level(settings: Settings, said: Mapping[str, Any]) -> None:
    """What was asked for may be answered with less: the client must look."""
    if settings.oidc_acr and said.get("acr") not in settings.oidc_acr.split():
        raise HTTPException(403, _("Du må logge inn på et høyere sikkerhetsnivå."))


def _claimed(said: Mapping[str, Any], claims: Claims) -> Claimed:
    told = claimed(said, claims)
    if told is None:
        raise HTTPException(400)
    return told
