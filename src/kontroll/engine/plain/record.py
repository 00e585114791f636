"""Record: one delivered record that stands, and what is read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from kontroll.domain.month import Month

#: What a cell of a record may hold.
Content = Decimal | str | bool | date | datetime


class FieldValue(NamedTuple):
    """One field of one record; value None = missing."""

    dataset: str
    key: str
    field: str
    value: Content | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """One record. day: its date, or the first day of a stock record; None = no readable date.

    first, last: Month.ordinal of the months in which it is judged; None = never.
    """

    dataset: str
    key: str
    enhet: str | None
    contents: Mapping[str, Content | None]
    day: date | None
    first: int | None
    last: int
    is_stock: bool
    file: str
    line: int

    def judged_in(self, month: Month) -> bool:
        return self.first is not None and self.first <= month.ordinal <= self.last

    def judged_between(self, first: int, last: int) -> bool:
        """Judged in some month of the two and those between (Month.ordinal)."""
        return self.first is not None and max(self.first, first) <= min(self.last, last)

    def judged_months(self, first: Month, last: Month) -> list[Month]:
        if self.first is None:
            return []
        return [Month.from_ordinal(i) for i in range(max(self.first, first.ordinal), min(self.last, last.ordinal) + 1)]

    def parameter_day(self, month: Month) -> date:
        """The day whose parameters judge it: its own date, or for a stock the evaluated month's last day."""
        return month.last_day if self.is_stock or self.day is None else self.day

    def read(self, field: str) -> FieldValue:
        return FieldValue(self.dataset, self.key, field, self.contents[field], self.file, self.line)
