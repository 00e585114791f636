"""Of the top: in what is reported about whoever leads the administration, the kontrollutvalg does what internal control does.

Why: internal control is under her. It is shown such a sak only where the kontrollutvalg gives it to one of them, or where
the kommune has no kontrollutvalg in its lists and the sak came to her.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY
from kontroll.domain.sak import REPORTED_OF_TOP, Sak
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for


def as_in(actor: Actor, sak: Sak) -> Actor:
    """The actor as she may act in the sak."""
    if sak.kind != REPORTED_OF_TOP:
        return actor
    if actor.has(ActorRole.SUPERVISORY):
        return replace(actor, roles=actor.roles | {ActorRole.INTERNAL_CONTROL})
    if actor.person in (sak.owner, sak.handler, sak.escalated_to):
        return actor
    return replace(actor, roles=actor.roles - {ActorRole.INTERNAL_CONTROL, ActorRole.TOP})


def controlling(today: Today, sak: Sak) -> Sequence[Responsible]:
    """Who is told what those who control are told of the sak."""
    return people_for(today, [SUPERVISORY if sak.kind == REPORTED_OF_TOP else INTERNAL_CONTROL], sak.enhet)
