"""Waiting: which saker somebody must do something with before they can go on."""

from __future__ import annotations

from typing import Any

from kontroll.domain.access import Role, Viewer
from kontroll.domain.avvik import Phase
from kontroll.domain.sak import SakState
from kontroll.flows.books.histories import is_dated
from kontroll.flows.people.today import Today
from kontroll.store.expressions import none_where
from kontroll.store.transaction import Transaction


def waiting_for(tx: Transaction, today: Today, viewer: Viewer) -> Any:
    """A condition of the query: answers to decide, saker to close and documentation that did not come, or her own to answer."""
    at = tx.saker.table.c
    person = viewer.person or ""
    hers = at.confined.is_(False) & ((at.owner == person) | (at.escalated_to == person))
    own = hers & ((at.state == SakState.OPEN) | (at.state == SakState.MEASURE) | at.documents_by.is_not(None))
    if Role.INTERNAL_CONTROL not in viewer.roles:
        return own
    # Nobody judges her own answer, and what another has taken is hers.
    others = at.owner.is_distinct_from(person) & at.answered_by.is_distinct_from(person)
    free = at.handler.is_(None) | (at.handler == person)
    late = at.documents_by < today.day
    return own | (others & free & ((at.state == SakState.ANSWERED) | _closable(tx, today) | late))


def _closable(tx: Transaction, today: Today) -> Any:
    """To be closed by a person: nothing in it strikes any more, or it cannot be undone (`sakclosing.outcome_of`)."""
    sak, avvik = tx.saker.table.c, tx.avvik.table.c
    rulebook = today.desk.rulebook
    dated = [rule.id for rule in rulebook.rules.values() if is_dated(rule, rulebook)]
    all_gone = none_where(
        avvik.sak == sak.id, avvik.withdrawn.is_(False), avvik.phase != Phase.RESOLVED, avvik.gone_since.is_(None)
    )
    return (sak.state == SakState.RETEST) & (sak.rule.in_(dated) | all_gone)
