"""Manage users: what an administrator does with users from a page, each with her reason on the trail.

Why nobody gives herself a role, and the last administrator stays: the first would make every other bar worthless, and the
second would leave a kommune that only somebody on the machine can mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kontroll.domain.access import Role, Viewer
from kontroll.domain.policy import Apart
from kontroll.domain.problem import KontrollError
from kontroll.domain.user import User, UserState
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.apart import Separation
from kontroll.flows.people.users import ById, Then, close_user, give, new_code_for, new_user, user_called
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk


class NoReason(KontrollError):
    """A role is given and taken with a reason."""


class HerOwn(KontrollError):
    """Nobody gives herself a role, or closes herself."""


class LastAdministrator(KontrollError):
    """Nobody would be left who can make users."""


class NoSuchPerson(KontrollError):
    """The person is in no list of the kommune's."""


class NotHere(KontrollError):
    """She signs in through the kommune's own service, and has no password here."""


def make_user(
    desk: Desk,
    login: str,
    *,
    name: str,
    person: str | None,
    roles: Iterable[Role],
    reason: str,
    by: Viewer,
    now: datetime,
    then: Then,
) -> tuple[User, str, list[Apart]]:
    """The user, the code by which she chooses her password, and pairs of roles that met in her and may.

    name: what she is called where she is in no list. then: tells her that there is a code. Raises Taken, NotGiven,
    MustNotMeet and the ones above.
    """
    _demand_reason(reason)
    if person is not None:
        if person == by.person:
            raise HerOwn
        name = _name_of(desk, person, now)
    separation = Separation(desk.policies, now)
    user, code = new_user(
        desk.database,
        login,
        name=name,
        person=person,
        roles=roles,
        by=by.user,
        now=now,
        reason=reason,
        check=separation,
        then=then,
    )
    return user, code, separation.warned


def give_role(desk: Desk, id: str, role: Role, *, reason: str, by: Viewer, now: datetime) -> tuple[User, list[Apart]]:
    """Raises NoUser, NotGiven, MustNotMeet and the ones above."""
    _demand_reason(reason)
    separation = Separation(desk.policies, now)

    def check(tx: Transaction, user: User, given: frozenset[Role]) -> None:
        _demand_another(user, by)
        separation(tx, user, given)

    user = give(desk.database, ById(id), role, by=by.user, now=now, reason=reason, check=check)
    return user, separation.warned


def end_role(desk: Desk, id: str, role: Role, *, reason: str, by: Viewer, now: datetime) -> User:
    """Her own too, unless she is the last administrator."""
    _demand_reason(reason)
    return give(
        desk.database, ById(id), role, take=True, by=by.user, now=now, reason=reason, check=_demand_an_administrator
    )


def close_or_open(desk: Desk, id: str, *, opened: bool, reason: str, by: Viewer, now: datetime) -> User:
    _demand_reason(reason)
    separation = Separation(desk.policies, now)

    def check(tx: Transaction, user: User, given: frozenset[Role]) -> None:
        _demand_another(user, by)
        _demand_an_administrator(tx, user, given)
        separation(tx, user, given)

    return close_user(desk.database, ById(id), opened=opened, by=by.user, now=now, reason=reason, check=check)


def make_code(desk: Desk, id: str, *, by: Viewer, now: datetime, then: Then) -> tuple[User, str]:
    """A code by which she chooses a new password. Raises NoUser, and NotHere for one who signs in elsewhere."""
    with desk.database.reading() as tx:
        if not user_called(tx, ById(id)).login:
            raise NotHere(id)
    return new_code_for(desk.database, ById(id), by=by.user, now=now, then=then)


def log_out_everywhere(desk: Desk, id: str, *, by: Viewer, now: datetime) -> int:
    """How many sessions of hers ended. Raises NoUser."""
    with desk.database.transaction(by.user, now) as tx:
        user = user_called(tx, ById(id))
        ended = tx.sessions.delete(user=user.id)
        tx.trail.append("bruker: logget ut overalt", {"user": user.id, "sessions": ended})
    return ended


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason


def _demand_another(user: User, by: Viewer) -> None:
    if user.id == by.user or (user.person is not None and user.person == by.person):
        raise HerOwn


def _demand_an_administrator(tx: Transaction, user: User, _given: frozenset[Role]) -> None:
    """user: as she will be."""
    others = [one for one in tx.users.where(state=UserState.ACTIVE) if one.id != user.id and Role.ADMIN in one.roles]
    was = tx.users.get(user.id)
    if was is not None and was.is_open and Role.ADMIN in was.roles and not others:
        if not user.is_open or Role.ADMIN not in user.roles:
            raise LastAdministrator


def _name_of(desk: Desk, person: str, now: datetime) -> str:
    with desk.database.reading() as tx:
        found = known_directory(tx).person(person, now.astimezone(NORWAY).date())
    if found is None:
        raise NoSuchPerson(person)
    return found.name
