"""Keys of systems: made, withdrawn, and known again. Each is one entry of the trail; the key itself stands nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kontroll.domain.problem import KontrollError
from kontroll.domain.systemkey import ApiToken, Scope, words_of_scopes
from kontroll.flows.people.passwords import fingerprint, new_token
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

#: By this a key is known where it should not be: in a log, in a repository.
PREFIX = "kontroll_"
_NAME = re.compile(r"[\w][\w .-]{0,59}")


class NoKey(KontrollError):
    """There is no key that is called so, or more than one."""


class NotAName(KontrollError):
    """A system is called something short, of letters, digits, spaces, dots and dashes."""


class PersonalAlone(KontrollError):
    """Personal fields are part of what is read: the scope says nothing without the one for reading."""


class AlreadyOver(KontrollError):
    """The last day is over."""


def new_key(
    database: Database, system: str, scopes: Iterable[Scope], *, last_day: date, by: str, now: datetime
) -> tuple[ApiToken, str]:
    """The key as it is kept, and what the system is to send. last_day: the last one on which it is good, in Norway.

    Raises NotAName, PersonalAlone and AlreadyOver.
    """
    given, called = frozenset(scopes), system.strip()
    if _NAME.fullmatch(called) is None:
        raise NotAName(called)
    if Scope.PERSONAL in given and Scope.READ not in given:
        raise PersonalAlone(called)
    if last_day < now.astimezone(NORWAY).date():
        raise AlreadyOver(str(last_day))
    secret = f"{PREFIX}{new_token()}"
    ends = datetime.combine(last_day + timedelta(days=1), time(), NORWAY)
    key = ApiToken(id=fingerprint(secret), system=called, scopes=words_of_scopes(given), created=now, ends=ends)
    with database.transaction(by, now) as tx:
        tx.tokens.add(key)
        about = {"key": key.called, "system": key.system, "scopes": key.scopes, "last_day": str(last_day)}
        tx.trail.append("nøkkel: opprettet", about)
    return key, secret


def withdraw_key(database: Database, called: str, *, by: str, now: datetime) -> ApiToken:
    """From its next request on it opens nothing. Raises NoKey."""
    with database.transaction(by, now) as tx:
        found = [key for key in tx.tokens.all() if called and key.called == called.strip().lower()]
        if len(found) != 1:
            raise NoKey(called)
        (key,) = found
        if key.closed is not None:
            return key
        tx.trail.append("nøkkel: trukket", {"key": key.called, "system": key.system})
        return tx.tokens.save(key, replace(key, closed=now))


def keys(tx: Transaction) -> list[ApiToken]:
    """All that were ever made, by system and by when."""
    return sorted(tx.tokens.all(), key=lambda key: (key.system.casefold(), key.created))


def key_of(tx: Transaction, secret: str, now: datetime) -> ApiToken | None:
    """The key that was sent; None where there is none, it is over, or it was withdrawn."""
    found = tx.tokens.get(fingerprint(secret)) if secret.startswith(PREFIX) else None
    return found if found is not None and found.holds(now) else None


def key_was_used(database: Database, id: str, now: datetime) -> None:
    """Write down the day: what nobody uses any more should be withdrawn."""
    day = now.astimezone(NORWAY).date()
    with database.transaction("kontroll", now) as tx:
        stored = tx.tokens.get(id)
        if stored is not None and stored.used != day:
            tx.tokens.save(stored, replace(stored, used=day))
