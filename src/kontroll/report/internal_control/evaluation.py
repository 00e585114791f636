"""Evaluation: how well the control itself worked from one month to another, rule by rule and area by area (§ 25-1 e).

Why medians: half of the saker took so long or shorter; one that was forgotten for a year moves a mean and tells of nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontroll.domain.month import Month
from kontroll.report.document.model import Record
from kontroll.report.sampling.arms import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSak:
    """days: from the day it was opened to the day it was closed."""

    id: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEvaluation:
    """One rule that was to judge something, or of which saker were closed. area: of control, "" = none. Counts: of the period.

    judged: it was to judge something. worked: months in which it judged something and was shown to bite. quiet: how many of the
    newest months that it worked in, in a row and also before the period, it has not struck. bites: in its last run its own
    examples made it strike, and keep still, as they should. decided, false: saker decided in the period, and those in which
    whoever disagreed was right.
    """

    rule: str
    name: str
    area: str
    judged: bool
    months: int
    worked: int
    known: int
    unknown: int
    struck: int
    quiet: int
    bites: bool
    decided: tuple[str, ...]
    false: tuple[str, ...]
    closed: tuple[ClosedSak, ...]

    @property
    def never_struck(self) -> bool:
        """It judged something and struck nothing. What judged nothing has shown nothing."""
        return self.known > 0 and self.struck == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEvaluation:
    """Of the rules of one area of control. every: as of the whole. due, in_time: saker opened the last year; ids."""

    id: str
    name: str
    every: tuple[RuleEvaluation, ...]
    due: tuple[str, ...]
    in_time: tuple[str, ...]

    @property
    def rules(self) -> tuple[RuleEvaluation, ...]:
        """Those that were to judge something."""
        return tuple(one for one in self.every if one.judged)

    @property
    def known(self) -> int:
        return sum(one.known for one in self.every)

    @property
    def struck(self) -> int:
        return sum(one.struck for one in self.every)

    @property
    def decided(self) -> tuple[str, ...]:
        return tuple(id for one in self.every for id in one.decided)

    @property
    def false(self) -> tuple[str, ...]:
        return tuple(id for one in self.every for id in one.false)

    @property
    def closed(self) -> tuple[ClosedSak, ...]:
        return tuple(sak for one in self.every for sak in one.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncontrolled:
    """Skal-sentences of one reglement. none: those that nothing controls; gravest: of them, with the highest risk."""

    reglement: str
    name: str
    all: tuple[Record, ...]
    machine: tuple[Record, ...]
    sample: tuple[Record, ...]
    none: tuple[Record, ...]
    gravest: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledControl:
    """One control of the plan: the newest period with a concluded draw; "" = none. sentences: what the draws say, with bounds.

    missed: of what no rule struck on, or of all; None = not known. draws: ids. tolerable: in words of the plan, "" = not said.
    """

    control: str
    name: str
    area: str
    period: str
    sentences: tuple[str, ...]
    missed: Estimate | None
    draws: tuple[str, ...]
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlEvaluation:
    """first, last: months, both included. every: rules that were to judge something, or of which saker were closed, by id.
    others_right: saker of no rule in which whoever disagreed was right; they stand in the yearly report's table of outcomes.
    """

    first: Month
    last: Month
    every: tuple[RuleEvaluation, ...]
    areas: tuple[AreaEvaluation, ...]
    sentences: tuple[Uncontrolled, ...]
    controls: tuple[SampledControl, ...]
    others_right: int = 0

    @property
    def rules(self) -> tuple[RuleEvaluation, ...]:
        """Those that were to judge something."""
        return tuple(one for one in self.every if one.judged)

    @property
    def silent(self) -> tuple[RuleEvaluation, ...]:
        return tuple(one for one in self.rules if one.never_struck)

    @property
    def toothless(self) -> tuple[RuleEvaluation, ...]:
        """They ran, and were not shown to bite."""
        return tuple(one for one in self.rules if not one.bites)


def median(days: Sequence[int]) -> Decimal | None:
    """Exact: of an even count the middle of the two in the middle. None of none."""
    ordered = sorted(days)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2
