"""Remark: a system says what it knows in a sak.

Why a system may do this and nothing else with a sak: answering, deciding and closing are a person's, with her name and
her reason (principle 4). What another system knows, that an invoice was credited or an absence registered, is said beside
it, and read by whoever decides. It opens and closes nothing, moves no deadline, and is no documentation that was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.access import Viewer
from kontroll.domain.actor import Actor
from kontroll.domain.conflict import Conflict
from kontroll.domain.refusal import Refusal
from kontroll.domain.sak import Action, Sak, demand, state_after
from kontroll.flows.saker.acting import TEXT, Acting, Unknown, today_of
from kontroll.flows.saker.casework import KIND_COMMENT
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.wiring import Desk

#: Letters of one remark.
LONGEST = 4_000
_SAID = "skrevet av system"


def remark(desk: Desk, sak_id: str, viewer: Viewer, text: str, now: datetime, version: int | None = None) -> Sak:
    """viewer: the system. version: the one that it saw; None = whatever it is now.

    Raises Unknown where there is no such sak that it may read, Conflict, and Refused.
    """
    with desk.database.transaction(viewer.user, now) as tx:
        sak = tx.saker.get(sak_id)
        if sak is None or not sees_sak(tx, viewer, sak):
            raise Unknown("Sak", sak_id)
        if version is not None and version != sak.version:
            raise Conflict("Sak", sak_id)
        demand(bool(text.strip()), Refusal.TEXT_MISSING, sak)
        after = replace(sak, state=state_after(sak, Action.COMMENT))
        act = Acting(tx, today_of(desk, tx, now), now, Actor(person=viewer.user), sak, ())
        return act.keep(after, KIND_COMMENT, _SAID, {TEXT: text.strip()[:LONGEST]})
