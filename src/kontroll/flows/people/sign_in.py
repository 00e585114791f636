"""Sign in: a user name and a password become a session, at most so many tries at a time, and in the same time for all.

Why the attempt is written before the password is tried: a hundred at once would else all be under the limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from kontroll.domain.access import MAY_BE_GIVEN, Role
from kontroll.domain.problem import KontrollError
from kontroll.domain.user import LONGEST, OVERALL, PER_USER, WINDOW, Attempt, Session, User, UserState, words_of
from kontroll.flows.people.controllers import remember_claims
from kontroll.flows.people.passwords import fingerprint, is_right, new_token
from kontroll.flows.people.users import folded, next_id
from kontroll.store.chance import salt
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction

_SALT, _JOURNEY = "innlogging: salt", "innlogging: reise"
#: Attempts are kept this long: they are of use within the window, and tell who tried at what time.
_KEPT = timedelta(days=1)


class SignInRefused(KontrollError):
    """No such user, a wrong password, or a closed user. Which of them, nobody is told."""


class TooManyAttempts(KontrollError):
    """On this user name, or on all of them. Nothing was tried."""


def sign_in(database: Database, login: str, password: str, *, lasts: timedelta, now: datetime) -> str:
    """The token that the cookie holds. lasts: the longest life of the session. Raises SignInRefused, TooManyAttempts."""
    number = attempted(database, login, now)
    with database.reading() as tx:
        found = tx.users.where(login=folded(login)) if folded(login) else []
    user = found[0] if found else None
    right = is_right(password[: LONGEST + 1], user.password if user is not None else None)
    if user is None or not right or not user.is_open:
        raise SignInRefused
    with database.transaction(user.id, now) as tx:
        was_right(tx, number)
        return _open(tx, user, "passord", (), lasts, now)


def sign_in_as(
    database: Database,
    subject: str,
    *,
    name: str,
    person: str | None,
    roles: Iterable[Role] = (),
    how: str,
    lasts: timedelta,
    now: datetime,
) -> str:
    """The token of somebody whom another has vouched for: the sign-in service, or the demo. She is a user from now on.

    subject: who she is there. roles: what was said of her this time; they end with the session. Raises SignInRefused for
    a user who is closed here.
    """
    with database.transaction(f"innlogging:{how}", now) as tx:
        found = tx.users.where(subject=subject)
        user = found[0] if found else _known_from_now(tx, subject, name, person, now)
        if not user.is_open:
            raise SignInRefused
        if (user.name, user.person) != (name, person):
            user = tx.users.save(user, replace(user, name=name, person=person))
        return _open(tx, user, how, roles, lasts, now)


def _known_from_now(tx: Transaction, subject: str, name: str, person: str | None, now: datetime) -> User:
    user = User(
        id=next_id(tx),
        login="",
        person=person,
        name=name,
        password=None,
        state=UserState.ACTIVE,
        created=now,
        given="",
        subject=subject,
    )
    tx.trail.append("bruker: opprettet", {"user": user.id, "person": person, "roles": ""})
    return tx.users.add(user)


def _open(tx: Transaction, user: User, how: str, roles: Iterable[Role], lasts: timedelta, now: datetime) -> str:
    token = new_token()
    said = frozenset(role for role in roles if role in MAY_BE_GIVEN)
    claimed = words_of(said)
    if user.subject:
        remember_claims(tx, user.id, said)
    tx.sessions.delete(tx.sessions.table.c.ends <= now)
    tx.sessions.add(
        Session(id=fingerprint(token), user=user.id, created=now, seen=now, ends=now + lasts, claimed=claimed)
    )
    tx.trail.append("bruker: logget inn", {"user": user.id, "person": user.person, "how": how, "claimed": claimed})
    return token


def kept_secret(database: Database, now: datetime) -> str:
    """What signs the cookie of somebody on her way to the sign-in service and back: made once, the same for all processes."""
    with database.transaction("kontroll", now) as tx:
        return _kept(tx, _JOURNEY)


# --- how often ------------------------------------------------------------------------------------------------------


def attempted(database: Database, login: str, now: datetime) -> int:
    """The number of this attempt, which counts as wrong until it was right. Raises TooManyAttempts."""
    with database.transaction("innlogging", now) as tx:
        who = _hidden(tx, login)
        at = tx.attempts.table.c
        tx.attempts.delete(at.at < now - _KEPT)
        lately = (at.at > now - WINDOW, at.right.is_(False))
        refused = tx.attempts.count(*lately, who=who) >= PER_USER or tx.attempts.count(*lately) >= OVERALL
        last = tx.attempts.newest("number", limit=1)
        number = last[0].number + 1 if last else 1
        if not refused:
            tx.attempts.add(Attempt(number=number, who=who, at=now))
    if refused:
        raise TooManyAttempts
    return number


def was_right(tx: Transaction, number: int) -> None:
    """The attempt let her in."""
    attempt = tx.attempts.get(number)
    if attempt is not None:
        tx.attempts.save(attempt, replace(attempt, right=True))


def hidden_login(tx: Transaction, login: str) -> str:
    """As attempts with this user name are known; "" where nobody has tried yet."""
    salt = tx.marks.get(_SALT)
    return _hashed(salt, login) if salt is not None else ""


def _hidden(tx: Transaction, login: str) -> str:
    """The name that was typed, which may be somebody's password in the wrong field."""
    return _hashed(_kept(tx, _SALT), login)


def _hashed(salt: str, login: str) -> str:
    return hashlib.sha256(f"{salt}:{folded(login)}".encode()).hexdigest()


def _kept(tx: Transaction, name: str) -> str:
    """A random text that is drawn once."""
    kept = tx.marks.get(name)
    if kept is None:
        kept = salt()
        tx.marks.set(name, kept)
    return kept
