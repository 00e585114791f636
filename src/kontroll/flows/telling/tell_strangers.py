"""Tell internal control of files in the inbox that nobody reads: once, when they are first seen; the page shows them all."""

from __future__ import annotations

import json
from datetime import datetime

from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.deliveries.incoming import incoming
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, ngettext, number
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: What lies there now, as the last look saw it: place, what is wrong and what to do.
_MARK = "inbox: strangers"
Stranger = tuple[str, str, str]


def tell_strangers(desk: Desk, now: datetime) -> int:
    """Gives how many files nobody reads. Nothing is written where it is as it was."""
    if not desk.settings.inbox.is_dir():
        found: list[Stranger] = []
    else:
        _files, problems = incoming([desk.settings.inbox], desk.settings.inbox, desk.rulebook)
        found = sorted({(one.place.file, one.what, one.fix or "") for one in problems})
    with desk.database.reading() as tx:
        before = strangers_seen(tx)
    if found == before:
        return len(found)
    with desk.database.transaction(ACTOR, now) as tx:
        tx.marks.set(_MARK, json.dumps(found, ensure_ascii=False))
        new = {place for place, _what, _fix in found} - {place for place, _what, _fix in before}
        if new:
            _tell(tx, Today(desk, known_directory(tx), now.astimezone(NORWAY).date(), tuple(controllers(tx))), len(new))
    return len(found)


def strangers_seen(tx: Transaction) -> list[Stranger]:
    """As the worker saw the inbox last, by place."""
    return [(place, what, fix) for place, what, fix in json.loads(tx.marks.get(_MARK) or "[]")]


def _tell(tx: Transaction, today: Today, count: int) -> None:
    why = ngettext(
        "{count} ny fil er kommet som ikke blir lest.", "{count} nye filer er kommet som ikke blir lest.", count
    ).format(count=number(count))
    # One line a day, however many times the inbox is looked at.
    tell_of(
        tx, today, Reason.STRANGE_FILES, "innboks", people_for(today, [INTERNAL_CONTROL], ""),
        number=today.day.toordinal(), why=why,
    )  # fmt: skip
