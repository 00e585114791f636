"""Returned mail: what a bounce says of one of our messages: RFC 3464 reports, and those who only send the text back.

Why the Message-ID decides which message: addresses are forwarded and rewritten on their way; the id of the message comes
back as it went out, and nobody can guess one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

#: The id of a message of ours, as `domain.notice.message_id` makes it.
_OURS = re.compile(r"kontroll\.[0-9a-f]{32}@[A-Za-z0-9.-]{1,255}")
#: RFC 3463: class, subject and detail.
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
#: Statuses that say that the address itself is no good: it is not there, is not valid, has moved, or takes no mail.
_OF_THE_ADDRESS = re.compile(r"5\.(1\.\d{1,3}|2\.1)")
#: A bounce is short. What is larger is read no further.
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Returned:
    """message: the id of ours. status: RFC 3463, "" where none is given. failed: whether it was given up on."""

    message: str
    status: str
    failed: bool

    @property
    def is_dead(self) -> bool:
        """Whether the next mail to the address would come back as well."""
        return self.failed and _OF_THE_ADDRESS.fullmatch(self.status) is not None


def read_returned(content: bytes) -> Returned | None:
    """None for what is no bounce of a message of ours: an absence reply, an answer, or something sent to the wrong place."""
    try:
        mail = message_from_bytes(content[:_LARGEST], policy=compat32)
        parts = list(mail.walk())
        message = _ours(mail, parts)
        if message is None:
            return None
        reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
        if reports:
            return _by_report(message, reports)
    except (MessageError, LookupError, ValueError):
        return None
    return _by_text(message, mail) if _is_from_a_server(mail) else None


def _ours(mail: Message, parts: list[Message]) -> str | None:
    """The id in what was sent back: in its headers where they came, else anywhere in the text."""
    for part in parts:
        if part is not mail and (found := _OURS.search(str(part.get("Message-ID", "")))):
            return found[0]
    for part in parts:
        if not part.is_multipart() and (found := _OURS.search(_text(part))):
            return found[0]
    return None


def _by_report(message: str, reports: list[Message]) -> Returned | None:
    """RFC 3464: a block for each recipient, with what was done and why. Ours have one."""
    for block in _blocks(reports):
        action = str(block.get("Action", "")).strip().lower()
        status = _status(str(block.get("Status", "")))
        if action:
            return Returned(message, status, failed=action == "failed")
    return None


def _blocks(reports: list[Message]) -> Iterator[Message]:
    for report in reports:
        payload = report.get_payload()
        yield from (block for block in payload if isinstance(block, Message)) if isinstance(payload, list) else ()


def _by_text(message: str, mail: Message) -> Returned:
    """Without a report: whoever sends it back by itself has given up, unless its own words say a status that is not 5."""
    status = next((found for part in mail.walk() if not part.is_multipart() if (found := _status(_text(part)))), "")
    return Returned(message, status, failed=not status or status.startswith("5"))


def _is_from_a_server(mail: Message) -> bool:
    """Absence replies come from the person's own address, and are left to whoever reads the mailbox."""
    sender = str(mail.get("From", "")).lower()
    return "mailer-daemon" in sender or "postmaster" in sender


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found[0] if found else ""


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
