"""Report: an avvik is reported in three clicks, by whoever is signed in or, where the kommune allows it, without a name.

Why the pages without a name never ask who is signed in: asking notes that the session was used, and when.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.rule import Severity
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.passwords import new_token
from kontroll.flows.saker.report_avvik import (
    KINDS,
    LONGEST,
    Misreported,
    Report,
    followed,
    has_council,
    reply,
    report_avvik,
)
from kontroll.report.words import severity_name
from kontroll.texts import N_, NORWAY, _
from kontroll.web.day_limit import DayLimit
from kontroll.web.observed import UNSEEN
from kontroll.web.render import page
from kontroll.web.signed_in import BEFORE, COOKIE, Entrance, Needs, Open, TheEntrance, form_token

router = APIRouter()
REPORT, ANONYMOUS, FOLLOW = "/meld", *UNSEEN
_NAMELESS = Depends(Open("whoever reports without a name has not signed in"))
_Reporter = Annotated[Viewer, Needs(Thing.REPORT, Act.DO)]
_WRONG = {
    "enhet": N_("Velg hvor det gjelder."),
    "slag": N_("Velg hva det gjelder."),
    "alvor": N_("Velg hvor alvorlig det er."),
    "tekst": N_("Skriv hva som har hendt, med høyst 4000 tegn."),
}


class Filled:
    """The form as it was sent, whatever is wrong in it."""

    def __init__(
        self,
        enhet: Annotated[str, Form()] = "",
        slag: Annotated[str, Form()] = "",
        alvor: Annotated[str, Form()] = "",
        tekst: Annotated[str, Form()] = "",
        leder: Annotated[str, Form()] = "",
    ) -> None:
        self.enhet, self.slag, self.alvor, self.tekst, self.leder = enhet, slag, alvor, tekst, leder

    def report(self) -> Report:
        """Raises Misreported."""
        severity = next((one for one in Severity if one.value == self.alvor), None)
        if severity is None:
            raise Misreported("alvor")
        return Report(
            enhet=self.enhet, kind=self.slag, severity=severity, text=self.tekst, about_leader=bool(self.leder)
        )


@router.get(REPORT, response_class=HTMLResponse)
def form(viewer: _Reporter, entrance: TheEntrance, enhet: str = "") -> Response:
    return _form(entrance, Filled(enhet=enhet), viewer=viewer, token=viewer.session)


@router.post(REPORT, response_class=HTMLResponse)
def reported(viewer: _Reporter, entrance: TheEntrance, filled: Annotated[Filled, Depends()]) -> Response:
    return _reported(entrance, filled, entrance.clock(), viewer=viewer, token=viewer.session)


@router.get(ANONYMOUS, response_class=HTMLResponse, dependencies=[_NAMELESS])
def nameless_form(request: Request, entrance: TheEntrance) -> Response:
    _demand_allowed(entrance)
    secret = _secret(request)
    return _with_secret(_form(entrance, Filled(), viewer=None, token=form_token(secret)), entrance, request, secret)


@router.post(ANONYMOUS, response_class=HTMLResponse, dependencies=[_NAMELESS])
def nameless_report(request: Request, entrance: TheEntrance, filled: Annotated[Filled, Depends()]) -> Response:
    _demand_allowed(entrance)
    now = entrance.clock()
    _demand_few(request, now)
    return _reported(entrance, filled, now, viewer=None, token=form_token(_secret(request)))


@router.get(FOLLOW, response_class=HTMLResponse, dependencies=[_NAMELESS])
def follow_form(request: Request, entrance: TheEntrance) -> Response:
    secret = _secret(request)
    return _with_secret(_follow(entrance, form_token(secret)), entrance, request, secret)


@router.post(FOLLOW, response_class=HTMLResponse, dependencies=[_NAMELESS])
def follow(
    request: Request,
    entrance: TheEntrance,
    kode: Annotated[str, Form(max_length=100)] = "",
    tekst: Annotated[str, Form()] = "",
    svar: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """kode: of the report. svar: set where something is to be added to it."""
    now, token, told = entrance.clock(), form_token(_secret(request)), ""
    _demand_few(request, now)
    if svar:
        try:
            told = _("Svaret er lagt i saken.") if reply(entrance.open_desk(), kode, tekst, now) else ""
        except Misreported as wrong:
            return _follow(entrance, token, kode, wrong=_(_WRONG[wrong.field]), text=tekst, status=422)
    return _follow(entrance, token, kode, told=told)


# --- what they share --------------------------------------------------------------------------------------------------


def _form(
    entrance: Entrance, filled: Filled, *, viewer: Viewer | None, token: str, wrong: str = "", status: int = 200
) -> Response:
    desk, day = entrance.open_desk(), entrance.clock().astimezone(NORWAY).date()
    with desk.database.reading() as tx:
        directory = known_directory(tx)
    there = [(id, directory.name_of(id, day)) for id in directory.enheter() if directory.enhet_on(id, day) is not None]
    policy = desk.policies.reporting
    return page(
        "report.html",
        status,
        viewer=viewer,
        municipality=desk.settings.municipality,
        form_token=token,
        to=REPORT if viewer else ANONYMOUS,
        policy=policy,
        council=has_council(desk, directory, day),
        criteria=[(one.value, severity_name(one), said) for one, said in policy.criteria.items()],
        kinds=[(word, _(name)) for word, name in KINDS.items()],
        enheter=sorted(there, key=lambda one: one[1]),
        filled=filled,
        wrong=wrong,
        wrong_told=_(_WRONG[wrong]) if wrong else "",
        longest=LONGEST,
    )


def _reported(entrance: Entrance, filled: Filled, now: datetime, *, viewer: Viewer | None, token: str) -> Response:
    by = None if viewer is None else viewer.person or viewer.user
    desk = entrance.open_desk()
    try:
        sak, code = report_avvik(desk, filled.report(), now, by)
    except Misreported as wrong:
        return _form(entrance, filled, viewer=viewer, token=token, wrong=wrong.field, status=422)
    return page(
        "reported.html", viewer=viewer, municipality=desk.settings.municipality, sak=sak, code=code, follow=FOLLOW
    )


def _follow(
    entrance: Entrance,
    token: str,
    code: str = "",
    *,
    told: str = "",
    wrong: str = "",
    text: str = "",
    status: int = 200,
) -> Response:
    desk = entrance.open_desk()
    with desk.database.reading() as tx:
        found = followed(tx, code) if code.strip() else None
    if code.strip() and found is None:
        wrong, status = _("Det finnes ingen melding med denne koden."), 404
    return page(
        "report_followed.html", status, viewer=None, municipality=desk.settings.municipality, form_token=token, code=code,
        found=found, told=told, wrong=wrong, text=text, longest=LONGEST,
    )  # fmt: skip


def _demand_allowed(entrance: Entrance) -> None:
    if not entrance.open_desk().policies.reporting.anonymous:
        raise HTTPException(404, _("Kommunen tar ikke imot meldinger uten navn her. Logg inn for å melde."))


def _demand_few(request: Request, now: datetime) -> None:
    address = request.client.host if request.client is not None else ""
    limit: DayLimit = request.app.state.counted.reports
    if not limit.allows(address, now.astimezone(NORWAY).date()):
        raise HTTPException(429, _("Det er sendt for mange meldinger herfra i dag. Prøv igjen i morgen."))


def _secret(request: Request) -> str:
    """What ties the form to this browser. Of a session only what `from_own_form` holds the form against: nothing is asked."""
    return request.cookies.get(COOKIE) or request.cookies.get(BEFORE) or new_token()


def _with_secret(answer: Response, entrance: Entrance, request: Request, secret: str) -> Response:
    if secret not in request.cookies.values():
        answer.set_cookie(BEFORE, secret, path="/", secure=entrance.is_secure, httponly=True, samesite="lax")
    return answer
