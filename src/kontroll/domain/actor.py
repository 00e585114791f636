"""Actor: somebody who does something with a sak, and in which capacity.

Why capacities and not rights: who may do what is said where it is done, in the words of the municipality. What a
signed-in person is, is found by those who know the directory and the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ActorRole(Enum):
    LEADER = "leder"
    INTERNAL_CONTROL = "internkontroll"
    TOP = "kommunedirektør"
    SUPERVISORY = "kontrollutvalg"
    DATA_OWNER = "dataeier"
    SYSTEM = "kontroll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """person: her id. leads: the units she answers for on the day, herself or because nobody below does."""

    person: str
    roles: frozenset[ActorRole] = frozenset()
    leads: frozenset[str] = frozenset()

    def has(self, *roles: ActorRole) -> bool:
        """Whether she acts in one of the roles."""
        return not self.roles.isdisjoint(roles)

    def answers_for(self, enhet: str | None) -> bool:
        """Whether she leads the unit."""
        return ActorRole.LEADER in self.roles and enhet in self.leads


#: What kontroll does by itself, at a run or when a deadline is over.
SYSTEM = Actor(person="kontroll", roles=frozenset({ActorRole.SYSTEM}))
