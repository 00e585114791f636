"""A message on its way, as the channels' tests send it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from kontroll.channels.base import Outgoing

MESSAGE = Outgoing(
    id="kontroll.0123456789abcdef@fjordvik.example",
    recipient="P17",
    address="kari.nordvik@fjordvik.example",
    name="Kari Nordvik",
    composed_at=datetime(2026, 11, 27, 23, 30, tzinfo=UTC),
    about=("S1", "S2"),
    subject="2 saker fra kontroll: svar innen 4. desember på Øvre Årdal",
    text="Hei, Kari Nordvik.\n\nDu har 2 saker å svare på.\n",
    html="<html><body><p>Hei, Kari Nordvik.</p><p>Du har 2 saker å svare på.</p></body></html>\n",
)


def bodies(mail: EmailMessage) -> list[str]:
    """The text and the HTML of a mail that arrived, with this machine's line ends."""
    return [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]


def message(**changes: Any) -> Outgoing:
    return replace(MESSAGE, **changes)
