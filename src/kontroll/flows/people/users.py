"""Users: made, given roles, closed, and let choose a password. Each is one entry of the trail, with ids and nothing else.

Why a code and no address: an address with a secret in it stands in the browser's history and in every log on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.access import MAY_BE_GIVEN, Role
from kontroll.domain.problem import KontrollError
from kontroll.domain.user import CODE_LASTS, LONGEST, SHORTEST, User, UserState, words_of
from kontroll.flows.people.passwords import fingerprint, hashed, new_code, plain_code
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction


class NoUser(KontrollError):
    """There is no user with that name."""


class Taken(KontrollError):
    """The user name is somebody's."""


@dataclass(frozen=True, slots=True)
class ById:
    """A user by her id: one who signs in elsewhere has no user name."""

    id: str


#: The user name, or the id.
Named = str | ById
#: Asked in the transaction, before anything is changed: it raises what stands in the way. The user is as she will be.
Check = Callable[[Transaction, User, frozenset[Role]], None]
#: Done in the transaction, after she has got a code: she is told of it.
Then = Callable[[Transaction, User], None]
#: The name of the text beside the trail.
REASON = "reason"


class NotGiven(KontrollError):
    """The role is not one that is given: the directory tells who leads."""


class CodeRefused(KontrollError):
    """The code is wrong, used or too old, or the user is closed. Which of them, nobody is told."""


class PasswordRefused(KontrollError):
    """Too short, too long, or the user name itself."""


def folded(login: str) -> str:
    return login.strip().casefold()


def _nothing_asked(_tx: Transaction, _user: User, _given: frozenset[Role]) -> None:
    """Where nothing stands in the way."""


def _nothing_more(_tx: Transaction, _user: User) -> None:
    """Where nobody is told."""


def new_user(
    database: Database,
    login: str,
    *,
    name: str,
    person: str | None,
    roles: Iterable[Role],
    by: str,
    now: datetime,
    reason: str = "",
    check: Check = _nothing_asked,
    then: Then = _nothing_more,
) -> tuple[User, str]:
    """The user, and the code by which she chooses her password; the code is kept nowhere.

    by: who made her, for the trail; the reason lies beside it. Raises Taken, NotGiven, and what `check` raises.
    """
    given = frozenset(roles)
    _refuse_line(given)
    code = new_code()
    with database.transaction(by, now) as tx:
        if tx.users.where(login=folded(login)):
            raise Taken(login)
        user = User(
            id=next_id(tx),
            login=folded(login),
            person=person,
            name=name,
            password=None,
            state=UserState.ACTIVE,
            created=now,
            given=words_of(given),
            code=fingerprint(code),
            code_ends=now + CODE_LASTS,
        )
        check(tx, user, given)
        tx.users.add(user)
        tx.trail.append("bruker: opprettet", {"user": user.id, "person": person, "roles": user.given}, _said(reason))
        then(tx, user)
    return user, code


def user_called(tx: Transaction, login: Named) -> User:
    """Raises NoUser."""
    if isinstance(login, ById):
        user = tx.users.get(login.id)
        if user is None:
            raise NoUser(login.id)
        return user
    found = tx.users.where(login=folded(login)) if folded(login) else []
    if not found:
        raise NoUser(login)
    return found[0]


def give(
    database: Database,
    login: Named,
    role: Role,
    *,
    take: bool = False,
    by: str,
    now: datetime,
    reason: str = "",
    check: Check = _nothing_asked,
) -> User:
    """Give her the role, or take it from her. It holds from her next page on. Raises NoUser, NotGiven, and what `check` does."""
    _refuse_line({role})
    with database.transaction(by, now) as tx:
        user = user_called(tx, login)
        after = replace(user, given=words_of(user.roles - {role} if take else user.roles | {role}))
        if after == user:
            return user
        check(tx, after, frozenset() if take else frozenset({role}))
        kind = "bruker: rolle tatt" if take else "bruker: rolle gitt"
        tx.trail.append(kind, {"user": user.id, "role": role.value}, _said(reason))
        return tx.users.save(user, after)


def close_user(
    database: Database,
    login: Named,
    *,
    opened: bool = False,
    by: str,
    now: datetime,
    reason: str = "",
    check: Check = _nothing_asked,
) -> User:
    """Close her, and end her sessions at once; or open her again. Raises NoUser, and what `check` does."""
    state = UserState.ACTIVE if opened else UserState.CLOSED
    with database.transaction(by, now) as tx:
        user = user_called(tx, login)
        if user.state is state:
            return user
        after = replace(user, state=state, code=None, code_ends=None)
        check(tx, after, user.roles if opened else frozenset())
        tx.sessions.delete(user=user.id)
        tx.trail.append("bruker: åpnet" if opened else "bruker: sperret", {"user": user.id}, _said(reason))
        return tx.users.save(user, after)


def new_code_for(
    database: Database, login: Named, *, by: str, now: datetime, then: Then = _nothing_more
) -> tuple[User, str]:
    """A code by which she chooses a new password. The old one holds until she has. Raises NoUser."""
    code = new_code()
    with database.transaction(by, now) as tx:
        user = user_called(tx, login)
        after = replace(user, code=fingerprint(code), code_ends=now + CODE_LASTS)
        tx.trail.append("bruker: kode laget", {"user": user.id})
        then(tx, user)
        return tx.users.save(user, after), code


def choose_password(database: Database, login: str, code: str, password: str, now: datetime) -> User:
    """The code is used up, and every session of hers ends. Raises PasswordRefused and CodeRefused."""
    if not SHORTEST <= len(password) <= LONGEST or folded(password) == folded(login):
        raise PasswordRefused
    with database.reading() as tx:
        found = tx.users.where(login=folded(login)) if folded(login) else []
    user = found[0] if found else None
    if user is None or not _is_good(user, code, now):
        raise CodeRefused
    # Not before the code is known to be good: hashing is dear, and anybody may send a code.
    kept = hashed(password)
    with database.transaction(user.id, now) as tx:
        # Read again: of two who use the same code at once, the one who waited is refused.
        user = tx.users.get(user.id)
        if user is None or not _is_good(user, code, now):
            raise CodeRefused
        tx.sessions.delete(user=user.id)
        tx.trail.append("bruker: passord valgt", {"user": user.id})
        return tx.users.save(user, replace(user, password=kept, code=None, code_ends=None))


def _said(reason: str) -> dict[str, str]:
    return {REASON: reason.strip()} if reason.strip() else {}


def _is_good(user: User, code: str, now: datetime) -> bool:
    return (
        user.is_open
        and user.code is not None
        and user.code_ends is not None
        and now < user.code_ends
        and user.code == fingerprint(plain_code(code))
    )


def _refuse_line(roles: Iterable[Role]) -> None:
    for role in roles:
        if role not in MAY_BE_GIVEN:
            raise NotGiven(role.value)


def next_id(tx: Transaction) -> str:
    """Users are closed and never deleted, so the number of them is the last one's."""
    return f"U{tx.users.count() + 1}"
