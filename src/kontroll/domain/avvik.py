"""Avvik: what one rule has found about one subject over the months, from venter through utløst to løst.

Why a replay: what an avvik is today follows from the verdicts of all its months as they are known today, and from
nothing else. A file that comes late or is corrected gives other verdicts, and then the same avvik as if it had come in
time. Stored avvik are compared with the replay; what differs is written with a trail (`avvikchange`).

Source: `venter` and `hold` are `for` and `keep_firing_for` of Prometheus' alerting rules, counted in known months.
Unlike there, a month without an answer is no recovery: it neither opens nor closes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Severity
from kontroll.domain.truth import Result, Truth


class Seen(Enum):
    """What one month says of one subject."""

    STRUCK = "utslag"
    CLEAR = "uten utslag"
    UNKNOWN = "ukjent"
    GONE = "borte"


class Phase(Enum):
    WAITING = "venter"
    OPEN = "utløst"
    RESOLVED = "løst"


class MonthSeen(NamedTuple):
    """One month of one rule and subject. wait, hold: months, of the rule version in force that month."""

    month: Month
    seen: Seen
    wait: int
    hold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that the rule struck the subject: from the first month of utslag until it is løst.

    number: which one of the subject's, from 1. opened: None while it waits. gone_since: the first month in which the
    unit, the record or the rule was not there, if it has not come back. struck_months: count of months with utslag.
    """

    number: int
    first: Month
    opened: Month | None
    last_struck: Month
    resolved: Month | None
    phase: Phase
    gone_since: Month | None
    struck_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Avvik:
    """An occurrence as it is kept and followed up; the identity is rule, subject and number, given once.

    post: the record's key, "" for a unit rule. trial: found by a rule on trial, so nobody is told.
    withdrawn: the verdicts as they are known today hold no such occurrence: the waiting ended before it opened
    (`opened` is None), or a correction took it away. It is kept as RESOLVED, without a month, and counts nowhere.
    """

    rule: str
    enhet: str
    post: str
    number: int
    first: Month
    opened: Month | None
    last_struck: Month
    resolved: Month | None
    phase: Phase
    gone_since: Month | None
    severity: Severity
    trial: bool
    sak: str | None = None
    withdrawn: bool = False
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.rule}/{self.enhet}/{self.post}#{self.number}"


def seen(rule: Rule, result: Result | None, *, stopped: bool) -> Seen:
    """What a result says of its subject that month. None = no result row. stopped: by maks_utslag that month."""
    if result is None or result is Result.NOT_IN_FORCE:
        return Seen.GONE
    struck = rule.struck(result)
    if stopped or struck is Truth.UNKNOWN:
        return Seen.UNKNOWN
    return Seen.STRUCK if struck is Truth.TRUE else Seen.CLEAR


def lived(history: Iterable[MonthSeen], *, dated_record: bool = False) -> tuple[Occurrence, ...]:
    """The occurrences of one rule and subject, oldest first: those that opened at some time, and one that waits now.

    history: months, oldest first; a month that is left out says as little as UNKNOWN. Numbers are 1, 2, … in that
    order, so that months put behind change none; a waiting that ends unopened leaves its number to the next.
    dated_record: the subject is a record with a date. It is judged in one month only, so nothing can be waited for,
    and that it is gone from the others says nothing. Raises ValueError if the months do not rise strictly.
    """
    ended: list[Occurrence] = []
    course: _Course | None = None
    before = -1
    for month, what, wait, hold in history:
        if (ordinal := month.ordinal) <= before:
            raise ValueError(f"months must rise strictly: {month} after {Month.from_ordinal(before)}")
        before = ordinal
        if dated_record:
            wait = hold = 0
        if what is Seen.STRUCK:
            course = course or _Course(month, month)
            course.strike(month, wait)
        elif course is None:
            continue
        elif what is Seen.CLEAR:
            if course.opened is not None and course.cleared < hold:
                course.clear()
                continue
            if course.opened is not None:
                ended.append(course.told(len(ended) + 1, month))
            course = None
        elif what is Seen.GONE and not dated_record:
            course.gone_since = course.gone_since or month
        elif what is Seen.UNKNOWN:
            course.gone_since = None
    if course is not None:
        ended.append(course.told(len(ended) + 1, None))
    return tuple(ended)


@dataclass(slots=True)
class _Course:
    """The occurrence that the replay is in. cleared: CLEAR months since the last utslag."""

    first: Month
    last_struck: Month
    opened: Month | None = None
    gone_since: Month | None = None
    struck_months: int = 0
    cleared: int = 0

    def strike(self, month: Month, wait: int) -> None:
        if self.opened is None and self.struck_months >= wait:
            self.opened = month
        self.last_struck = month
        self.struck_months += 1
        self.cleared = 0
        self.gone_since = None

    def clear(self) -> None:
        self.cleared += 1
        self.gone_since = None

    def told(self, number: int, resolved: Month | None) -> Occurrence:
        if resolved is not None:
            phase = Phase.RESOLVED
        else:
            phase = Phase.WAITING if self.opened is None else Phase.OPEN
        return Occurrence(
            number=number,
            first=self.first,
            opened=self.opened,
            last_struck=self.last_struck,
            resolved=resolved,
            phase=phase,
            gone_since=None if resolved else self.gone_since,
            struck_months=self.struck_months,
        )
