"""Promises: tiltak as they are given, with what is to be done, before they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.refusal import Refusal
from kontroll.domain.sak import Sak, demand
from kontroll.domain.tiltak import Tiltak
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import Acting
from kontroll.flows.telling.tell import tell_of_sak
from kontroll.store.transaction import Transaction

#: The occasions on which the owner of a tiltak is told of it, each once for each deadline.
GIVEN, SOON, TOO_LATE = "gitt", "snart", "ute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """owner: person id. deadline: the last day. text: what is to be done."""

    owner: str
    deadline: date
    text: str


def promised_tiltak(act: Acting, promises: Sequence[Promise]) -> list[Tiltak]:
    """The promises as new tiltak of the sak, numbered on from those it has. Raises Refused for an owner nobody knows."""
    demand_known(act, [promise.owner for promise in promises])
    first = len(act.tiltak) + 1
    return [
        Tiltak(id=f"{act.sak.id}-T{number}", sak=act.sak.id, owner=promise.owner.strip(), deadline=promise.deadline)
        for number, promise in enumerate(promises, start=first)
    ]


def demand_known(act: Acting, owners: Iterable[str]) -> None:
    """A tiltak of somebody who is not in personer.csv would never be heard of again."""
    for owner in owners:
        known = act.today.directory.person(owner.strip(), act.day)
        demand(known is not None, Refusal.TILTAK_OWNER_MISSING, act.sak)


def texts_of(tiltak: Sequence[Tiltak], promises: Sequence[Promise]) -> Mapping[str, str]:
    """What is to be done, under the id of each tiltak."""
    return {one.id: promise.text for one, promise in zip(tiltak, promises, strict=True)}


def tell_owners(act: Acting, sak: Sak, tiltak: Iterable[Tiltak]) -> None:
    """Whoever was given a tiltak by another hears of it at once, and not first when it is due."""
    for one in tiltak:
        if one.owner != act.actor.person:
            tell_of_tiltak(act.tx, act.today, Reason.MEASURE_DUE, sak, one, GIVEN)


def tell_of_tiltak(
    tx: Transaction,
    today: Today,
    reason: Reason,
    sak: Sak,
    tiltak: Tiltak,
    occasion: str,
    also: Sequence[Responsible] = (),
) -> int:
    """Tell the owner of a tiltak, and also others, once for each occasion and deadline. Gives how many notices were new."""
    owner = Responsible(person=tiltak.owner, enhet=sak.enhet, standing=Standing.PROMISED)
    about = f"{tiltak.id} {tiltak.deadline} {occasion}"
    return tell_of_sak(tx, today, reason, replace(sak, deadline=tiltak.deadline), [owner, *also], about=about)
