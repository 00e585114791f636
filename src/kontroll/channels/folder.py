"""A folder of mails as files: to read what would have been sent, in the demo and on trial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from kontroll.channels.base import Channel, Opening, Outgoing, Sender, as_mail
from kontroll.domain.notice import DeliveryFailed
from kontroll.settings import Settings
from kontroll.texts import NORWAY, _, reason_of

#: Its id among the channels.
FOLDER = "mappe"


def file_name(id: str, composed_at: datetime) -> str:
    """The name of a message's file: the day, so that the folder is in order, and its Message-ID."""
    return f"{composed_at.astimezone(NORWAY).date()}-{quote(id, safe='@')}.eml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One .eml file a message, named by the day and the Message-ID: the same message is the same file."""

    path: Path
    sender: Sender

    def send(self, message: Outgoing) -> None:
        file = self.path / file_name(message.id, message.composed_at)
        content = as_mail(message, self.sender)
        # In one step: who reads the folder never meets half a mail.
        unfinished = file.with_suffix(".part")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(file)
        except OSError as error:
            why = _("mappen kan ikke skrives til: {reason}").format(reason=reason_of(error))
            raise DeliveryFailed(why, permanent=False) from error


def _folder(settings: Settings) -> Channel:
    # Nothing is sent from here: a name in the sender's place does until the kommune has an address.
    address = settings.mail_from or "kontroll@localhost"
    return Folder(
        path=settings.outbox,
        sender=Sender(name=settings.municipality, address=address, reply_to=settings.mail_reply_to),
    )


OPENING = Opening(id=FOLDER, open=_folder)
