"""Prove again: somebody who is signed in shows once more who she is, for the one thing that she is about to put her name to.

Why: a session may have been left open. What was shown counts for one thing, for a few minutes, and once; the password itself is
kept nowhere. Whoever signs in elsewhere does it there, and the service must say when she did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kontroll.domain.issuing import PROOF_LASTS
from kontroll.domain.problem import KontrollError
from kontroll.domain.user import LONGEST, Session, User
from kontroll.flows.people.passwords import fingerprint, is_right
from kontroll.flows.people.sessions import session_of
from kontroll.flows.people.sign_in import SignInRefused, attempted, was_right
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction

#: What another's clock may differ from ours.
_SKEW = timedelta(minutes=1)
_EXAMPLES = "eksempel|"
PASSWORD, ELSEWHERE, EXAMPLE = "passord", "innloggingstjenesten", "eksempelbruker"


class NotProved(KontrollError):
    """She has not shown it for this, or it is too long ago."""


class OtherUser(KontrollError):
    """Another has signed in than the one whose session it is."""


@dataclass(frozen=True, slots=True)
class Proved:
    """how: by what. wanted: what it counts for."""

    how: str
    user: str
    wanted: str


def prove_by_password(database: Database, user: str, password: str, wanted: str, now: datetime) -> Proved:
    """user: her id. Raises SignInRefused for a wrong one, and TooManyAttempts; they are counted with those at the door."""
    with database.reading() as tx:
        found = tx.users.get(user)
    login = found.login if found is not None else ""
    number = attempted(database, login or user, now)
    right = is_right(password[: LONGEST + 1], found.password if found is not None else None)
    if found is None or not right or not found.is_open:
        raise SignInRefused
    with database.transaction(user, now) as tx:
        was_right(tx, number)
    return Proved(PASSWORD, user, wanted)


def has_password(tx: Transaction, user: str) -> bool:
    found = tx.users.get(user)
    return found is not None and found.password is not None


def login_of(tx: Transaction, user: str) -> str:
    """Her user name; "" where she has none."""
    found = tx.users.get(user)
    return found.login if found is not None else ""


def is_example(tx: Transaction, user: str) -> bool:
    """Whether she is one of the demo's, who come in without showing anything."""
    found = tx.users.get(user)
    return found is not None and found.subject.startswith(_EXAMPLES)


def prove_elsewhere(
    database: Database,
    token: str,
    subject: str,
    proved: datetime,
    wanted: str,
    asked: datetime,
    now: datetime,
    idle: timedelta,
) -> None:
    """Remember it with the session. subject: who signed in there. proved: when, as the service says; asked: when it was asked.

    Raises NotProved where she did it before she was asked, and OtherUser where the session is another's, or none's.
    """
    with database.transaction("innlogging", now) as tx:
        session, user = _whose(tx, token, now, idle)
        if user.subject != subject:
            raise OtherUser
        if not asked - _SKEW <= proved <= now + _SKEW:
            raise NotProved
        tx.sessions.save(session, replace(session, proved_at=now, proved_for=wanted))


def use_proof(database: Database, token: str, wanted: str, now: datetime, idle: timedelta) -> Proved:
    """What was remembered with the session, which counts no more after this. Raises NotProved."""
    with database.transaction("innlogging", now) as tx:
        try:
            session, user = _whose(tx, token, now, idle)
        except OtherUser:
            raise NotProved from None
        if not counts(session, wanted, now):
            raise NotProved
        tx.sessions.save(session, replace(session, proved_at=None, proved_for=""))
        return Proved(ELSEWHERE, user.id, wanted)


def counts(session: Session, wanted: str, now: datetime) -> bool:
    return session.proved_at is not None and session.proved_for == wanted and now < session.proved_at + PROOF_LASTS


def is_proved(tx: Transaction, token: str, wanted: str, now: datetime) -> bool:
    session = tx.sessions.get(fingerprint(token)) if token else None
    return session is not None and counts(session, wanted, now)


def _whose(tx: Transaction, token: str, now: datetime, idle: timedelta) -> tuple[Session, User]:
    found = session_of(tx, token, now, idle)
    if found is None:
        raise OtherUser
    return found
