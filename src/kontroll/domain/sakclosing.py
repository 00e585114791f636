"""How a sak ends: by another person than the one who answered, with evidence, when the rule itself says that it is over.

Why the outcome is worked out and not chosen: nobody shall be able to call løst what still strikes, or what was only
removed from the data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import (
    MISSING_DATA,
    Action,
    Outcome,
    Sak,
    answers_for,
    closed,
    demand,
    demand_reason,
    demand_system,
    state_after,
)
from kontroll.domain.tiltak import Tiltak


class Left(Enum):
    """What is left of an avvik when its sak is to be closed."""

    STRIKING = "slår ut"  # also where the last that is known is an utslag
    RECORDED = "hendt"  # a record with a date: it is judged once, and cannot be undone
    GONE = "borte"  # the unit or the record is not there any more
    RESOLVED = "løst"  # by the rule itself


def left_of(avvik: Iterable[Avvik], *, dated_record: bool) -> tuple[Left, ...]:
    """What is left of each avvik of a sak. Those that corrected data took away are not among them.

    dated_record: the rule is about records with a date. One that waits anew after a correction counts as striking:
    nobody knows yet.
    """
    return tuple(_left(one, dated_record) for one in avvik if not one.withdrawn)


def _left(avvik: Avvik, dated_record: bool) -> Left:
    if avvik.phase is Phase.RESOLVED:
        return Left.RESOLVED
    if dated_record:
        return Left.RECORDED
    return Left.STRIKING if avvik.gone_since is None else Left.GONE


def outcome_of(left: Collection[Left]) -> Outcome | None:
    """How a sak with these avvik may be closed; None: not at all. No avvik any more: corrected data took them away."""
    if Left.STRIKING in left:
        return None
    if Left.RECORDED in left:
        return Outcome.DOCUMENTED
    return Outcome.MOOT if Left.GONE in left or not left else Outcome.RESOLVED


def close(
    sak: Sak,
    actor: Actor,
    *,
    left: Collection[Left],
    tiltak: Iterable[Tiltak],
    on: date,
    evidence: bool,
    reason: str = "",
) -> Sak:
    """The closed sak.

    left: one per avvik of the sak (`left_of`). tiltak: all of the sak's. evidence: whether it was given; it is demanded
    unless the sak is moot. reason: demanded unless the rule itself says that all is løst.
    """
    outcome = outcome_of(left)
    action = Action.WRITE_OFF if outcome is Outcome.MOOT else Action.CLOSE
    state_after(sak, action)
    _demand_other_eyes(sak, actor, tiltak)
    if outcome is None:
        raise Refused(Refusal.STILL_STRIKING, sak.id)
    demand(evidence or outcome is Outcome.MOOT, Refusal.EVIDENCE_MISSING, sak)
    if outcome is not Outcome.RESOLVED:
        demand_reason(reason, sak)
    return closed(sak, action, outcome, actor, on, evidence=evidence)


def deliver(sak: Sak, actor: Actor, *, on: date) -> Sak:
    """The sak about missing data, closed because they came. The only kind that kontroll closes by itself."""
    state_after(sak, Action.DELIVER)
    demand(sak.kind == MISSING_DATA, Refusal.NOT_ABOUT_DATA, sak)
    demand_system(actor, sak)
    return closed(sak, Action.DELIVER, Outcome.DELIVERED, actor, on)


def _demand_other_eyes(sak: Sak, actor: Actor, tiltak: Iterable[Tiltak]) -> None:
    """Whoever answered, or would have had to, does not judge it; nor does whoever did the work."""
    may_close = actor.has(ActorRole.INTERNAL_CONTROL, ActorRole.TOP, ActorRole.SUPERVISORY) or answers_for(actor, sak)
    demand(may_close, Refusal.NOT_ALLOWED_TO_CLOSE, sak)
    demand(actor.person != (sak.answered_by or sak.owner), Refusal.OWN_ANSWER, sak)
    demand(actor.person not in {one.done_by for one in tiltak}, Refusal.OWN_TILTAK, sak)
