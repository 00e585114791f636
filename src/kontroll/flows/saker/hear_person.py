"""Hear person: whoever a sak points at says what she has to say before it is closed, or is written to have declined.

Why once for each time it was opened: what was said about what happened then is no answer to what has happened since.
"""

from __future__ import annotations

from datetime import date, datetime

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.refusal import Refusal
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.sak import Action, Sak, answers_for, demand, state_after
from kontroll.flows.saker.acting import TEXT, acting
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

KIND, SPOKE, DECLINED = "høring", "uttalte seg", "ville ikke uttale seg"
#: The name of the text that says how, and of the field of the form.
HOW = "maate"
_REOPENED = "gjenåpning"


def hear_person(
    desk: Desk,
    sak_id: str,
    person: str,
    *,
    on: date,
    how: str,
    said: str,
    declined: bool,
    now: datetime,
    version: int | None = None,
) -> Sak:
    """The sak, with the hearing written in it. on: the day she was heard. said: may be empty where she declined.

    Raises Refused, Conflict or acting.Unknown; then nothing is changed.
    """
    with acting(desk, sak_id, person, now, version) as act:
        would_hear(act.tx, desk.rulebook, act.sak, act.actor)
        demand(act.sak.opened <= on <= act.day, Refusal.HEARING_AHEAD, act.sak)
        demand(bool(how.strip()) and (declined or bool(said.strip())), Refusal.TEXT_MISSING, act.sak)
        told = "\n".join(filter(None, [how.strip(), said.strip()]))
        return act.keep(act.sak, KIND, DECLINED if declined else SPOKE, {TEXT: told}, heard_on=str(on))


def points_at_person(tx: Transaction, rulebook: Rulebook, sak: Sak) -> bool:
    """Whether its rule reads what is personal, and something that the rule found still stands."""
    rule = rulebook.rules.get(sak.rule or "")
    if rule is None or not rulebook.is_person_directed(rule):
        return False
    return any(not one.withdrawn and one.gone_since is None for one in tx.avvik.where(sak=sak.id))


def is_heard(tx: Transaction, rulebook: Rulebook, sak: Sak) -> bool:
    """Whether nobody needs to be heard before it is closed: it points at nobody, or she was heard since it was opened."""
    if not points_at_person(tx, rulebook, sak):
        return True
    decided = sorted(tx.decisions.where(sak=sak.id), key=lambda one: one.trail)
    last = [one.kind for one in decided if one.kind in (KIND, _REOPENED)]
    return last[-1:] == [KIND]


def would_hear(tx: Transaction, rulebook: Rulebook, sak: Sak, actor: Actor) -> None:
    """Raises Refused where the actor may not write a hearing in it."""
    state_after(sak, Action.HEAR)
    allowed = actor.has(ActorRole.INTERNAL_CONTROL, ActorRole.TOP, ActorRole.SUPERVISORY) or answers_for(actor, sak)
    demand(allowed, Refusal.NOT_YOUR_SAK, sak)
    demand(points_at_person(tx, rulebook, sak), Refusal.NO_PERSON_TO_HEAR, sak)
