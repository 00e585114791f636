"""Recomputed: what comes of a month that is computed again with the rules and the data as then, and with those of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.domain.run import Book, Run, VerdictChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """book: the answers that stood. run: what they are shown to follow from: its rulebook, its `upto`, its left_out.

    asked: the run that was asked for, where it gave the month no answers and `run` is the one whose answers it let stand.
    """

    month: Month
    book: Book
    run: Run
    asked: Run | None = None

    @property
    def digest(self) -> str:
        """The one that was told when the answers were given."""
        return self.run.digest if self.run.period == self.month else self.book.digest

    @property
    def left_out(self) -> frozenset[str]:
        return frozenset(filter(None, self.run.left_out.split(",")))


class Now(Enum):
    """What is taken from today, while the rest is as it was then."""

    RULES = "regler"
    DATA = "data"
    BOTH = "begge"

    @property
    def rules(self) -> bool:
        return self is not Now.DATA

    @property
    def data(self) -> bool:
        return self is not Now.RULES


class Cause(Enum):
    """What may have made a month come out otherwise than it did."""

    ENGINE = "motor"
    DELETED = "slettet"
    CHANGED = "endret"
    UNEXPLAINED = "uforklart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A month with something of today. digest, struck, unknown: of what comes out. cells: what comes out otherwise.

    problems: why it could not be computed; then there is no digest.
    """

    now: Now
    digest: str = ""
    struck: int = 0
    unknown: int = 0
    cells: Sequence[VerdictChange] = ()
    problems: Sequence[Problem] = ()

    @property
    def by_rule(self) -> dict[str, int]:
        """Answers that come out otherwise, by rule."""
        return dict(sorted(Counter(cell.rule for cell in self.cells).items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """A month as then. digest: of what comes out; "" where it cannot be computed. cells: where the book says otherwise.

    problems: what is no longer as it was. deleted: deliveries it knew, whose content has gone on time since.
    engine: the stamp of what computed it now. compared: with something of today.
    """

    then: Then
    engine: str
    digest: str = ""
    cells: Sequence[VerdictChange] = ()
    problems: Sequence[Problem] = ()
    deleted: int = 0
    compared: Sequence[Compared] = ()

    @property
    def identical(self) -> bool:
        """To the byte, as `kontroll vurder` prints them."""
        return self.digest == self.then.digest

    @property
    def holds(self) -> bool:
        """The answers follow from what they stood on, and nobody has touched any of it."""
        return self.identical and not self.problems

    @property
    def other_engine(self) -> bool:
        return self.then.run.engine != self.engine

    @property
    def causes(self) -> list[Cause]:
        """What may have made the difference; empty where there is none, or nothing could be computed."""
        if self.identical or not self.digest:
            return []
        claims = {Cause.ENGINE: self.other_engine, Cause.DELETED: self.deleted > 0, Cause.CHANGED: bool(self.problems)}
        return [cause for cause, true in claims.items() if true] or [Cause.UNEXPLAINED]
