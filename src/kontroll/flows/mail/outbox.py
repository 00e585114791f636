"""Outbox: waiting notices become messages, and messages are sent; each step is kept before the next begins.

Why a message is claimed before it is sent: of two that send at once, the second finds it claimed. Whoever is killed while
sending leaves a claim that lapses, and the message is sent again with the same Message-ID, so that a mail program shows
it once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from kontroll.channels.base import Outgoing
from kontroll.domain.conflict import Conflict
from kontroll.domain.directory import Directory
from kontroll.domain.notice import (
    DeliveryFailed,
    Message,
    MessageState,
    Notice,
    NoticeState,
    message_id,
    not_sent,
    notice_state,
    sent,
)
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.mail.dead_addresses import is_dead, mail_failed
from kontroll.flows.mail.letters import letter_of
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.today import Today
from kontroll.notices.compose import Bundle, digests, urgent
from kontroll.notices.text import render
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _, language
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: The channel whose addresses can be dead.
MAIL = "epost"
#: A sender that has not said how it went within this time was killed.
CLAIM = timedelta(minutes=10)
#: Messages composed in one transaction: others get their turn in between.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """Counts of messages."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


# --- compose ----------------------------------------------------------------------------------------------------------


def compose_digests(desk: Desk, now: datetime) -> int:
    """The day's messages: one per person and channel, of all that waits. Gives how many messages were made."""
    return _composed(desk, now, at_once=False)


def compose_urgent(desk: Desk, now: datetime) -> int:
    """Messages of what does not wait for the day's message."""
    return _composed(desk, now, at_once=True)


def _composed(desk: Desk, now: datetime, *, at_once: bool) -> int:
    with desk.database.reading() as tx:
        waiting = tx.notices.where(state=NoticeState.WAITING)
        bundles = urgent(waiting) if at_once else digests(waiting)
        directory = known_directory(tx) if bundles else Directory()
    today = Today(desk, directory, now.astimezone(NORWAY).date())
    made = 0
    for start in range(0, len(bundles), _AT_ONCE):
        with desk.database.transaction(ACTOR, now) as tx, language(desk.settings.language):
            for bundle in bundles[start : start + _AT_ONCE]:
                made += _compose(tx, today, bundle, now)
    return made


def _compose(tx: Transaction, today: Today, bundle: Bundle, now: datetime) -> int:
    """One message, unless another has composed of these notices meanwhile."""
    waiting = [n for n in tx.notices.among("id", [n.id for n in bundle.notices]) if n.state is NoticeState.WAITING]
    if not waiting:
        return 0
    rendered = render(letter_of(tx, today, bundle.recipient, waiting))
    message = Message(
        id=message_id([n.id for n in waiting], _host(today.desk)),
        recipient=bundle.recipient,
        channel=bundle.channel,
        day=today.day,
        composed_at=now,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
    tx.messages.add(message)
    tx.notices.save_all((n, replace(n, state=NoticeState.COMPOSED, message=message.id)) for n in waiting)
    tx.trail.append("melding satt sammen", {"message": message.id, "notices": len(waiting)})
    return 1


def _host(desk: Desk) -> str:
    """What keeps our Message-IDs apart from other senders'."""
    return desk.settings.mail_from.rpartition("@")[2] or urlsplit(desk.settings.address).hostname or "localhost"


# --- send -------------------------------------------------------------------------------------------------------------


def send_messages(desk: Desk, now: datetime) -> Sent:
    """Try everything in the queue whose time has come, the oldest first."""
    with desk.database.reading() as tx:
        queue = [m for m in tx.messages.where(state=MessageState.QUEUED) if m.next_try is None or m.next_try <= now]
        directory = known_directory(tx) if queue else Directory()
    counts = dict.fromkeys(MessageState, 0)
    for message in sorted(queue, key=lambda m: (m.composed_at, m.id)):
        state = _send(desk, directory, message, now)
        if state is not None:
            counts[state] += 1
    return Sent(counts[MessageState.SENT], counts[MessageState.FAILED], counts[MessageState.QUEUED])


def _send(desk: Desk, directory: Directory, message: Message, now: datetime) -> MessageState | None:
    """How it went; None where another is sending it."""
    try:
        with desk.database.transaction(ACTOR, now) as tx:
            claimed = tx.messages.save(message, replace(message, next_try=now + CLAIM))
            notices = tx.notices.where(message=message.id)
    except Conflict:
        return None
    refused = False
    try:
        _demand_alive(desk, directory, claimed, now)
        desk.channels[message.channel].send(_outgoing(directory, claimed, notices, now))
        after = sent(claimed, now)
    except DeliveryFailed as failure:
        after, refused = not_sent(claimed, failure, now), failure.of_address
    with desk.database.transaction(ACTOR, now) as tx:
        tx.messages.save(claimed, after)
        # Read again: a notice may have been answered while its message was on its way.
        current = tx.notices.where(message=message.id)
        tx.notices.save_all((n, replace(n, state=notice_state(after))) for n in current)
        tx.trail.append("melding " + after.state.value, {"message": message.id, "attempts": after.attempts})
        if after.state is MessageState.FAILED:
            today = Today(desk, directory, now.astimezone(NORWAY).date(), tuple(controllers(tx)))
            mail_failed(tx, today, message.recipient, current, "", dead=refused)
    return after.state


def _demand_alive(desk: Desk, directory: Directory, message: Message, now: datetime) -> None:
    """Nobody is helped by a mail that will come back. Raises DeliveryFailed."""
    person = directory.person(message.recipient, now.astimezone(NORWAY).date())
    if message.channel == MAIL and person is not None and person.email:
        with desk.database.reading() as tx:
            dead = is_dead(tx, message.recipient, person.email)
        if dead:
            raise DeliveryFailed(_("e-post til adressen er kommet i retur før"), permanent=True)


def _outgoing(directory: Directory, message: Message, notices: list[Notice], now: datetime) -> Outgoing:
    person = directory.person(message.recipient, now.astimezone(NORWAY).date())
    return Outgoing(
        id=message.id,
        recipient=message.recipient,
        address=person.email if person else None,
        name=person.name if person else "",
        composed_at=message.composed_at,
        about=tuple(sorted({notice.subject_key for notice in notices})),
        subject=message.subject,
        text=message.text,
        html=message.html,
    )
