"""Tiltak: what somebody has promised to do, by when; a sak stands in MEASURE until all of its are done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.refusal import Refusal
from kontroll.domain.sak import Action, Sak, answers_for, demand, state_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiltak:
    """owner, done_by: person ids. deadline: the last day. What is to be done lies beside the trail."""

    id: str
    sak: str
    owner: str
    deadline: date
    done: date | None = None
    done_by: str | None = None
    version: int = 0


def overdue(tiltak: Tiltak, today: date) -> bool:
    """Whether its last day is over and it is not done."""
    return tiltak.done is None and tiltak.deadline < today


def next_deadline(tiltak: Iterable[Tiltak]) -> date | None:
    """The first deadline among those not done: every promise is watched, not only the last. None: all are done."""
    return min((one.deadline for one in tiltak if one.done is None), default=None)


# --- what may be done with them ---------------------------------------------------------------------------------------
# `others`: all the other tiltak of the sak. The sak that comes back has the next deadline among them all.


def add_tiltak(sak: Sak, actor: Actor, new: Tiltak, *, others: Iterable[Tiltak], on: date) -> Sak:
    """The sak with one more tiltak."""
    after = state_after(sak, Action.ADD_TILTAK)
    _demand_manager(sak, actor)
    demand_promise(new.owner, new.deadline, on, sak)
    return replace(sak, state=after, deadline=next_deadline([new, *others]))


def change_tiltak(
    sak: Sak, actor: Actor, tiltak: Tiltak, *, owner: str, deadline: date, others: Iterable[Tiltak], on: date
) -> tuple[Sak, Tiltak]:
    """The sak, and the tiltak with another owner or deadline. Its owner cannot put off her own deadline."""
    after = state_after(sak, Action.CHANGE_TILTAK)
    _demand_manager(sak, actor)
    demand(tiltak.done is None, Refusal.TILTAK_DONE, sak)
    demand_promise(owner, deadline, on, sak)
    changed = replace(tiltak, owner=owner, deadline=deadline)
    return replace(sak, state=after, deadline=next_deadline([changed, *others])), changed


def finish_tiltak(sak: Sak, actor: Actor, tiltak: Tiltak, *, others: Iterable[Tiltak], on: date) -> tuple[Sak, Tiltak]:
    """The sak, and the tiltak that is done. After the last one the rule tests again."""
    following = next_deadline(others)
    after = state_after(sak, Action.FINISH_LAST_TILTAK if following is None else Action.FINISH_TILTAK)
    may_finish = actor.person == tiltak.owner or _manages(actor, sak)
    demand(may_finish, Refusal.NOT_YOUR_TILTAK, sak)
    demand(tiltak.done is None, Refusal.TILTAK_DONE, sak)
    return replace(sak, state=after, deadline=following), replace(tiltak, done=on, done_by=actor.person)


def handed_on(tiltak: Tiltak, *, to: str) -> Tiltak:
    """The tiltak of a leader who no longer is the one, as her successor's. Its deadline stands. Raises ValueError if done."""
    if tiltak.done is not None:
        raise ValueError(f"tiltak {tiltak.id} is done, and whose it was stays as it was")
    return replace(tiltak, owner=to)


def demand_promise(owner: str, deadline: date, on: date, sak: Sak) -> None:
    """A promise is somebody's, and can still be kept."""
    demand(bool(owner.strip()), Refusal.TILTAK_OWNER_MISSING, sak)
    demand(on <= deadline, Refusal.DEADLINE_PASSED, sak)


def _manages(actor: Actor, sak: Sak) -> bool:
    return actor.has(ActorRole.INTERNAL_CONTROL) or answers_for(actor, sak)


def _demand_manager(sak: Sak, actor: Actor) -> None:
    demand(_manages(actor, sak), Refusal.NOT_YOUR_SAK, sak)
