"""Viewing: what somebody is on the day she looks: by the directory, by the kommune's words, and by what she was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kontroll.domain.access import MAY_BE_GIVEN, Act, Role, Thing, Viewer, may
from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.directory import Directory
from kontroll.domain.policy import Policies
from kontroll.flows.people.who import actor_of

#: The whole kommune; as `None` of a place in `Viewer.places`.
Place = frozenset[str] | None


def viewer_of(
    user: str,
    person: str | None,
    name: str,
    given: Iterable[Role],
    directory: Directory,
    policies: Policies,
    day: date,
    session: str = "",
) -> Viewer:
    """given: roles of the user or of her claims. A role held both for some enheter and for all is held for all.

    Who has left has no role in the line any more; what she was given ends when her user is closed.
    """
    places: dict[Role, Place] = {Role.EMPLOYEE: None}
    found: list[tuple[Role, Place]] = [(role, None) for role in given if role in MAY_BE_GIVEN]
    if person is not None:
        found += [*_of_line(person, directory, policies, day), *_of_words(person, directory, policies, day)]
    for role, place in found:
        places[role] = _both(places[role], place) if role in places else place
    for_council = person is not None and person in directory.holders(policies.agreements.council_role, day)
    return Viewer(user=user, person=person, name=name, places=places, session=session, for_council=for_council)


def acting_in(viewer: Viewer, enhet: str | None, directory: Directory, policies: Policies, day: date) -> Actor:
    """What somebody in the directory is in a sak of the enhet: by the lists, and internal control also where she was given it.

    Whoever is barred from saker, an administrator, is given nothing there.
    """
    assert viewer.person is not None
    actor = actor_of(viewer.person, directory, policies, day)
    held = viewer.places.get(Role.INTERNAL_CONTROL, frozenset())
    if (held is None or enhet in held) and may(viewer, Act.DO, Thing.SAK, enhet):
        return replace(actor, roles=actor.roles | {ActorRole.INTERNAL_CONTROL})
    return actor


def _of_line(person: str, directory: Directory, policies: Policies, day: date) -> Iterator[tuple[Role, Place]]:
    """What the organisation and varsling.yaml say."""
    actor = actor_of(person, directory, policies, day)
    if actor.leads:
        yield Role.LEADER, actor.leads
        below = directory.under(actor.leads, day) - actor.leads
        if below:
            yield Role.SUPERIOR, below
    if actor.has(ActorRole.TOP):
        yield Role.TOP, None
    if actor.has(ActorRole.INTERNAL_CONTROL):
        yield Role.INTERNAL_CONTROL, None
    if actor.has(ActorRole.SUPERVISORY):
        yield Role.SUPERVISORY, _own_area_of_top(directory, day)


def _of_words(person: str, directory: Directory, policies: Policies, day: date) -> Iterator[tuple[Role, Place]]:
    """What tilgang.yaml makes of her roles in personer.csv."""
    for word in policies.access.words:
        for held in directory.roles_held(word.word, day):
            if held.person != person:
                continue
            if word.role is Role.SUPERVISORY:
                yield word.role, _own_area_of_top(directory, day)
            elif word.of_enhet:
                yield word.role, directory.under([held.enhet], day) if held.enhet else frozenset()
            else:
                yield word.role, None


def _own_area_of_top(directory: Directory, day: date) -> frozenset[str]:
    """What the kontrollutvalg is told of in place of the kommunedirektør."""
    return frozenset(enhet for enhet in directory.enheter() if directory.led_by_top(enhet, day))


def _both(one: Place, other: Place) -> Place:
    return None if one is None or other is None else one | other
