"""Seen saker: which of them somebody may see: her enheters, her own, those lifted to her, and where she promised a tiltak.

What was reported about whoever leads the administration is the kontrollutvalg's: see of_top.
"""

from __future__ import annotations

from typing import Any

from kontroll.domain.access import Act, Role, Thing, Viewer, has_own, may, may_enter, seen
from kontroll.domain.sak import REPORTED_OF_TOP, Sak
from kontroll.store.transaction import Transaction


def unconfined(tx: Transaction) -> Any:
    """Condition: what is between few persons stands on no list of saker and in no number, whoever looks: see flows/pay."""
    return tx.saker.table.c.confined.is_(False)


def seen_saker(tx: Transaction, viewer: Viewer) -> list[Any]:
    """Conditions of the query: what she may not see is neither counted nor paged."""
    found, at, hidden = seen(viewer, Thing.SAK), tx.saker.table.c, hidden_from(tx, viewer)
    if found.enheter is None:
        return hidden
    wanted: Any = at.enhet.in_(sorted(found.enheter))
    if has_own(viewer, Thing.SAK):
        promised = sorted({one.sak for one in tx.tiltak.where(owner=viewer.person)})
        wanted = wanted | (at.owner == viewer.person) | (at.escalated_to == viewer.person) | at.id.in_(promised)
    if Role.SUPERVISORY in viewer.roles and may_enter(viewer, Act.SEE, Thing.SAK):
        wanted = wanted | (at.kind == REPORTED_OF_TOP)
    return [wanted, *hidden]


def hidden_from(tx: Transaction, viewer: Viewer) -> list[Any]:
    """Of whoever leads the administration: what was reported about her is neither counted nor shown, whatever else she is.

    Nor is it to those under her who control, unless one of them has it. What is confined is hidden from all.
    """
    at, open_to_lists = tx.saker.table.c, unconfined(tx)
    if Role.TOP in viewer.roles:
        return [open_to_lists, at.kind != REPORTED_OF_TOP]
    if not _is_under_top(viewer):
        return [open_to_lists]
    person = viewer.person or ""
    return [
        open_to_lists,
        (at.kind != REPORTED_OF_TOP) | (at.owner == person) | (at.escalated_to == person) | (at.handler == person),
    ]


def sees_sak(tx: Transaction, viewer: Viewer, sak: Sak) -> bool:
    """The same of one of them."""
    if sak.confined:
        return False
    if sak.kind == REPORTED_OF_TOP:
        if Role.TOP in viewer.roles:
            return False
        has = viewer.person is not None and viewer.person in (sak.owner, sak.escalated_to, sak.handler)
        if _is_under_top(viewer) and not has:
            return False
        if Role.SUPERVISORY in viewer.roles and may_enter(viewer, Act.SEE, Thing.SAK):
            return True
    if any(may(viewer, Act.SEE, Thing.SAK, sak.enhet, person) for person in (sak.owner, sak.escalated_to)):
        return True
    return has_own(viewer, Thing.SAK) and bool(tx.tiltak.count(sak=sak.id, owner=viewer.person))


def owns_answer(tx: Transaction, viewer: Viewer, rule: str, enhet: str) -> bool:
    """Whether she has a sak about what the rule says of the enhet: whoever must answer may see why."""
    if not has_own(viewer, Thing.SAK):
        return False
    return any(sees_sak(tx, viewer, sak) for sak in tx.saker.where(rule=rule, enhet=enhet))


def _is_under_top(viewer: Viewer) -> bool:
    """Whether all that lets her see it is that she controls for the administration, or is a system of it."""
    outside = {Role.SUPERVISORY, Role.AUDITOR}.intersection(viewer.roles)
    return bool({Role.INTERNAL_CONTROL, Role.READING}.intersection(viewer.roles)) and not outside
