"""Site: what every page needs: the summaries of one kommune, its follow-up, and the month or page that was asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Query, Request

from kontroll.channels.folder import FOLDER, file_name
from kontroll.domain.month import Month
from kontroll.domain.notice import Message
from kontroll.flows.people.looking import Looking, looking
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.texts import _, month_name
from kontroll.web.kept_fresh import Shown
from kontroll.wiring import Desk


def summaries_of(request: Request) -> Summaries:
    """Those that the request began with: they may be swapped for newer ones meanwhile. Raises MonthsNotReady."""
    if not hasattr(request.state, "summaries"):
        shown = cast(Shown, request.app.state.shown).summaries
        if shown is None:
            raise MonthsNotReady
        request.state.summaries = shown
    return cast(Summaries, request.state.summaries)


def situation_or_none(request: Request) -> Situation | None:
    """For pages that can be shown before the months are made."""
    try:
        return summaries_of(request).situation
    except MonthsNotReady:
        return None


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


class MonthsNotReady(Exception):
    """The process has just been started: what the pages show is being made."""


class NotFollowedUp(Exception):
    """The kommune has no database that can be read: its figures are shown, and nothing is followed up yet."""


@dataclass(frozen=True, slots=True)
class FollowUpState:
    """The state as it is now. day: the one that the pages are seen from."""

    desk: Desk
    day: date

    def reading(self) -> AbstractContextManager[Looking]:
        return looking(self.desk, self.day)

    @property
    def outbox(self) -> str:
        return str(self.desk.settings.outbox)

    def file_of(self, message: Message) -> str | None:
        """The name of the file that the message was written to; None where it went another way."""
        return file_name(message.id, message.composed_at) if message.channel == FOLDER else None


def follow_up_of(request: Request) -> FollowUpState:
    desk = cast(Desk | None, request.app.state.desk)
    if desk is None:
        raise NotFollowedUp
    return FollowUpState(desk, situation_of(request).today)


def follow_up_or_none(request: Request) -> FollowUpState | None:
    """For pages that can be shown without."""
    desk = cast(Desk | None, request.app.state.desk)
    return None if desk is None else FollowUpState(desk, situation_of(request).today)


def month_or_none(text: str) -> Month | None:
    """ "" = no month asked for; 422 for what is no month."""
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise HTTPException(422, _("Måneden skrives på formen 2026-10.")) from None


def demand_page(number: int, pages: int) -> None:
    """404 for a page after the last."""
    if number > pages:
        raise HTTPException(404, _("Listen har {pages} sider.").format(pages=pages))


# What a route asks for is looked up where the request is, and not in a thread of its own, which takes longer than it.
async def _summaries(request: Request) -> Summaries:
    return summaries_of(request)


async def _month(request: Request, maaned: str | None = None) -> Month:
    return asked_month(request, maaned)


async def _follow_up(request: Request) -> FollowUpState:
    return follow_up_of(request)


async def _perhaps_follow_up(request: Request) -> FollowUpState | None:
    return follow_up_or_none(request)


AllSummaries = Annotated[Summaries, Depends(_summaries)]
AskedMonth = Annotated[Month, Depends(_month)]
FollowUp = Annotated[FollowUpState, Depends(_follow_up)]
PerhapsFollowUp = Annotated[FollowUpState | None, Depends(_perhaps_follow_up)]
AskedPage = Annotated[int, Query(ge=1)]
