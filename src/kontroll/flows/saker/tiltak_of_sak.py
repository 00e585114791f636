"""Tiltak of a sak: one more is promised, one is changed, one is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kontroll.domain.tiltak import Tiltak, add_tiltak, change_tiltak, finish_tiltak
from kontroll.flows.saker.acting import TEXT, Acting, Unknown, acting
from kontroll.flows.saker.promises import Promise, demand_known, promised_tiltak, tell_owners, texts_of
from kontroll.wiring import Desk

KIND = "tiltak"
_ADDED, _CHANGED, _DONE = "nytt", "endret", "gjennomført"


def add_tiltak_to(
    desk: Desk, sak_id: str, person: str, promise: Promise, now: datetime, version: int | None = None
) -> Tiltak:
    """The new tiltak. version: of the sak, as for all three. Raises Refused, Conflict or acting.Unknown."""
    with acting(desk, sak_id, person, now, version) as act:
        (new,) = promised_tiltak(act, [promise])
        after = add_tiltak(act.sak, act.actor, new, others=act.tiltak, on=act.day)
        act.tx.tiltak.add(new)
        saved = act.keep(after, KIND, _ADDED, texts_of([new], [promise]), tiltak=new.id)
        tell_owners(act, saved, [new])
    return new


def change_tiltak_of(
    desk: Desk,
    sak_id: str,
    tiltak_id: str,
    person: str,
    *,
    owner: str,
    deadline: date,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Tiltak:
    """The tiltak with another owner or deadline. reason: why, in her own words; may be empty."""
    with acting(desk, sak_id, person, now, version) as act:
        one, others = _split(act, tiltak_id)
        demand_known(act, [owner])
        after, changed = change_tiltak(
            act.sak, act.actor, one, owner=owner.strip(), deadline=deadline, others=others, on=act.day
        )
        kept = act.tx.tiltak.save(one, changed)
        saved = act.keep(after, KIND, _CHANGED, {TEXT: reason}, tiltak=one.id)
        if kept.owner != one.owner:
            tell_owners(act, saved, [kept])
    return kept


def finish_tiltak_of(
    desk: Desk, sak_id: str, tiltak_id: str, person: str, text: str, now: datetime, version: int | None = None
) -> Tiltak:
    """The tiltak that is done; after the last one the rule tests the sak again. text: what was done; may be empty."""
    with acting(desk, sak_id, person, now, version) as act:
        one, others = _split(act, tiltak_id)
        after, done = finish_tiltak(act.sak, act.actor, one, others=others, on=act.day)
        kept = act.tx.tiltak.save(one, done)
        act.keep(after, KIND, _DONE, {TEXT: text}, tiltak=one.id)
    return kept


def _split(act: Acting, tiltak_id: str) -> tuple[Tiltak, Sequence[Tiltak]]:
    """The tiltak, and the others of the sak."""
    one = next((t for t in act.tiltak if t.id == tiltak_id), None)
    if one is None:
        raise Unknown("Tiltak", tiltak_id)
    return one, [t for t in act.tiltak if t is not one]
