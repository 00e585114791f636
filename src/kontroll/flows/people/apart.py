"""Apart: two roles that must not meet in one person, wherever she has each of them from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kontroll.domain.access import Role
from kontroll.domain.policy import Apart, Policies
from kontroll.domain.problem import KontrollError
from kontroll.domain.user import User
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.controllers import last_said_of
from kontroll.flows.people.viewing import viewer_of
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY


class MustNotMeet(KontrollError):
    """Policies refuse these two roles in one person. Nothing was changed."""

    def __init__(self, pair: Apart) -> None:
        super().__init__(f"roles apart: {sorted(role.value for role in pair.roles)}")
        self.pair = pair


class Separation:
    """Asked before a user is given roles (`users.Check`). warned: the pairs that met and are allowed to."""

    def __init__(self, policies: Policies, now: datetime) -> None:
        self._policies = policies
        self._now = now
        self.warned: list[Apart] = []

    def __call__(self, tx: Transaction, user: User, given: frozenset[Role]) -> None:
        """user: as she will be. Raises MustNotMeet."""
        held = held_by(tx, user, self._policies, self._now)
        for pair in self._policies.access.apart:
            if pair.roles & given and pair.meet_in(held):
                if pair.refused:
                    raise MustNotMeet(pair)
                self.warned.append(pair)


def held_by(tx: Transaction, user: User, policies: Policies, now: datetime) -> frozenset[Role]:
    """All roles of the user and of every other user of the same person, and what the lists make her."""
    given = frozenset[Role]().union(*_given(tx, user))
    day = now.astimezone(NORWAY).date()
    return viewer_of(user.id, user.person, user.name, given, known_directory(tx), policies, day).roles


def _given(tx: Transaction, user: User) -> Iterator[frozenset[Role]]:
    yield user.roles | last_said_of(tx, user.id)
    if user.person is not None:
        for other in tx.users.where(person=user.person):
            if other.id != user.id and other.is_open:
                yield other.roles | last_said_of(tx, other.id)
