"""Working days: Norwegian days on which a kommune is open, and counting in them.

Why its own closed days: a deadline is a promise between people at work, and a kommune may be closed on days that the
law calls working days. 24 and 31 December are such: working days in law, whatever the office hours are.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkingDays:
    """Monday to Friday, without public holidays and without the days on which the kommune is closed."""

    def __init__(self, closed: frozenset[date] = frozenset()) -> None:
        self._closed = closed
        self._worked: dict[int, tuple[int, ...]] = {}

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self._closed and day not in _public_holidays(day.year)

    def after(self, day: date, count: int) -> date:
        """The count-th working day after the day; 0 = the day itself, working day or not."""
        return self._step(day, count, _DAY)

    def before(self, day: date, count: int) -> date:
        """The count-th working day before the day; 0 = the day itself, working day or not."""
        return self._step(day, count, -_DAY)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 where end is not after start."""
        if end <= start:
            return 0
        years = (self._in(year)[-1] for year in range(start.year, end.year))
        return sum(years) + self._in(end.year)[_of_year(end)] - self._in(start.year)[_of_year(start)]

    def _in(self, year: int) -> tuple[int, ...]:
        """How many working days there are in the first 0, 1, 2 … days of the year, up to all of them."""
        if year not in self._worked:
            first = date(year, 1, 1)
            days = (first + timedelta(days=n) for n in range(_of_year(date(year, 12, 31))))
            self._worked[year] = (0, *accumulate(map(self.is_working_day, days)))
        return self._worked[year]

    def _step(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError(f"count of working days is negative: {count}")
        while count:
            day += step
            count -= self.is_working_day(day)
        return day


def _of_year(day: date) -> int:
    """1 January is 1."""
    return day.timetuple().tm_yday


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))
