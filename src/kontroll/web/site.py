"""Site: what every page needs: the summaries of one kommune and the month that was asked for."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request

from kontroll.domain.month import Month
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.texts import _, month_name


def summaries_of(request: Request) -> Summaries:
    return cast(Summaries, request.app.state.summaries)


def situation_of(request: Request) -> Situation:
    return summaries_of(request).situation


def asked_month(request: Request, maaned: str | None = None) -> Month:
    """`?maaned=2026-10`; without it the latest. 422 for what is no month, 404 for one that was not evaluated."""
    situation = situation_of(request)
    if not maaned:
        return situation.last
    try:
        month = Month.parse(maaned)
    except ValueError:
        raise HTTPException(422, _("Måneden skrives på formen 2026-10.")) from None
    if not situation.first <= month <= situation.last:
        wanted = _("Månedene fra {first} til {last} er vurdert.")
        raise HTTPException(404, wanted.format(first=month_name(situation.first), last=month_name(situation.last)))
    return month


AllSummaries = Annotated[Summaries, Depends(summaries_of)]
AskedMonth = Annotated[Month, Depends(asked_month)]
