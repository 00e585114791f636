"""Sessions: whose a cookie is, for as long as it holds; and how she logs out, here or everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kontroll.domain.access import Role
from kontroll.domain.user import Session, User, roles_of
from kontroll.flows.people.passwords import fingerprint
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction

#: A session that was seen so lately is not written again: reading a page must not wait for those who write.
SEEN_EVERY = timedelta(minutes=1)


def session_of(tx: Transaction, token: str, now: datetime, idle: timedelta) -> tuple[Session, User] | None:
    """The session and its user; None where there is none, it is over, or the user is closed."""
    session = tx.sessions.get(fingerprint(token))
    if session is None or not session.holds(now, idle):
        return None
    user = tx.users.get(session.user)
    return (session, user) if user is not None and user.is_open else None


def given_to(session: Session, user: User) -> frozenset[Role]:
    """All roles that she was given, here or by her claims."""
    return user.roles | roles_of(session.claimed)


def granted_to(tx: Transaction, person: str, now: datetime, idle: timedelta) -> frozenset[Role]:
    """What a person was given, as any user that points at her: the user must be open, and a session with claims hold."""
    found: frozenset[Role] = frozenset()
    for user in tx.users.where(person=person):
        if user.is_open:
            claims = [roles_of(one.claimed) for one in tx.sessions.where(user=user.id) if one.holds(now, idle)]
            found = found.union(user.roles, *claims)
    return found


def see(database: Database, session: Session, now: datetime) -> None:
    """Write down that she was here."""
    with database.transaction("kontroll", now) as tx:
        stored = tx.sessions.get(session.id)
        if stored is not None and stored.seen < now:
            tx.sessions.save(stored, replace(stored, seen=now))


def log_out(database: Database, token: str, now: datetime, *, everywhere: bool = False) -> int:
    """How many sessions ended: this one, or all of the user's."""
    with database.reading() as tx:
        session = tx.sessions.get(fingerprint(token))
    if session is None:
        return 0
    with database.transaction(session.user, now) as tx:
        ended = tx.sessions.delete(user=session.user) if everywhere else tx.sessions.delete(id=session.id)
        kind = "bruker: logget ut overalt" if everywhere else "bruker: logget ut"
        tx.trail.append(kind, {"user": session.user, "sessions": ended})
    return ended
