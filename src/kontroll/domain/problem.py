"""Problem: something wrong in what people wrote or delivered, said so that they can mend it.

Why: bad input is a value, returned beside the result, so that all problems come at once. Exceptions are for
programmers; KontrollError is the root of those that a caller may want to name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: line and column count from 1; 0 = the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class Gravity(Enum):
    """What a problem stops."""

    STOPS = "feil"  # the rule or job cannot be understood: nothing is evaluated
    INCOMPLETE = "mangel"  # may be drafted with (`vurder`), may not go into use (`regler sjekk`, `kjor`)
    NOTICE = "merknad"  # worth knowing; stops nothing


@dataclass(frozen=True, slots=True)
class Problem:
    """Place, what was found, why it matters, how to mend it: bokmål, without personal values."""

    place: Place
    what: str
    why: str
    fix: str
    gravity: Gravity = Gravity.STOPS

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n  Hvorfor: {self.why}\n  Gjør slik: {self.fix}"


class KontrollError(Exception):
    """Root of kontroll's own exceptions."""
