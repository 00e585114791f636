"""Who: what a signed-in person is on a day, by the directory and the kommune's own words for people."""

from __future__ import annotations

from datetime import date

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.directory import Directory, is_of_type
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY, Policies, Recipient

#: The word for whoever leads the whole administration.
TOP = "kommunedirektor"


def actor_of(person: str, directory: Directory, policies: Policies, day: date) -> Actor:
    """The person in all her capacities. Somebody who leads nothing and holds nothing has none, and may still own tiltak."""
    leads = directory.answered_for_by(person, day)
    capacities = {
        ActorRole.INTERNAL_CONTROL: [INTERNAL_CONTROL],
        ActorRole.TOP: [TOP],
        ActorRole.SUPERVISORY: [SUPERVISORY],
        ActorRole.DATA_OWNER: [expected.owner for expected in policies.deliveries],
    }
    explained = policies.notices.recipients
    roles = {ActorRole.LEADER} if leads else set()
    for role, words in capacities.items():
        if any(_is_meant(person, leads, explained[word], directory, day) for word in words if word in explained):
            roles.add(role)
    return Actor(person=person, roles=frozenset(roles), leads=leads)


def _is_meant(person: str, leads: frozenset[str], recipient: Recipient, directory: Directory, day: date) -> bool:
    """Whether the word means her whatever enhet is asked about. Whoever leads the enhet asked about is everybody."""
    if recipient.role is not None:
        return person in directory.holders(recipient.role, day)
    if recipient.word == SUPERVISORY and recipient.enhet is not None:
        # Never through the line: a vacant post there must not make the top leader her own controller.
        leader = directory.leader_of(recipient.enhet, day)
        return leader is not None and leader.person == person
    if recipient.enhet is not None:
        return recipient.enhet in leads
    units = (directory.enhet_on(enhet, day) for enhet in leads)
    return recipient.unit_type is not None and any(u is not None and is_of_type(u, recipient.unit_type) for u in units)
