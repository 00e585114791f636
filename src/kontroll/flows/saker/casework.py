"""Casework: internal control comments a sak, says who of them has it, and asks the owner to show documentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.casework import ask_for_documents, assign, comment
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.sak import Sak
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.today import Today
from kontroll.flows.people.who import actor_of
from kontroll.flows.saker.acting import TEXT, Acting, acting, actor_for
from kontroll.flows.saker.of_top import controlling
from kontroll.flows.telling.tell import owner_of, people_for
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

KIND_COMMENT, KIND_ASSIGNED, KIND_DOCUMENTS = "kommentar", "saksbehandler", "dokumentasjon"


def comment_on(desk: Desk, sak_id: str, person: str, text: str, now: datetime, version: int | None = None) -> Sak:
    """The sak. What its owner writes while documentation is asked for, is the documentation.

    Raises Refused, Conflict or acting.Unknown; then nothing is changed. The same holds for the other two.
    """
    with acting(desk, sak_id, person, now, version) as act:
        after = comment(act.sak, act.actor, text, act.tiltak)
        given = act.sak.documents_by is not None and after.documents_by is None
        outcome = "gitt" if given else "skrevet"
        saved = act.keep(after, KIND_DOCUMENTS if given else KIND_COMMENT, outcome, {TEXT: text})
        if given:
            act.tell(Reason.DOCUMENTS_GIVEN, saved, _asking(act), saved.version)
    return saved


def assign_to(
    desk: Desk, sak_id: str, person: str, handler: str | None, now: datetime, version: int | None = None
) -> Sak:
    """handler: person id of somebody in internal control; None = nobody in particular."""
    with acting(desk, sak_id, person, now, version) as act:
        to = _as_handler(act, handler) if handler else None
        after = assign(act.sak, act.actor, to)
        saved = act.keep(after, KIND_ASSIGNED, "satt" if handler else "tatt bort", {}, handler=after.handler)
        if saved.handler is not None:
            act.tell(Reason.ASSIGNED, saved, [_handler(act, saved.handler)], saved.version)
    return saved


def ask_owner(
    desk: Desk, sak_id: str, person: str, text: str, by: date, now: datetime, version: int | None = None
) -> Sak:
    """by: the last day to show it. The owner is told, and what is asked for stands in the sak."""
    with acting(desk, sak_id, person, now, version) as act:
        after = ask_for_documents(act.sak, act.actor, text, by=by, on=act.day)
        saved = act.keep(after, KIND_DOCUMENTS, "bedt om", {TEXT: text}, documents_by=str(by))
        act.tell(Reason.DOCUMENTS_ASKED, replace(saved, deadline=by), owner_of(act.today, saved), saved.version)
    return saved


def handlers(tx: Transaction, today: Today) -> list[tuple[str, str]]:
    """Id and name of those in internal control, by the lists, by what they were given, or by the sign-in service's last word."""
    listed = [
        one.person
        for one in people_for(today, [INTERNAL_CONTROL], "")
        if actor_of(one.person, today.directory, today.desk.policies, today.day).has(ActorRole.INTERNAL_CONTROL)
    ]
    named = controllers(tx)
    for id in listed + list(named):
        person = today.directory.person(id, today.day)
        named[id] = person.name if person is not None else named.get(id, id)
    return sorted(named.items(), key=lambda one: one[1])


def _as_handler(act: Acting, person: str) -> Actor:
    """She need not be signed in now, as she must to do something herself."""
    actor = actor_for(act.tx, act.today, person, act.sak.enhet, act.now)
    if person in act.today.controllers:
        return replace(actor, roles=actor.roles | {ActorRole.INTERNAL_CONTROL})
    return actor


def _asking(act: Acting) -> Sequence[Responsible]:
    """Whoever has the sak; where nobody has it, all of internal control."""
    if act.sak.handler is not None:
        return [_handler(act, act.sak.handler)]
    return controlling(act.today, act.sak)


def _handler(act: Acting, person: str) -> Responsible:
    found = [told for told in people_for(act.today, [INTERNAL_CONTROL], act.sak.enhet) if told.person == person]
    return found[0] if found else Responsible(person=person, enhet=act.sak.enhet, standing=Standing.ROLE)
