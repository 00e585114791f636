"""Seen months: of which enheter somebody sees what leaders say of their months, and whose small numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.access import Act, Role, Thing, Viewer, may, may_enter, seen
from kontroll.domain.month import Month
from kontroll.domain.monthly import WAITS_FOR_LEADER, WAITS_FOR_SUPERIOR, Explanation
from kontroll.domain.sak import SakState
from kontroll.flows.monthly.telling import readers_of
from kontroll.flows.people.today import Today
from kontroll.store.transaction import Transaction
from kontroll.texts import ngettext, number


def seen_explanations(tx: Transaction, viewer: Viewer, month: Month) -> list[Explanation]:
    """Those of the month that she may see: the others are not asked for."""
    found = seen(viewer, Thing.FOLLOW_UP)
    if found.enheter is None:
        return tx.explanations.where(month=month)
    return tx.explanations.where(tx.explanations.table.c.enhet.in_(sorted(found.enheter)), month=month)


def sees_month(viewer: Viewer, enhet: str) -> bool:
    return may(viewer, Act.SEE, Thing.FOLLOW_UP, enhet)


def sees_few(viewer: Viewer, enhet: str) -> bool:
    """Whether a figure with few employees behind it is for her: the enhet's own line of leaders, and HR."""
    overseen = viewer.places.get(Role.SUPERVISORY) or frozenset()
    return enhet in viewer.below or enhet in overseen or not {Role.TOP, Role.HR}.isdisjoint(viewer.roles)


@dataclass(frozen=True, slots=True)
class WaitsForHer:
    """How many enheter and months she is to explain, of how many of them the day is over, and how many she is to read."""

    explain: int = 0
    late: int = 0
    read: int = 0


def waits_for_her(tx: Transaction, today: Today, viewer: Viewer) -> WaitsForHer:
    """What is asked of her by a sak is told with the sak, and not here once more."""
    if viewer.person is None or not may_enter(viewer, Act.SEE, Thing.FOLLOW_UP):
        return WaitsForHer()
    at = tx.explanations.table.c
    hers = tx.explanations.where(
        at.state.in_(WAITS_FOR_LEADER), (at.owner == viewer.person) | (at.told == viewer.person)
    )
    asked = {sak.id for sak in tx.saker.among("id", [one.sak for one in hers if one.sak]) if sak.state is SakState.OPEN}
    hers = [one for one in hers if one.sak not in asked]
    late = {(one.enhet, one.month) for one in hers if one.deadline is not None and one.deadline < today.day}
    to_read = {
        (one.enhet, one.month)
        for one in tx.explanations.where(state=WAITS_FOR_SUPERIOR)
        if one.explained_by != viewer.person
        and any(told.person == viewer.person for told in readers_of(today, one.enhet)[:1])
    }
    return WaitsForHer(len({(one.enhet, one.month) for one in hers}), len(late), len(to_read))


def told_of_waits(found: WaitsForHer) -> list[tuple[str, bool]]:
    """In words, and whether it is urgent."""
    told = []
    if found.explain:
        sentence = ngettext("{count} måned å forklare", "{count} måneder å forklare", found.explain)
        told.append((sentence.format(count=number(found.explain)), False))
    if found.late:
        sentence = ngettext(
            "{count} måned du ikke har forklart innen fristen",
            "{count} måneder du ikke har forklart innen fristen",
            found.late,
        )
        told.append((sentence.format(count=number(found.late)), True))
    if found.read:
        sentence = ngettext(
            "{count} forklaring av en måned å lese", "{count} forklaringer av måneder å lese", found.read
        )
        told.append((sentence.format(count=number(found.read)), False))
    return told
