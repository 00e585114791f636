"""Webhook: another system that is told when something happens, and one call to it on its way.

Why calls are kept as mails are: whoever is told must be told though the receiver was down, and once for each event. Why
the secret can be read again, where keys that others use cannot: it must sign. It is sealed under a key of the settings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256

from kontroll.domain.notice import DeliveryFailed, next_try


class Event(Enum):
    """What a system may be told of. The value is the word in commands and in what is sent."""

    NEW_AVVIK = "avvik.nytt"


class CallState(Enum):
    QUEUED = "i kø"
    SENT = "sendt"
    FAILED = "feilet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """id: K1, K2 … secret: what its calls are signed with. closed: when it was withdrawn; then nothing more is sent."""

    id: str
    address: str
    event: Event
    secret: str
    created: datetime
    closed: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing that one system is told. body: the same bytes at every attempt; ids and a link, nobody's name.

    attempts: how many failed. last_error: bokmål, without addresses.
    """

    id: str
    hook: str
    body: str
    made: datetime
    state: CallState = CallState.QUEUED
    attempts: int = 0
    next_try: datetime | None = None
    last_error: str | None = None
    sent_at: datetime | None = None
    version: int = 1


def call_id(hook: str, event: Event, about: str) -> str:
    """The same for the same event, so that telling of it again tells nothing. It is opaque: `about` may hold anything."""
    return f"varsel_{sha256(chr(10).join((hook, event.value, about)).encode()).hexdigest()[:32]}"


def answered(call: Call, now: datetime) -> Call:
    """The call after the receiver took it."""
    return replace(call, state=CallState.SENT, sent_at=now, next_try=None, last_error=None)


def not_answered(call: Call, failure: DeliveryFailed, now: datetime) -> Call:
    """The call after a failed attempt: in the queue until `next_try`, or dead. It waits as mails do."""
    attempts = call.attempts + 1
    again = None if failure.permanent else next_try(attempts, now)
    state = CallState.FAILED if again is None else CallState.QUEUED
    return replace(call, state=state, attempts=attempts, next_try=again, last_error=str(failure))
