"""Trial: a planted case run back month by month, and what its clean twin would have been told of meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kontroll.domain.month import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is true of a case. posts: by (data set, key) the day that money went out and how much, in øre.

    clean: there is no case, and every avvik is a false alarm.
    """

    start: Month
    enhet: str
    suppliers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    posts: Mapping[tuple[str, str], tuple[date | None, int]]
    clean: bool = False

    @property
    def whose(self) -> tuple[str, ...]:
        return (*self.suppliers, *self.persons)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for _dataset, key in self.posts)

    def paid(self, until: date | None = None) -> int:
        """Øre that had gone out by the end of a day; of all of it where none is given."""
        return sum(ore for day, ore in self.posts.values() if day is not None and (until is None or day <= until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """The first avvik that a rule opened about the case. found: the month whose run saw it. people: who was told."""

    rule: str
    name: str
    severity: str
    found: Month
    day: date
    count: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where the case stood on internal control's list after a month's run; None where it was not on it."""

    month: Month
    place: int | None
    of: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What the clean twin's people were told of in the months: saker, and the avvik in them.

    worst_leader: the most that any leader was told of in a month. to_control: the most to internal control in a month.
    """

    months: int
    leaders: int
    told: int
    worst_leader: int
    worst_leader_avvik: int
    over_three: int
    to_control: int
    to_control_avvik: int
    by_rule: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """names: what persons and enheter are called, by id. alarms: None where there is no twin."""

    pattern: str
    seed: int | None
    strength: float | None
    answer: Answer
    struck: tuple[Struck, ...]
    places: tuple[Placed, ...]
    alarms: Alarms | None
    names: Mapping[str, str]

    @property
    def flagged(self) -> Struck | None:
        """The first of all."""
        return min(self.struck, key=lambda one: (one.found, one.rule), default=None)

    def months_until(self, month: Month) -> int:
        """1 = found by the run of the month in which it began."""
        return month.ordinal - self.answer.start.ordinal + 1

    def within(self, months: int) -> bool:
        found = self.flagged
        return found is not None and self.months_until(found.found) <= months

    def best_place(self, months: int) -> int | None:
        """The best place on the list by the runs of so many months."""
        places = [p.place for p in self.places if p.place is not None and self.months_until(p.month) <= months]
        return min(places, default=None)

    def place_after(self, months: int) -> int | None:
        """The place on the list after so many months."""
        return next((p.place for p in self.places if self.months_until(p.month) == months), None)
