"""Channel: how a message leaves the house, what it looks like as mail, and the register of all of them."""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Protocol

from kontroll.domain.notice import DeliveryFailed
from kontroll.settings import Settings
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message on its way to one person.

    id: the Message-ID, without <>. recipient: id of the person; address and name: hers today, address None where none
    is known. composed_at: aware; the same at every attempt. about: the subject keys of the notices it holds.
    """

    id: str
    recipient: str
    address: str | None
    name: str
    composed_at: datetime
    about: tuple[str, ...]
    subject: str
    text: str
    html: str


class Channel(Protocol):
    """One way to reach a person. Taking the same message twice must give the recipient the same message, not another."""

    def send(self, message: Outgoing) -> None:
        """Returns when the message is taken. Raises DeliveryFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """id: the word for the channel in policies/varsling.yaml. open: the channel as the settings say; sends nothing."""

    id: str
    open: Callable[[Settings], Channel]


@cache
def openings() -> dict[str, Opening]:
    """Every module in this folder that is a channel, by id. Raises AttributeError naming one that lacks OPENING."""
    package = import_module("kontroll.channels")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name != "base")
    found = [import_module(f"kontroll.channels.{name}").OPENING for name in names]
    return {opening.id: opening for opening in found}


# --- as mail --------------------------------------------------------------------------------------------------

#: One bare address. What is left out would let an address be two, or end the header.
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who a mail comes from: the kommune's name, the address, and where answers go ("": the same address)."""

    name: str
    address: str
    reply_to: str = ""


def as_mail(message: Outgoing, sender: Sender) -> EmailMessage:
    """The message as text and HTML: the same bytes every time. Raises DeliveryFailed where the recipient has no address."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(sender.name, sender.address)
    mail["To"] = _mailbox(message.name, message.address or "")
    if sender.reply_to:
        mail["Reply-To"] = _mailbox("", sender.reply_to)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(message.composed_at)
    mail["Message-ID"] = f"<{message.id}>"
    # RFC 3834: no absence replies, please. Exchange listens to the second one only.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    # "=_" cannot stand in quoted-printable, so the boundary cannot stand in a part.
    mail.set_boundary(f"=_{sha256(message.id.encode()).hexdigest()[:32]}")
    return mail


def one_line(text: str) -> str:
    """Without line breaks, control characters and marks that turn the direction: a header ends where its line ends."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join(shown.split())


def _mailbox(name: str, address: str) -> Address:
    if not address:
        raise DeliveryFailed(_("mottakeren har ingen e-postadresse"), permanent=True)
    local, _at, domain = address.rpartition("@")
    try:
        if _ADDRESS.fullmatch(address) is None:
            raise ValueError("not one bare address")
        return Address(one_line(name), local, domain.encode("idna").decode("ascii"))
    except ValueError as error:
        # The reason could hold the address, and would be read in a list of failures.
        raise DeliveryFailed(_("e-postadressen er ikke gyldig"), permanent=True) from error
