"""Dead addresses: to whom mail does not come through, since when, and what happens then.

Why a hash of the address: when the list of persons brings another one, mail is tried again by itself; and no list of
addresses lies where none is needed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.notice import Notice, NoticeState, Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.sak import Sak, SakState
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of, tell_of_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_DEAD = "adresse:"
#: Apart from the first time somebody is informed of a sak.
_AGAIN = 1


@dataclass(frozen=True, slots=True)
class Dead:
    """person: her id. since: the day it was found out. status: RFC 3463, "" where the server gave none."""

    person: str
    since: date
    status: str


def is_dead(tx: Transaction, person: str, address: str | None) -> bool:
    """Whether mail to the address she has now came back."""
    kept = tx.marks.get(f"{_DEAD}{person}")
    return bool(kept and address) and json.loads(kept or "{}")["hash"] == _hash(address or "")


def dead_addresses(tx: Transaction, today: Today) -> list[Dead]:
    """Of those whose address still is the one that came back, by id."""
    found = []
    for name, kept in sorted(tx.marks.starting_with(_DEAD).items()):
        person = name.removeprefix(_DEAD)
        known = today.directory.person(person, today.day)
        if kept and known is not None and known.email and json.loads(kept)["hash"] == _hash(known.email):
            said = json.loads(kept)
            found.append(Dead(person, date.fromisoformat(said["since"]), said["status"]))
    return found


def mail_failed(
    tx: Transaction, today: Today, recipient: str, notices: Sequence[Notice], status: str, *, dead: bool
) -> int:
    """A message did not come through and never will. Gives how many notices were new.

    The notices stand on the pages as before. Where the address is dead, internal control is told, once; and where
    something urgent waits for the recipient, the one above her hears of it now, and not when the deadline is over.
    """
    told = 0
    if dead:
        person = today.directory.person(recipient, today.day)
        address = person.email if person is not None else None
        if address and not is_dead(tx, recipient, address):
            said = {"hash": _hash(address), "since": str(today.day), "status": status}
            tx.marks.set(f"{_DEAD}{recipient}", json.dumps(said))
            tx.trail.append("e-postadresse virker ikke", {"person": recipient, "status": status})
            others = [one for one in people_for(today, [INTERNAL_CONTROL], "") if one.person != recipient]
            number = int(_hash(address)[:8], 16)
            told += tell_of(tx, today, Reason.MAIL_RETURNED, recipient, others, number=number)
    saker = {sak.id: sak for sak in tx.saker.among("id", [one.sak for one in notices if one.sak is not None])}
    for notice in notices:
        sak = saker.get(notice.sak or "")
        if sak is not None and _matters(today, notice, sak):
            told += _tell_above(tx, today, sak, recipient)
    return told


def fail_notices(tx: Transaction, message: str) -> list[Notice]:
    """Those of the message, as failed; what has been answered meanwhile stays so."""
    notices = tx.notices.where(message=message)
    return tx.notices.save_all((one, replace(one, state=NoticeState.FAILED)) for one in notices)


def _matters(today: Today, notice: Notice, sak: Sak) -> bool:
    waits = sak.state is SakState.OPEN and sak.owner == notice.recipient and notice.seen_at is None
    return waits and sak.severity in today.desk.policies.notices.urgent


def _tell_above(tx: Transaction, today: Today, sak: Sak, recipient: str) -> int:
    above = [one for one in today.directory.above(sak.enhet, today.day) if one.person != recipient]
    people = above[:1] or [one for one in people_for(today, [INTERNAL_CONTROL], sak.enhet) if one.person != recipient]
    superiors = [Responsible(person=one.person, enhet=one.enhet, standing=Standing.SUPERIOR) for one in people]
    why = _("E-posten til den som har ansvaret, kom ikke fram. Sørg for at hun eller han får vite om saken.")
    return tell_of_sak(tx, today, Reason.INFORMED, sak, superiors, _AGAIN, why=why)


def _hash(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
