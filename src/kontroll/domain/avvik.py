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
    """An occurrence as it is kept and followed up. Identity: rule, subject and number, given once (`avvikchange`).

    subject: the record's key, or the enhet for a unit rule. enhet: the record's, which a correction may move.
    post: the record's key, "" for a unit rule. trial: found by a rule on trial, so nobody is told.
    withdrawn: the verdicts as they are known today hold no such occurrence: the waiting ended before it opened
    (`opened` is None), or a correction took it away. It is kept as RESOLVED in no month, and counts nowhere.
    confined: what the rule says is of one person (`RuleType.confined_to`), and stands on no list of avvik.
    """

    rule: str
    subject: str
    number: int
    enhet: str
    post: str
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
    confined: bool = False
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.rule}/{self.subject}#{self.number}"


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

    history: months, oldest first; a month that is left out says as little as an UNKNOWN one. Numbers are 1, 2, … in
    that order, so months put behind change none; a waiting that ends unopened leaves its number to the next.
    dated_record: the subject is a record with a date. It is judged in one month only, so nothing can be waited for,
    and that it is gone from the others says nothing. Raises ValueError if the months do not rise strictly.
    """
    opened: list[Occurrence] = []
    course: _Course | None = None
    before = -1
    for month, what, wait, hold in history:
        if (ordinal := month.ordinal) <= before:
            raise ValueError(f"months must rise strictly: {month} after {Month.from_ordinal(before)}")
        before = ordinal
        if what is Seen.STRUCK:
            course = course or _Course(month, month)
            course.strike(month, 0 if dated_record else wait)
        elif course is None:
            continue
        elif what is Seen.CLEAR:
            if course.outlasts(0 if dated_record else hold):
                continue
            if course.opened is not None:
                opened.append(course.told(len(opened) + 1, resolved=month))
            course = None
        elif not dated_record:
            course.unanswered(month, gone=what is Seen.GONE)
    if course is not None:
        opened.append(course.told(len(opened) + 1, resolved=None))
    return tuple(opened)


@dataclass(slots=True)
class _Course:
    """The occurrence that the replay is in the middle of. cleared: CLEAR months since the last utslag."""

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

    def outlasts(self, hold: int) -> bool:
        """One more CLEAR month has come: does it go on in spite of it?"""
        if self.opened is None or self.cleared >= hold:
            return False
        self.cleared += 1
        self.gone_since = None
        return True

    def unanswered(self, month: Month, *, gone: bool) -> None:
        # A month without an answer counts for nothing: a file that did not arrive must not open or close an avvik.
        self.gone_since = (self.gone_since or month) if gone else None

    def told(self, number: int, resolved: Month | None) -> Occurrence:
        unresolved = Phase.WAITING if self.opened is None else Phase.OPEN
        return Occurrence(
            number=number,
            first=self.first,
            opened=self.opened,
            last_struck=self.last_struck,
            resolved=resolved,
            phase=unresolved if resolved is None else Phase.RESOLVED,
            gone_since=self.gone_since if resolved is None else None,
            struck_months=self.struck_months,
        )
