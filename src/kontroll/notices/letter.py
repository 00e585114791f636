"""Letter: what one message tells one person, as plain values, ready to be put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.rule import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sak, rule or job that the recipient is told of. Nothing in it may be of any other person.

    rule_name: the heading; a job's name where it is about a job. why: short whole sentences, with number and limit.
    count: records it is about; 0 for what is measured of the enhet. expected: what to do, where the usual for the
    reason does not fit. standing: why the recipient is the one, as the end of a sentence: «du er leder».
    recurrence: which time it happens at the enhet, from 1. link: the address of the sak, rule or run.
    """

    reason: Reason
    rule_name: str
    link: str
    standing: str
    sak_id: str | None = None
    enhet_name: str | None = None
    month: Month | None = None
    severity: Severity | None = None
    why: tuple[str, ...] = ()
    count: int = 0
    expected: str = ""
    deadline: date | None = None
    recurrence: int = 1
    hjemmel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A delivery that has not come, told to the owner of the data.

    source: the system. what: the figures or data set. enheter: how many lack it; 0 = it is not delivered per enhet.
    since: the day it was due. reminder: it was told before.
    """

    source: str
    what: str
    month: Month
    enheter: int
    since: date
    link: str
    standing: str
    reminder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """day: when it is composed; deadlines are seen from it. link: where the recipient finds all of it.

    missing: what DATA_MISSING and DATA_REMINDER tell; no item has these reasons.
    """

    recipient_name: str
    municipality: str
    day: date
    link: str
    items: tuple[Item, ...] = ()
    missing: tuple[Missing, ...] = ()
