"""Of a period: what happened in the registers between two days, and how they stood on the last of them.

Why by days and not by states: a report of a year says how it was when the year ended, also when it is written in March. What a
deadline was is asked for the day it is about; what was carried out or closed is as it is known now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.finding import FindingKind, SourceKind
from kontroll.domain.preparation import PreparationState
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.registers.known import (
    KnownDecision,
    KnownFinding,
    KnownPreparation,
    known_decisions,
    known_findings,
    known_preparations,
)
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """Both days are in it."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsOf(_Period):
    """all: every one that is known, whenever it was decided."""

    all: tuple[KnownDecision, ...]

    @property
    def made(self) -> list[KnownDecision]:
        return [one for one in self.all if self.holds(one.decided)]

    @property
    def carried_out(self) -> list[KnownDecision]:
        return [one for one in self.all if self.holds(one.carried_out)]

    @property
    def carried_out_late(self) -> list[KnownDecision]:
        return [one for one in self.carried_out if one.was_late]

    @property
    def reported(self) -> list[KnownDecision]:
        """The body was told that it is done."""
        return [one for one in self.all if self.holds(one.reported)]

    @property
    def lapsed(self) -> list[KnownDecision]:
        return [one for one in self.all if self.holds(one.lapsed)]

    @property
    def obstructed(self) -> list[KnownDecision]:
        """The body was told in the period that something stands in the way (§ 13-1)."""
        return [one for one in self.all if any(self.holds(day) for day in one.obstructions)]

    @property
    def open(self) -> list[KnownDecision]:
        """On the last day."""
        return [one for one in self.all if one.is_open_on(self.last)]

    @property
    def late(self) -> list[KnownDecision]:
        """Open on the last day, with the deadline over."""
        return [one for one in self.all if one.is_late_on(self.last)]

    @property
    def open_without_deadline(self) -> list[KnownDecision]:
        return [one for one in self.open if one.deadline_on(self.last) is None]

    @property
    def unreported(self) -> list[KnownDecision]:
        """Carried out by the last day, and the body not told by then."""
        return [
            one
            for one in self.all
            if one.carried_out is not None
            and one.carried_out <= self.last
            and (one.reported is None or one.reported > self.last)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsOf(_Period):
    """all: every one that is known. of: narrows all to one kind of source."""

    all: tuple[KnownFinding, ...]

    def of(self, by: SourceKind) -> FindingsOf:
        return FindingsOf(first=self.first, last=self.last, all=tuple(one for one in self.all if one.by is by))

    @property
    def received(self) -> list[KnownFinding]:
        return [one for one in self.all if self.holds(one.received)]

    @property
    def closed(self) -> list[KnownFinding]:
        return [one for one in self.all if self.holds(one.closed)]

    @property
    def closed_late(self) -> list[KnownFinding]:
        return [one for one in self.closed if one.was_late]

    @property
    def closed_without_evidence(self) -> list[KnownFinding]:
        return [one for one in self.closed if one.has_no_evidence]

    @property
    def open(self) -> list[KnownFinding]:
        """On the last day."""
        return [one for one in self.all if one.is_open_on(self.last)]

    @property
    def late(self) -> list[KnownFinding]:
        """Open on the last day, with the deadline over."""
        return [one for one in self.all if one.is_late_on(self.last)]

    @property
    def open_orders(self) -> list[KnownFinding]:
        """Orders among the open ones. Those that are delivered as files do not say whether they are orders."""
        return [one for one in self.open if one.kind is FindingKind.ORDER]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationsOf(_Period):
    """all: every one that is known. What is told is of cases laid before a body in the period."""

    all: tuple[KnownPreparation, ...]

    @property
    def laid_before(self) -> list[KnownPreparation]:
        return [one for one in self.all if self.holds(one.meeting)]

    @property
    def in_time(self) -> list[KnownPreparation]:
        """Every point answered, and looked at by another, by the day of the meeting."""
        return [one for one in self.laid_before if one.is_in_time]

    @property
    def too_late(self) -> list[KnownPreparation]:
        """Looked at by another, but after it was laid before the body."""
        return [one for one in self.laid_before if one.checked is not None and not one.is_in_time]

    @property
    def unfinished(self) -> list[KnownPreparation]:
        """Nobody else has looked at it."""
        return [one for one in self.laid_before if one.state is not PreparationState.CHECKED]


def decisions_of(tx: Transaction, rulebook: Rulebook, first: date, last: date) -> DecisionsOf:
    return DecisionsOf(first=first, last=last, all=tuple(known_decisions(tx, rulebook)))


def findings_of(tx: Transaction, rulebook: Rulebook, first: date, last: date) -> FindingsOf:
    return FindingsOf(first=first, last=last, all=tuple(known_findings(tx, rulebook)))


def preparations_of(tx: Transaction, rulebook: Rulebook, first: date, last: date) -> PreparationsOf:
    return PreparationsOf(first=first, last=last, all=tuple(known_preparations(tx, rulebook)))
