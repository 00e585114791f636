"""People: persons, units and roles, each as it was from a day to a day.

Why an id that is never the address: people marry, and addresses are given to the next person of the same name. What a
person is called and where she is reached is asked for a day, like everything else here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kontroll.domain.month import Month


class LeadKind(Enum):
    """In which way a person leads an enhet; the value is the word in personer.csv."""

    LEADER = "leder"
    ACTING = "fungerende"
    DEPUTY = "stedfortreder"


class Standing(Enum):
    """Why a person is the one, seen from the enhet that was asked about.

    NEXT_UP: nobody below her can answer. SUPERIOR: she was asked for as one who is above, whoever leads below. OUTSIDE: she
    controls the kommune from outside its administration.
    """

    LEADER = "leder"
    ACTING = "fungerende leder"
    DEPUTY = "stedfortreder"
    NEXT_UP = "nærmeste overordnede"
    SUPERIOR = "overordnet"
    SUPERVISORY = "kontrollutvalg"
    ROLE = "rolle"
    PROMISED = "ansvarlig for tiltak"
    ENTRUSTED = "ansvarlig i register"
    OUTSIDE = "kontroll utenfra"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as she was called and reached on one day. email: None = no address is known."""

    id: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """first, last: both included; None = open."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def began(self) -> date:
        """To sort by: what has no first day began before all else."""
        return self.first or date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSpan(_Dated):
    """What a person was called, and where she was reached. None = that row does not say."""

    person: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure(_Dated):
    """A person who leads an enhet, acts as its leader or is its deputy."""

    person: str
    enhet: str
    kind: LeadKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld(_Dated):
    """A role, as personer.csv words it. enhet: None = for the whole kommune."""

    person: str
    role: str
    enhet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnhetSpan:
    """A row of the organisation: what an enhet was from `first` to `last`, both included; last None = still.

    leader: None = the post is vacant. successor: the enhet that took over when this one was closed.
    """

    enhet: str
    name: str
    unit_type: str | None = None
    superior: str | None = None
    service: str | None = None
    leader: str | None = None
    first: Month
    last: Month | None = None
    successor: str | None = None

    def covers(self, day: date) -> bool:
        month = Month.of(day)
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """A person who answers for something. enhet: the one she leads, or for which she holds her role."""

    person: str
    enhet: str
    standing: Standing
