"""Close a sak: another person than the one who answered looks at the evidence, and at what the rule itself says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kontroll.domain.actor import Actor
from kontroll.domain.notice import Reason
from kontroll.domain.refusal import Refusal
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.sak import ALL_REPORTED, SAMPLED, Outcome, Sak, demand
from kontroll.domain.sakclosing import Left, close, left_of, outcome_of
from kontroll.domain.tiltak import Tiltak
from kontroll.flows.books.histories import is_dated
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import EVIDENCE, TEXT, acting
from kontroll.flows.saker.hear_person import is_heard
from kontroll.flows.telling.tell import owner_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

KIND = "lukking"


def close_sak(
    desk: Desk, sak_id: str, person: str, *, evidence: str, reason: str, now: datetime, version: int | None = None
) -> Sak:
    """The closed sak. How it ended is worked out from its avvik, see `closable_as`.

    evidence: what shows that it is followed up. reason: why it is closed though the rule does not say that all is løst.
    Raises Refused, Conflict or acting.Unknown; then nothing is changed.
    """
    with acting(desk, sak_id, person, now, version) as act:
        left = _left(act.tx, desk.rulebook, act.sak)
        evident = bool(evidence.strip())
        after = close(act.sak, act.actor, left=left, tiltak=act.tiltak, on=act.day, evidence=evident, reason=reason)
        demand(is_heard(act.tx, desk.rulebook, act.sak), Refusal.HEARING_MISSING, act.sak)
        assert after.outcome is not None
        saved = act.keep(after, KIND, after.outcome.value, {EVIDENCE: evidence, TEXT: reason})
        told = Reason.RESOLVED if saved.outcome is Outcome.RESOLVED else Reason.CLOSED
        act.tell(told, saved, owner_of(act.today, saved), saved.reopened)
    return saved


def closable_as(tx: Transaction, rulebook: Rulebook, sak: Sak) -> Outcome | None:
    """How the sak would end if it was closed now; None: the rule still strikes."""
    return outcome_of(_left(tx, rulebook, sak))


def would_close(tx: Transaction, today: Today, sak: Sak, actor: Actor, tiltak: Iterable[Tiltak]) -> Sak:
    """The sak as the actor would close it, with all that must be written. Raises Refused where she may not."""
    left = _left(tx, today.desk.rulebook, sak)
    return close(sak, actor, left=left, tiltak=tiltak, on=today.day, evidence=True, reason=KIND)


def _left(tx: Transaction, rulebook: Rulebook, sak: Sak) -> tuple[Left, ...]:
    if sak.kind in (*ALL_REPORTED, SAMPLED):
        # No rule tests it again: whoever closes it says what shows that it is followed up.
        return (Left.RECORDED,)
    rule = rulebook.rules.get(sak.rule or "")
    dated = rule is not None and is_dated(rule, rulebook)
    return left_of(tx.avvik.where(sak=sak.id), dated_record=dated)
