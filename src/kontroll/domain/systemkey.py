"""System key: how a system signs in, what it may, and how often it may ask.

Why scopes and not roles of people: a system is nobody's superior and answers for nothing. Each scope is one role of the
table in `access`, so that what a system may do is decided where everything else is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kontroll.domain.access import Role, Viewer

#: Requests of one key in a minute, of each process that serves the pages.
PER_MINUTE = 120
#: Letters of a key's hash by which people speak of it.
_CALLED = 8
#: What stands before the name of a system on the trail.
SYSTEM = "system:"


class Scope(Enum):
    """The value is the word that is typed for it."""

    READ = "les"
    PERSONAL = "personlig"
    DELIVER = "lever"
    LISTS = "lever-lister"
    REMARK = "kommenter"


ROLES = {
    Scope.READ: Role.READING,
    Scope.PERSONAL: Role.TRUSTED,
    Scope.DELIVER: Role.DELIVERING,
    Scope.LISTS: Role.LISTING,
    Scope.REMARK: Role.REMARKING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A key. id: hash of it, so that a copy of the database opens no door. scopes: words with comma between.

    ends: the moment from which it is good no longer. closed: when it was withdrawn. used: the last day it was.
    """

    id: str
    system: str
    scopes: str
    created: datetime
    ends: datetime | None
    closed: datetime | None = None
    used: date | None = None
    version: int = 1

    @property
    def called(self) -> str:
        """What people call it by; it opens nothing."""
        return self.id[:_CALLED]

    @property
    def actor(self) -> str:
        """Who did it, on the trail."""
        return f"{SYSTEM}{self.system}"

    def holds(self, now: datetime) -> bool:
        """The moment at which it ends is the first at which it no longer holds."""
        return self.closed is None and (self.ends is None or now < self.ends)


def scopes_of(words: str) -> frozenset[Scope]:
    return frozenset(Scope(word) for word in words.split(",") if word)


def words_of_scopes(scopes: Iterable[Scope]) -> str:
    return ",".join(sorted({scope.value for scope in scopes}))


def viewer_of_key(key: ApiToken) -> Viewer:
    """The system as the table of access knows it, for the whole kommune."""
    places = {ROLES[scope]: None for scope in scopes_of(key.scopes)}
    return Viewer(user=key.actor, person=None, name=key.system, places=places)
