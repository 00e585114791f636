"""Messages: what was sent to whom, and one message as its recipient reads it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.notice import MessageState
from kontroll.flows.mail.outbox_pages import MessagesAsked, message_months, messages_page, one_message
from kontroll.texts import _, month_name
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page, month_or_none

router = APIRouter()
_PART = Query(max_length=100)


def asked_messages(
    maaned: str = "",
    tilstand: str = "",
    mottaker: Annotated[str, _PART] = "",
    emne: Annotated[str, _PART] = "",
) -> MessagesAsked:
    """422 for what is no month or no state."""
    return MessagesAsked(
        month=month_or_none(maaned),
        state=_state(tilstand),
        recipient=mottaker.strip(),
        subject=emne.strip(),
    )


AskedMessages = Annotated[MessagesAsked, Depends(asked_messages)]


@router.get("/meldinger", response_class=HTMLResponse)
def messages(
    viewer: Annotated[Viewer, Needs(Thing.NOTICE)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    asked: AskedMessages,
    side: AskedPage = 1,
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = messages_page(look.tx, look.today, viewer, asked, side)
        months = message_months(look.tx, viewer)
    demand_page(side, found.pages)
    return page(
        "messages.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        asked=asked,
        found=found,
        months=months,
        states=list(MessageState),
        query={
            "maaned": asked.month,
            "tilstand": asked.state.value if asked.state else None,
            "mottaker": asked.recipient or None,
            "emne": asked.subject or None,
        },
        outbox=follow_up.outbox,
    )


@router.get("/melding/{id}", response_class=HTMLResponse)
def message(
    viewer: Annotated[Viewer, Needs(Thing.NOTICE)], id: str, summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = one_message(look.tx, look.today, viewer, id)
    if found is None:
        raise HTTPException(404, _("Det finnes ingen melding med denne adressen."))
    return page(
        "message.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        shown=found.shown,
        notices=found.notices,
        file=follow_up.file_of(found.shown.message),
    )


def narrowed(asked: MessagesAsked) -> list[str]:
    """What the list was narrowed to, one sentence for each."""
    found = [_("Måned: {one}").format(one=month_name(asked.month))] if asked.month is not None else []
    if asked.state is not None:
        found.append(_("Tilstand: {one}").format(one=_(asked.state.value)))
    if asked.recipient:
        found.append(_("Mottaker: {one}").format(one=asked.recipient))
    if asked.subject:
        found.append(_("Emne: {one}").format(one=asked.subject))
    return found


def _state(text: str) -> MessageState | None:
    if not text:
        return None
    try:
        return MessageState(text)
    except ValueError:
        raise HTTPException(422, _("Tilstanden finnes ikke.")) from None
