"""Seen months: of which enheter somebody sees what leaders say of their months, and whose small numbers."""

from __future__ import annotations

from collections.abc import Collection

from kontroll.domain.access import Act, Role, Thing, Viewer, may, seen
from kontroll.domain.month import Month
from kontroll.domain.monthly import WAITS_FOR_LEADER, WAITS_FOR_SUPERIOR, Explanation
from kontroll.store.transaction import Transaction


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
    return enhet in viewer.below or not {Role.TOP, Role.HR}.isdisjoint(viewer.roles)


def waiting_for_her(
    tx: Transaction, viewer: Viewer, above: Collection[str]
) -> tuple[list[Explanation], list[Explanation]]:
    """Those that wait for her to explain or answer, and those that wait for her to read. above: enheter that she is above."""
    if viewer.person is None:
        return [], []
    at = tx.explanations.table.c
    hers = (at.owner == viewer.person) | (at.told == viewer.person)
    to_explain = tx.explanations.where(at.state.in_(WAITS_FOR_LEADER), hers)
    to_read = tx.explanations.where(at.state == WAITS_FOR_SUPERIOR, at.enhet.in_(sorted(above)))
    return to_explain, [one for one in to_read if one.explained_by != viewer.person]
