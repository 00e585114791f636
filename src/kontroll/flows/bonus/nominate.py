"""Nominate: a leader puts a tjenestested forward for the open class, with a reason, and may take it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.access import Act, Thing, Viewer, may
from kontroll.domain.bonus import BonusRefusal, BonusRefused, Nomination
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: The name of the text beside the trail.
REASON = "text"
MADE, WITHDRAWN = "bonus: foreslått til åpen klasse", "bonus: forslag trukket"


def standing_nominations(tx: Transaction, year: int) -> list[Nomination]:
    """Those that are not taken back, by enhet."""
    return [one for one in tx.nominations.where(year=year) if one.withdrawn_at is None]


def nominate(
    desk: Desk, year: int, enhet: str, by: Viewer, reason: str, now: datetime, sites: Collection[str]
) -> Nomination:
    """sites: the tjenestesteder that the rules of the year cover. Raises BonusRefused.

    Anybody who leads it, or is above it, may: whether it is enough is for whoever decides. One at a time stands for each.
    """
    if enhet not in sites or not may(by, Act.DO, Thing.BONUS, enhet):
        raise BonusRefused(BonusRefusal.NOT_A_SITE, enhet)
    if not reason.strip():
        raise BonusRefused(BonusRefusal.NO_REASON, enhet)
    who = by.person or by.user
    with desk.database.transaction(who, now) as tx:
        before = tx.nominations.where(year=year, enhet=enhet)
        if any(one.withdrawn_at is None for one in before):
            raise BonusRefused(BonusRefusal.ALREADY_NOMINATED, enhet)
        number = len(before) + 1
        entry = tx.trail.append(MADE, {"year": year, "enhet": enhet, "number": number}, {REASON: reason.strip()})
        return tx.nominations.add(Nomination(year=year, enhet=enhet, number=number, by=who, at=now, trail=entry))


def withdraw(desk: Desk, year: int, enhet: str, by: Viewer, now: datetime) -> Nomination:
    """Whoever made it may take it back until it is decided on. Raises BonusRefused."""
    who = by.person or by.user
    with desk.database.transaction(who, now) as tx:
        found = next((one for one in standing_nominations(tx, year) if one.enhet == enhet), None)
        if found is None:
            raise BonusRefused(BonusRefusal.NOT_NOMINATED, enhet)
        if found.by != who:
            raise BonusRefused(BonusRefusal.NOT_HERS, enhet)
        if is_decided_on(found, [one.at for one in tx.bonus_decisions.where(year=year)]):
            raise BonusRefused(BonusRefusal.DECIDED, enhet)
        tx.trail.append(WITHDRAWN, {"year": year, "enhet": enhet, "number": found.number})
        return tx.nominations.save(found, replace(found, withdrawn_at=now))


def is_decided_on(one: Nomination, decided: Sequence[datetime]) -> bool:
    """Whether a decision came after it."""
    return any(at >= one.at for at in decided)
