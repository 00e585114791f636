"""Casework: internal control's own work with a sak on its way: who has it, what is remarked, what the owner is asked to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.refusal import Refusal
from kontroll.domain.sak import Action, Sak, answers_for, demand, state_after
from kontroll.domain.tiltak import Tiltak


def comment(sak: Sak, actor: Actor, text: str, tiltak: Iterable[Tiltak]) -> Sak:
    """The sak with something said in it. From whoever answers for it, it is what she was asked to show."""
    after = state_after(sak, Action.COMMENT)
    has_part = actor.has(ActorRole.INTERNAL_CONTROL, ActorRole.TOP, ActorRole.SUPERVISORY)
    promised = actor.person in {one.owner for one in tiltak}
    demand(has_part or promised or answers_for(actor, sak), Refusal.NOT_YOUR_SAK, sak)
    demand(bool(text.strip()), Refusal.TEXT_MISSING, sak)
    return replace(sak, state=after, documents_by=None if answers_for(actor, sak) else sak.documents_by)


def assign(sak: Sak, actor: Actor, handler: Actor | None) -> Sak:
    """handler: who works with it from now on; None = nobody in particular. Whoever she is, others may decide as before."""
    after = state_after(sak, Action.ASSIGN)
    demand(actor.has(ActorRole.INTERNAL_CONTROL), Refusal.NOT_INTERNAL_CONTROL, sak)
    demand(handler is None or handler.has(ActorRole.INTERNAL_CONTROL), Refusal.NOT_A_HANDLER, sak)
    return replace(sak, state=after, handler=handler.person if handler is not None else None)


def ask_for_documents(sak: Sak, actor: Actor, text: str, *, by: date, on: date) -> Sak:
    """text: what the owner is asked to show. by: the last day; not today or earlier. Her deadline to answer stands."""
    after = state_after(sak, Action.ASK_DOCUMENTS)
    demand(actor.has(ActorRole.INTERNAL_CONTROL), Refusal.NOT_INTERNAL_CONTROL, sak)
    demand(sak.owner is not None, Refusal.NOBODY_TO_ASK, sak)
    demand(bool(text.strip()), Refusal.TEXT_MISSING, sak)
    demand(by > on, Refusal.DOCUMENTS_TOO_SOON, sak)
    return replace(sak, state=after, documents_by=by)
