"""Month and Period: the time of everything that is measured."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_TERTIAL = re.compile(r"([0-9]{4})-T([1-3])")
_YEAR = re.compile(r"([0-9]{4})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month. `ordinal` counts months from year 0, so months can be subtracted."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as `2026-10`. Raises ValueError for any other form."""
        return _month(text)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Month:
        return cls(ordinal // 12, ordinal % 12 + 1)

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def ordinal(self) -> int:
        return self.year * 12 + self.number - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> Month:
        return Month.from_ordinal(self.ordinal + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


#: A database holds few months and many rows of each.
@lru_cache(4_096)
def _month(text: str) -> Month:
    found = _MONTH.fullmatch(text)
    if found is None or found[1] == "0000":
        raise ValueError(f"not a month: {text!r}")
    return Month(int(found[1]), int(found[2]))


class Frequency(Enum):
    """How often an indicator is measured; the value is the word in the rule language."""

    MONTH = "måned"
    TERTIAL = "tertial"
    YEAR = "år"

    @property
    def months(self) -> int:
        """Length of one period in months."""
        return {"måned": 1, "tertial": 4, "år": 12}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period of a frequency; `index` is months-since-year-0 divided by the period's length."""

    frequency_months: int
    index: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as `2026-10`, `2026-T2` or `2026`. Raises ValueError for any other form."""
        if found := _MONTH.fullmatch(text):
            return cls(1, int(found[1]) * 12 + int(found[2]) - 1)
        if found := _TERTIAL.fullmatch(text):
            return cls(4, int(found[1]) * 3 + int(found[2]) - 1)
        if found := _YEAR.fullmatch(text):
            return cls(12, int(found[1]))
        raise ValueError(f"not a period: {text!r}")

    @classmethod
    def containing(cls, month: Month, frequency: Frequency) -> Period:
        return cls(frequency.months, month.ordinal // frequency.months)

    @property
    def first_month(self) -> Month:
        return Month.from_ordinal(self.index * self.frequency_months)

    @property
    def last_month(self) -> Month:
        return Month.from_ordinal((self.index + 1) * self.frequency_months - 1)

    def contains(self, month: Month) -> bool:
        return self.first_month <= month <= self.last_month

    def plus(self, periods: int) -> Period:
        return Period(self.frequency_months, self.index + periods)

    def __str__(self) -> str:
        if self.frequency_months == 1:
            return str(self.first_month)
        if self.frequency_months == 4:
            return f"{self.index // 3:04d}-T{self.index % 3 + 1}"
        return f"{self.index:04d}"
