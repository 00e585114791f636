"""Explanation: everything that is told of one answer, as data: for a terminal, a page, a mail or a report to show.

Why apart from the sentences: a page lays it out otherwise than a terminal, and another program reads it as JSON. What may
not be shown is taken out here already: nothing below holds a number or a field that its reader may not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from kontroll.domain.condition import BestAmong, Change, LookupTerm, Method
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.rule import Exemption, Rule, Version
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain.answer import Asked
from kontroll.engine.plain.record import Content
from kontroll.report.causes import Reason
from kontroll.report.explaining.values import Limit, Operand, Reading, Records, RecordShown, Source


@dataclass(frozen=True, slots=True)
class Rival:
    enhet: str
    enhet_name: str
    operand: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """The others in the group. ahead: how many are known to be better, or as good where a tie does not count.

    nearest: the best of the others whose value is known. missing: those without one; left out of account where the rule
    says `ses_bort_fra`. service: the tjeneste they share, "" for all.
    """

    test: BestAmong
    service: str
    group: int
    ahead: int
    nearest: Rival | None
    missing: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to see development, and what it gives; `used` is the one that the rule asks for."""

    method: Method
    truth: Truth
    used: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A row that a look-up would have found but for one term; its reading is the field that the term is about."""

    row: RecordShown
    term: LookupTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node of the tree. kind: its word in the rule language. decisive: the node above came out as it did by this one.

    when: the period or month it was asked in; a window has one child for each, newest first. opened: other rules it asked.
    near: for a look-up that found nothing.
    """

    kind: str
    asked: Asked
    truth: Truth
    decisive: bool
    label: str = ""
    when: Period | Month | None = None
    frequency: Frequency = Frequency.MONTH
    indicator: Indicator | None = None
    operand: Operand | None = None
    limits: tuple[Limit, ...] = ()
    children: tuple[Node, ...] = ()
    rivals: Rivals | None = None
    change: Change | None = None
    tried: tuple[Tried, ...] = ()
    records: Records | None = None
    near: tuple[Near, ...] = ()
    opened: tuple[Explanation, ...] = ()
    asked_name: str = ""

    def walk(self) -> Iterator[Node]:
        """It and all below it, not into other rules."""
        yield self
        for child in self.children:
            yield from child.walk()


# --- what would have changed it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The nearest other content of one delivered value with which the answer is another. steps: see axis.STEPS.

    then: the content; None where it is hidden with the value (`rises` tells the direction), is any other word (`other`), or
    is none (`empties`). fills: nothing stands there now.
    """

    reading: Reading
    then: Content | None
    steps: int
    result: Result
    rises: bool | None = None
    other: bool = False
    empties: bool = False
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Flips:
    """Nearest first, one for each value. complete: False where there were more values than could be tried."""

    found: tuple[Flip, ...]
    complete: bool
    tried: int


class Bound(NamedTuple):
    """A span of values with which the answer is known. low, high: both included, None = no end."""

    low: Content | None
    high: Content | None
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Something missing behind an answer that is ukjent. reading: None where it is no delivered value (a parameter …).

    enough: it settles the answer whatever it turns out to be, as `always` where that is the same for every value.
    perhaps: with some values it does: `bounds`, the first of them. enhet, period: whose it is where no reading says it.
    """

    reason: Reason
    what: str
    reading: Reading | None = None
    enough: bool = False
    perhaps: bool = False
    bounds: tuple[Bound, ...] = ()
    always: Result | None = None
    enhet: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excepted:
    """An exception of the rule and what it came to."""

    exemption: Exemption
    tree: Node
    decisive: bool


class NoRow(Enum):
    """Why there is no answer."""

    UNKNOWN_ENHET = "ukjent enhet"
    NOT_ACTIVE = "ikke aktiv"
    OUTSIDE = "utenfor gjelder"
    UNKNOWN_RECORD = "ukjent post"
    NOT_DATED = "uten dato"
    OTHER_MONTH = "annen måned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """No result row. months: first and last month in which there would be one, None = open.

    actual: what the enhet is (enhetstype, tjeneste) where it lies outside `gjelder`.
    """

    why: NoRow
    months: tuple[tuple[Month | None, Month | None], ...] = ()
    actual: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One answer. result None: there is none, and `absence` says why. post: key of the record, "" for a unit rule.

    dataset: name of the record's data set. left_out: why runs leave the rule out, "" where they do not. recorded: what the
    last run of the month answered, where that is another result. asked_enhet: what was typed, where the record is another's.
    """

    rule: Rule
    enhet: str
    enhet_name: str
    post: str
    month: Month
    result: Result | None
    dataset: str = ""
    source: Source | None = None
    absence: Absence | None = None
    version: Version | None = None
    tree: Node | None = None
    exemptions: tuple[Excepted, ...] = ()
    flips: Flips | None = None
    lacking: tuple[Lacking, ...] = ()
    together: tuple[Lacking, ...] = ()
    left_out: str = ""
    recorded: str = ""
    asked_enhet: str = ""

    def nodes(self) -> Iterator[Node]:
        """All nodes of the rule's own trees, not of other rules."""
        if self.tree is not None:
            yield from self.tree.walk()
        for one in self.exemptions:
            yield from one.tree.walk()
