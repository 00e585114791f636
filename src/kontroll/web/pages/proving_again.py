"""Proving again: how whoever is signed in shows once more who she is, before she puts her name to something."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from kontroll.domain.access import Viewer
from kontroll.domain.issuing import Report
from kontroll.flows.issuing.confirm_statement import proof_wanted
from kontroll.flows.issuing.with_report import UnknownReport
from kontroll.flows.people.prove_again import (
    ELSEWHERE,
    EXAMPLE,
    PASSWORD,
    NotProved,
    Proved,
    has_password,
    is_example,
    is_proved,
    login_of,
    prove_by_password,
    use_proof,
)
from kontroll.web.pages.sign_in import offers_examples
from kontroll.web.pages.sign_in_elsewhere import ADDRESS, PURPOSE, WANTED
from kontroll.web.signed_in import COOKIE, Entrance


@dataclass(frozen=True, slots=True)
class Proving:
    """how: by what; "" = she has no way to. login: her user name. is_done: she has just done it elsewhere. address: where she
    does it, "" = here.
    """

    how: str
    login: str = ""
    is_done: bool = False
    address: str = ""


def proving(request: Request, entrance: Entrance, viewer: Viewer, report: Report, back: str) -> Proving:
    """back: where she comes back to."""
    desk, wanted = entrance.open_desk(), proof_wanted(report)
    with desk.database.reading() as tx:
        how = _how(request, entrance, viewer, has_password(tx, viewer.user), is_example(tx, viewer.user))
        login = login_of(tx, viewer.user)
        is_done = is_proved(tx, request.cookies.get(COOKIE, ""), wanted, entrance.clock())
    if how != ELSEWHERE:
        return Proving(how, login)
    return Proving(how, login, is_done, f"{ADDRESS}?{urlencode({WANTED: back, PURPOSE: wanted})}")


def proved_by(request: Request, entrance: Entrance, viewer: Viewer, id: str, password: str) -> Proved:
    """What she showed for the report as it is now. Raises NotProved, SignInRefused, TooManyAttempts and UnknownReport."""
    desk, now = entrance.open_desk(), entrance.clock()
    with desk.database.reading() as tx:
        report = tx.reports.get(id)
        if report is None:
            raise UnknownReport(id)
        how = _how(request, entrance, viewer, has_password(tx, viewer.user), is_example(tx, viewer.user))
        idle = entrance.idle(tx)
    wanted = proof_wanted(report)
    if how == PASSWORD:
        return prove_by_password(desk.database, viewer.user, password, wanted, now)
    if how == EXAMPLE:
        # Nobody in the demo has anything to show; the trail says so.
        return Proved(EXAMPLE, viewer.user, wanted)
    if how == ELSEWHERE:
        return use_proof(desk.database, request.cookies.get(COOKIE, ""), wanted, now, idle)
    raise NotProved


def _how(request: Request, entrance: Entrance, viewer: Viewer, has_one: bool, is_of_demo: bool) -> str:
    if has_one:
        return PASSWORD
    if is_of_demo:
        return EXAMPLE if offers_examples(request, entrance) else ""
    return ELSEWHERE if entrance.settings.oidc_issuer else ""
