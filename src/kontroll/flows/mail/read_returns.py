"""Read returns: mail that came back, from a Maildir or a folder of .eml files, put to the message that it is about.

What is understood is deleted: it holds our own message and the recipient's address, and the trail says what became of it.
What is not is set aside for somebody to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Message, MessageState
from kontroll.flows.mail.dead_addresses import fail_notices, mail_failed
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.log import logger
from kontroll.notices.returned import Returned, read_returned
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: Where a folder of files keeps what nobody could make anything of.
ASIDE = "ikke-forstatt"
#: Files read in one go: a mailbox that was forgotten for a year must not keep the messages waiting.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Returns:
    """Counts. returned: messages that did not come through. left: what was set aside."""

    returned: int = 0
    left: int = 0


def read_returns(desk: Desk, now: datetime) -> Returns:
    """What has come back since last. Done again it does nothing more."""
    if not desk.settings.mail_returns:
        return Returns()
    folder = desk.settings.home / desk.settings.mail_returns
    returned = left = 0
    for file in list(_files(folder))[:_MOST]:
        try:
            found = read_returned(file.read_bytes())
            if found is not None and _kept(desk, found, now):
                returned += 1
            if found is None:
                _set_aside(folder, file)
                left += 1
            else:
                file.unlink()
        except (OSError, Conflict) as error:
            # Left where it is, and read again the next time.
            logger(__name__).warning("returned mail not read", exc_info=error)
    return Returns(returned, left)


def _kept(desk: Desk, found: Returned, now: datetime) -> bool:
    """Whether a message of ours failed by it. A delay is none, and what is said twice is said once."""
    if not found.failed:
        return False
    with desk.database.transaction(ACTOR, now) as tx:
        message = tx.messages.get(found.message)
        if message is None or message.state is not MessageState.SENT:
            return False
        _fail(tx, today_of(desk, tx, now), message, found)
    return True


def _fail(tx: Transaction, today: Today, message: Message, found: Returned) -> None:
    why = _("e-posten kom i retur (kode {status})") if found.status else _("e-posten kom i retur")
    failed = replace(message, state=MessageState.FAILED, last_error=why.format(status=found.status))
    tx.messages.save(message, failed)
    notices = fail_notices(tx, message.id)
    tx.trail.append("melding i retur", {"message": message.id, "status": found.status})
    mail_failed(tx, today, message.recipient, notices, found.status, dead=found.is_dead)


def _files(folder: Path) -> Iterator[Path]:
    """New mails of a Maildir; else the .eml files of the folder. The oldest first."""
    new = folder / "new"
    here = new if new.is_dir() else folder
    if not here.is_dir():
        return
    found = [path for path in here.iterdir() if path.is_file() and not path.name.startswith(".")]
    yield from sorted((p for p in found if here is new or p.suffix.lower() == ".eml"), key=lambda p: p.name)


def _set_aside(folder: Path, file: Path) -> None:
    """A Maildir keeps what has been looked at in `cur`, marked as seen."""
    aside = folder / ("cur" if file.parent.name == "new" else ASIDE)
    aside.mkdir(exist_ok=True)
    name = f"{file.name}:2,S" if aside.name == "cur" else file.name
    file.replace(aside / name)
