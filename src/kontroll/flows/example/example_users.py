"""Example users: one for each role in the example kommune, found in its own lists, who come in without a password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kontroll.domain.access import Role, Viewer
from kontroll.domain.directory import Directory
from kontroll.domain.sak import Sak
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.sign_in import sign_in_as
from kontroll.flows.people.viewing import viewer_of
from kontroll.texts import N_, NORWAY, _
from kontroll.wiring import Desk

#: Those who are in no list of a kommune's, with what they are called.
_OUTSIDE = {Role.AUDITOR: N_("Rita Revisor"), Role.ADMIN: N_("Ada Administrator")}
_ORDER = (
    Role.LEADER, Role.INTERNAL_CONTROL, Role.TOP, Role.SUPERIOR, Role.SUPERVISORY, Role.HR, Role.UNION, Role.SAFETY,
    Role.PRIVACY, Role.AUDITOR, Role.POLITICIAN, Role.ADMIN, Role.EMPLOYEE,
)  # fmt: skip
#: How many of a role; one where it is not told.
_SHOWN = {Role.INTERNAL_CONTROL: 2, Role.SUPERIOR: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """id: of the person, or the word of a role that is nobody's in the lists. enhet: the name of the one she leads."""

    id: str
    role: Role
    name: str
    enhet: str = ""


def example_users(desk: Desk, now: datetime) -> list[Example]:
    """One for each role that somebody has on the day, in the order in which a visitor may want to see them.

    Two of internal control: what one of them does with a stikkprøve, another must hold against something. Two who are above
    others: the first calls leaders in to talks, where there is somebody who does.
    """
    day = now.astimezone(NORWAY).date()
    with desk.database.reading() as tx:
        directory = known_directory(tx)
        busiest = _owner_of_most(tx.saker.where(closed_on=None, confined=False))
        calling_in = _owner_of_most(tx.saker.where(confined=True))
    found = {role: [Example(id=role.value, role=role, name=_(name))] for role, name in _OUTSIDE.items()}
    people = sorted(directory.places_on(day), key=lambda person: (person != busiest, person != calling_in, person))
    for person in people:
        viewer = _viewer(desk, directory, person, day)
        role = _told_as(viewer)
        # Most employees are known by their id alone.
        if role is not None and len(found.get(role, ())) < _SHOWN.get(role, 1) and viewer.name != person:
            enhet = min(viewer.leads, default="") if role in (Role.LEADER, Role.SUPERIOR) else ""
            name = directory.name_of(enhet, day) if enhet else ""
            found.setdefault(role, []).append(Example(id=person, role=role, name=viewer.name, enhet=name))
    return [one for role in _ORDER for one in found.get(role, ())]


def sign_in_example(desk: Desk, id: str, *, lasts: timedelta, now: datetime) -> str | None:
    """The token of the session; None where there is no such example user."""
    chosen = next((one for one in example_users(desk, now) if one.id == id), None)
    if chosen is None:
        return None
    outside = chosen.role in _OUTSIDE
    return sign_in_as(
        desk.database,
        f"eksempel|{chosen.id}",
        name=chosen.name,
        person=None if outside else chosen.id,
        roles=[chosen.role] if outside else [],
        how="eksempel",
        lasts=lasts,
        now=now,
    )


def _viewer(desk: Desk, directory: Directory, person: str, day: date) -> Viewer:
    known = directory.person(person, day)
    name = known.name if known is not None else person
    return viewer_of("", person, name, (), directory, desk.policies, day)


def _told_as(viewer: Viewer) -> Role | None:
    """The one role that the visitor is told of: what is furthest from being a leader alone."""
    last = (Role.LEADER, Role.EMPLOYEE)
    for role in (Role.TOP, *(one for one in _ORDER if one not in last), *last):
        if role in viewer.places:
            return role
    return None


def _owner_of_most(saker: Sequence[Sak]) -> str | None:
    """A leader with something to look at."""
    owners = [sak.owner for sak in saker if sak.owner]
    return max(sorted(set(owners)), key=owners.count, default=None)
