"""Hand over: a sak follows the post and not the person. Whoever leads the unit today owns what is not closed.

Why every day: leaders change and units are closed on any day, and a sak of somebody who has left is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontroll.domain.actor import SYSTEM
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY
from kontroll.domain.sak import ENGINE_ALARM, MISSED_CONTROL, MISSING_DATA, REPORTED_OF_TOP, Sak
from kontroll.domain.sakflow import reassign
from kontroll.domain.tiltak import Tiltak, handed_on
from kontroll.flows.people.today import Today
from kontroll.flows.saker.missing import delivery_of, owners_of
from kontroll.flows.telling.tell import people_for, superior_alone, tell_of_sak, words_of
from kontroll.store.transaction import Transaction

#: Their owner answers for something else than a unit.
_OF_NO_UNIT = (MISSING_DATA, MISSED_CONTROL, ENGINE_ALARM, REPORTED_OF_TOP)


def owner_now(today: Today, sak: Sak) -> Responsible | None:
    """Its owner while she still is one of those whom the rule means, else the first of them. None: nobody is found."""
    meant = _meant(today, sak)
    return next((one for one in meant if one.person == sak.owner), next(iter(meant), None))


def hand_over(tx: Transaction, today: Today, sak: Sak, tiltak: Iterable[Tiltak]) -> bool:
    """Give the sak, and what its owner had promised in it, to whoever owns it now. Whether it has another owner."""
    owner = owner_now(today, sak)
    if owner is None:
        return False
    # The owner of data answers for data, and internal control for the controls; neither for a unit.
    enhet = sak.owner_enhet if sak.kind in _OF_NO_UNIT else owner.enhet
    if (owner.person, enhet) == (sak.owner, sak.owner_enhet):
        return False
    saved = tx.saker.save(sak, reassign(sak, SYSTEM, owner=owner.person, owner_enhet=enhet))
    tx.trail.append("sak overført", {"sak": sak.id, "owner": owner.person, "owner_enhet": enhet, "from": sak.owner})
    if owner.person == sak.owner:
        return False
    hers = [one for one in tiltak if one.done is None and one.owner == sak.owner]
    tx.tiltak.save_all((one, handed_on(one, to=owner.person)) for one in hers)
    tell_of_sak(tx, today, Reason.HANDED_OVER, saved, [owner], saved.version)
    return True


def _meant(today: Today, sak: Sak) -> Sequence[Responsible]:
    """Those of the first word that means anybody, as when the sak was opened."""
    if sak.confined:
        return superior_alone(today, sak.enhet)
    if sak.kind == MISSING_DATA:
        expected = delivery_of(today, sak)
        return owners_of(today, expected) if expected is not None else []
    # It is of no enhet: nobody who leads, and she least of all, is given what is told of whoever leads them all.
    words = (SUPERVISORY,) if sak.kind == REPORTED_OF_TOP else words_of(today, sak)
    found = (people_for(today, [word], sak.enhet) for word in (*words, INTERNAL_CONTROL))
    return next((people for people in found if people), [])
