"""What was sent, to be read on a page: the messages, newest first, and one of them whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kontroll.domain.access import Act, Thing, Viewer, has_own, may, seen
from kontroll.domain.month import Month
from kontroll.domain.notice import Message, MessageState, Notice
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.store.expressions import none_where
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesAsked:
    """Which messages. recipient: a part of the name of a person or of an enhet she leads; subject: a part of it. "" = all."""

    month: Month | None = None
    state: MessageState | None = None
    recipient: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """name: the recipient's. enheter: names of those she answers for today."""

    message: Message
    name: str
    enheter: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMessage:
    """notices: what it tells of."""

    shown: ShownMessage
    notices: tuple[Notice, ...]


def messages_page(
    tx: Transaction, today: Today, viewer: Viewer, asked: MessagesAsked, number: int, *, most: int = PER_PAGE
) -> Paged[ShownMessage]:
    """Of those that the viewer may see. most: on a page."""
    at = tx.messages.table.c
    conditions = _seen(tx, viewer)
    if asked.month is not None:
        conditions += [at.day >= asked.month.first_day, at.day <= asked.month.last_day]
    if asked.state is not None:
        conditions.append(at.state == asked.state)
    if asked.subject:
        conditions.append(at.subject.icontains(asked.subject, autoescape=True))
    if asked.recipient:
        conditions.append(at.recipient.in_(_named(tx, today, asked.recipient.casefold())))
    found = tx.messages.newest("composed_at", *conditions, limit=most, offset=offset_of(number))
    total = tx.messages.count(*conditions)
    return Paged([_shown(today, message) for message in found], number, total)


def message_months(tx: Transaction, viewer: Viewer) -> list[Month]:
    """Those in which something was sent that the viewer may see, newest first."""
    return sorted({Month.of(day) for day in tx.messages.distinct("day", *_seen(tx, viewer))}, reverse=True)


def one_message(tx: Transaction, today: Today, viewer: Viewer, id: str) -> OneMessage | None:
    """None where there is none, and where the viewer may not know that there is."""
    message = tx.messages.get(id)
    if message is None or not may(viewer, Act.SEE, Thing.NOTICE, person=message.recipient):
        return None
    notices = tuple(tx.notices.where(message=id))
    if any(one.confined for one in notices) and message.recipient != viewer.person:
        return None
    return OneMessage(shown=_shown(today, message), notices=notices)


def _seen(tx: Transaction, viewer: Viewer) -> list[Any]:
    """All of them, or her own. Conditions of the query: what she may not see is not counted either."""
    if seen(viewer, Thing.NOTICE).is_all:
        return [_open_to(tx, viewer)]
    own = [viewer.person] if has_own(viewer, Thing.NOTICE) else []
    return [tx.messages.table.c.recipient.in_(own)]


def _open_to(tx: Transaction, viewer: Viewer) -> Any:
    """What tells of something between few persons is its recipient's, whoever else controls messages."""
    message, notice = tx.messages.table.c, tx.notices.table.c
    return (message.recipient == (viewer.person or "")) | none_where(notice.message == message.id, notice.confined)


def _named(tx: Transaction, today: Today, part: str) -> list[str]:
    """Everyone who was sent something, and whose name, or an enhet of whom, has the part in it."""
    people = [str(person) for person in tx.messages.distinct("recipient")]
    return [id for id in people if any(part in name.casefold() for name in (_name(today, id), *_enheter(today, id)))]


def _shown(today: Today, message: Message) -> ShownMessage:
    recipient = message.recipient
    return ShownMessage(message=message, name=_name(today, recipient), enheter=_enheter(today, recipient))


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person


def _enheter(today: Today, person: str) -> tuple[str, ...]:
    leads = sorted(today.directory.answered_for_by(person, today.day))
    return tuple(today.directory.name_of(enhet, today.day) for enhet in leads)
