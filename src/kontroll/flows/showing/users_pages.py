"""Users on a page: who may sign in, with what roles, and who is signed in now. Ids and names, and nothing else of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kontroll.domain.access import Role
from kontroll.domain.user import User, UserState
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersAsked:
    """word: a part of the name, the user name or the person id; "" = all. role, state: None = any."""

    word: str = ""
    role: Role | None = None
    state: UserState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUser:
    """roles: words of those she was given here. claimed: of those by her claims, in sessions that hold.

    sessions: how many hold now.
    """

    id: str
    login: str
    name: str
    person: str | None
    is_open: bool
    has_password: bool
    waits_for_code: bool
    roles: tuple[str, ...]
    claimed: tuple[str, ...]
    sessions: int


def users_page(
    tx: Transaction, asked: UsersAsked, number: int, now: datetime, idle: timedelta
) -> tuple[Paged[ShownUser], int]:
    """In the order of their names; and how many of all users are signed in now."""
    at, conditions = tx.users.table.c, list(_conditions(tx, asked))
    found = tx.users.ordered([at.name, at.id], *conditions, limit=PER_PAGE, offset=offset_of(number))
    here = {session.user for session in tx.sessions.where(tx.sessions.table.c.ends > now) if session.holds(now, idle)}
    return Paged(_shown(tx, found, now, idle), number, tx.users.count(*conditions)), len(here)


def one_user(tx: Transaction, id: str, now: datetime, idle: timedelta) -> ShownUser | None:
    user = tx.users.get(id)
    return None if user is None else _shown(tx, [user], now, idle)[0]


def _conditions(tx: Transaction, asked: UsersAsked) -> Iterable[Any]:
    at = tx.users.table.c
    if asked.word:
        fields = (at.name, at.login, at.person)
        some = [field.icontains(asked.word, autoescape=True) for field in fields]
        yield some[0] | some[1] | some[2]
    if asked.state is not None:
        yield at.state == asked.state
    if asked.role is not None:
        # Words with comma between, none of which is a part of another.
        yield at.given.contains(asked.role.value, autoescape=True)


def _shown(tx: Transaction, users: Iterable[User], now: datetime, idle: timedelta) -> list[ShownUser]:
    users = list(users)
    holding: dict[str, list[str]] = {}
    for session in tx.sessions.among("user", [user.id for user in users]):
        if session.holds(now, idle):
            holding.setdefault(session.user, []).append(session.claimed)
    return [
        ShownUser(
            id=user.id,
            login=user.login,
            name=user.name,
            person=user.person,
            is_open=user.is_open,
            has_password=user.password is not None,
            waits_for_code=user.code is not None and user.code_ends is not None and now < user.code_ends,
            roles=tuple(sorted(role.value for role in user.roles)),
            claimed=tuple(sorted({word for said in holding.get(user.id, ()) for word in said.split(",") if word})),
            sessions=len(holding.get(user.id, ())),
        )
        for user in users
    ]
