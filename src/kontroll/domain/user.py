"""User: somebody who may sign in, her sessions, and how often somebody may try.

Why a user is not a person: an auditor from outside is in no list of the kommune's, and whoever leaves the kommune stays in
its trail. A user points at a person; what that person is on the day, the directory tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from kontroll.domain.access import Role

#: Failed attempts on one user name, and on all of them, within WINDOW. Right ones are not counted.
PER_USER, OVERALL, WINDOW = 5, 200, timedelta(minutes=15)
#: How long a code for choosing a password is good.
CODE_LASTS = timedelta(days=3)
#: Characters of a password. The upper bound is there because long ones take long to hash.
SHORTEST, LONGEST = 12, 200


class UserState(Enum):
    ACTIVE = "aktiv"
    CLOSED = "sperret"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """login: what she types, folded; "" for one who signs in elsewhere. subject: who she is there (issuer and sub).

    password: argon2id hash, None = none chosen yet. code: hash of the code by which she chooses one, good until code_ends.
    given: words of the roles she was given, with comma between.
    """

    id: str
    login: str
    person: str | None
    name: str
    password: str | None
    state: UserState
    created: datetime
    given: str
    subject: str = ""
    code: str | None = None
    code_ends: datetime | None = None
    version: int = 1

    @property
    def roles(self) -> frozenset[Role]:
        return roles_of(self.given)

    @property
    def is_open(self) -> bool:
        return self.state is UserState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """id: hash of what the cookie holds, so that a copy of the database opens no door. claimed: roles by her claims.

    proved_at: when she last showed elsewhere who she is, in the middle of it; proved_for: the one thing it counts for.
    """

    id: str
    user: str
    created: datetime
    seen: datetime
    ends: datetime
    claimed: str = ""
    proved_at: datetime | None = None
    proved_for: str = ""
    version: int = 1

    def holds(self, now: datetime, idle: timedelta) -> bool:
        """Neither over nor left alone too long. Both bounds are the first moment at which it no longer holds."""
        return now < self.ends and now < self.seen + idle


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """who: salted hash of the name that was typed. right: whether it let her in."""

    number: int
    who: str
    at: datetime
    right: bool = False
    version: int = 1


def roles_of(words: str) -> frozenset[Role]:
    return frozenset(Role(word) for word in words.split(",") if word)


def words_of(roles: frozenset[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))
