"""Parameter: a number that law or policy sets, with the date from which each value holds.

Why: an accusation must use the threshold that was in force on the day of the act, and a threshold that has
lapsed must make the answer unknown rather than wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontroll.domain.hjemmel import Hjemmel


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue:
    """A value and the first day it holds; value None = the parameter ended that day."""

    valid_from: date
    value: Decimal | None
    hjemmel: tuple[Hjemmel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A named threshold over time. `values` is sorted by `valid_from`, no day twice."""

    id: str
    name: str
    unit: str
    values: tuple[ParameterValue, ...]

    def in_force(self, day: date) -> ParameterValue | None:
        """The latest value with valid_from <= day; None before the first."""
        found = None
        for value in self.values:
            if value.valid_from > day:
                break
            found = value
        return found

    def value_on(self, day: date) -> Decimal | None:
        """The number in force on `day`; None (unknown) before the first value and after the end."""
        found = self.in_force(day)
        return None if found is None else found.value
