"""Back-test: what a rule would have found, month by month, had it been there; and what of that the rule in use found.

A month is seen as its own run saw it: with what had been received by then, and nothing of what came later. What came
later is seen by the later run that knew it, as a late find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule


class Basis(Enum):
    """How it is known what a month's run saw; the value is what a reader is told."""

    RUN = "månedens egen kjøring"
    DUE = "frist for kjøringen"
    HISTORY = "historikk levert i ettertid"
    FOLDER = "datamappen slik den står"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was known when a month was judged. upto: the last delivery. day: in Norway, on which people would be told."""

    month: Month
    basis: Basis
    day: date
    upto: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A subject with utslag in `month`, first seen by the run of `found`. post: the record's key, "" for a unit rule.

    stands: False where later or corrected data have taken it back.
    """

    month: Month
    found: Month
    enhet: str
    post: str
    stands: bool = True

    @property
    def late(self) -> bool:
        return self.found != self.month

    @property
    def subject(self) -> tuple[Month, str, str]:
        """What is held against another version of the rule: a record by its key, wherever it was booked."""
        return (self.month, "" if self.post else self.enhet, self.post)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTested:
    """One month as its run saw it: judged subjects, and how many of them had utslag or were ukjent.

    late: subjects of earlier months that this run found. opened: avvik that opened. stopped: more than maks_utslag.
    """

    month: Month
    judged: int
    struck: int
    unknown: int
    late: int = 0
    opened: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many notices of new saker a person would have got by one month's run, and how many avvik are in those saker.

    person: "" = nobody was found.
    """

    month: Month
    person: str
    count: int
    avvik: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHit:
    """The first that was found, by the run of `hit.found` on `day`.

    ore: what had gone through by then, of the data set's amounts, in øre: all records of the same enhet, and of the same
    supplier where the rule groups or looks up by that, dated from the first month of the back-test to the end of the
    hit's month. None: the rule is about no amounts.
    """

    hit: Hit
    day: date
    ore: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTested:
    """One version of a rule over the months. hits: by the month they were found in, then month, enhet and post."""

    rule: Rule
    months: tuple[MonthTested, ...]
    told: tuple[Told, ...]
    hits: tuple[Hit, ...]
    first: FirstHit | None

    @property
    def months_struck(self) -> int:
        return sum(month.struck > 0 for month in self.months)

    @property
    def opened(self) -> int:
        return sum(month.opened for month in self.months)

    @property
    def notices(self) -> int:
        return sum(told.count for told in self.told)

    @property
    def judged(self) -> int:
        return sum(month.judged for month in self.months)

    @property
    def unknown(self) -> int:
        return sum(month.unknown for month in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A rule as it was asked for, and the version in use. in_use: None where there is none, or it is asked for itself.

    same: the two say the same in every way that counts.
    """

    tested: RuleTested
    in_use: RuleTested | None = None
    same: bool = False

    @property
    def new(self) -> tuple[Hit, ...]:
        """What only the asked one finds."""
        return _without(self.tested, self.in_use)

    @property
    def lost(self) -> tuple[Hit, ...]:
        """What only the one in use finds."""
        return _without(self.in_use, self.tested)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """names: what the persons who would have been told are called; enheter: what those of the first finds are called; by id."""

    first: Month
    last: Month
    sights: tuple[Sight, ...]
    rules: tuple[Compared, ...]
    names: Mapping[str, str]
    enheter: Mapping[str, str]


def _without(these: RuleTested | None, those: RuleTested | None) -> tuple[Hit, ...]:
    if these is None or those is None:
        return ()
    found = {hit.subject for hit in those.hits}
    return tuple(hit for hit in these.hits if hit.subject not in found)
