"""Channel: how a message leaves the house, what it looks like as mail, and the register of all of them."""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
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


#: What stands in this folder and reaches no person: this module, and calls to other systems.
_NO_CHANNELS = ("base", "webhook")


@cache
def openings() -> dict[str, Opening]:
    """Every module in this folder that is a channel, by id. Raises AttributeError naming one that lacks OPENING."""
    package = import_module("kontroll.channels")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in _NO_CHANNELS)
    found = [import_module(f"kontroll.channels.{name}").OPENING for name in names]
    return {opening.id: opening for opening in found}


# --- as mail --------------------------------------------------------------------------------------------------

#: One bare address, as it travels. What is left out would let an address be two, or end the header.
_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]+@[0-9A-Za-z.-]+")
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_AS_SENT = compat32.clone(linesep="\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who a mail comes from: the kommune's name, the address, and where answers go ("": the same address)."""

    name: str
    address: str
    reply_to: str = ""


def as_mail(message: Outgoing, sender: Sender) -> bytes:
    """The message as text and HTML, seven bits wide: the same bytes every time. Raises DeliveryFailed as `bare` does.

    Why not EmailMessage: tried on Python 3.11.7, it lost the space between two words with Norwegian letters, and made a
    header of its own of the line break in a subject that looked encoded. Here names and subjects are never parsed.
    """
    mail = MIMEMultipart("alternative", boundary=_boundary(message.id), policy=_AS_SENT)
    mail["From"] = _mailbox(sender.name, sender.address)
    mail["To"] = _mailbox(message.name, message.address)
    if sender.reply_to:
        mail["Reply-To"] = bare(sender.reply_to)
    mail["Subject"] = Header(one_line(message.subject), _UTF8, header_name="Subject").encode()
    mail["Date"] = format_datetime(message.composed_at)
    mail["Message-ID"] = f"<{one_line(message.id)}>"
    # RFC 3834: no absence replies, please. Exchange listens to the second one only.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.attach(MIMEText(message.text, "plain", _UTF8))  # type: ignore[arg-type]  # takes a Charset, and says str
    mail.attach(MIMEText(message.html, "html", _UTF8))  # type: ignore[arg-type]
    return mail.as_bytes()


def bare(address: str | None) -> str:
    """The address as it travels, its domain in ASCII. Raises DeliveryFailed where there is none, or not exactly one."""
    if not address:
        raise DeliveryFailed(_("mottakeren har ingen e-postadresse"), permanent=True)
    local, _at, domain = address.rpartition("@")
    try:
        travelling = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        travelling = ""
    if _ADDRESS.fullmatch(travelling) is None:
        # Without the address: this is read in a list of failures.
        raise DeliveryFailed(_("e-postadressen er ikke gyldig"), permanent=True)
    return travelling


def one_line(text: str) -> str:
    """Without line breaks, control characters and marks that turn the direction: a header ends where its line ends."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join(shown.split())


def _mailbox(name: str, address: str | None) -> str:
    mailbox = Header(one_line(name), _UTF8, header_name="From")
    mailbox.append(f"<{bare(address)}>", "us-ascii")
    return mailbox.encode()


def _boundary(id: str) -> str:
    """Fixed by the message. "=_" cannot stand in quoted-printable, so the boundary cannot stand in a part."""
    return f"=_{sha256(id.encode()).hexdigest()[:32]}"
