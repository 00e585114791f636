"""Days as small numbers, with their texts, weekdays and Norwegian working days."""

from __future__ import annotations

from datetime import date, timedelta

from kontroll.domain.month import Month

MONTHS = 36

_ONE = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> frozenset[date]:
    """The public holidays of lov om 1. og 17. mai and lov om helligdager; 24 and 31 December are half days and work."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=n) for n in (-3, -2, 0, 1, 39, 49, 50)}
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 17), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(moving | fixed)


class Days:
    """Every day from twelve years before the period to seven years after it, numbered from 0.

    `start[i]` and `end[i]` are the first and last day of the i-th month of the period, i from 0 to 35.
    """

    def __init__(self, first: Month) -> None:
        self.base = date(first.year - 12, 1, 1)
        finish = date(first.year + 10, 1, 1)
        free: set[date] = set()
        for year in range(self.base.year, finish.year + 1):
            free |= holidays(year)
        self._iso: list[str] = []
        self._works: list[bool] = []
        self._next: list[int] = []
        day = self.base
        while day < finish:
            self._iso.append(day.isoformat())
            self._works.append(day.weekday() < 5 and day not in free)
            day += _ONE
        following = len(self._iso) - 1
        backwards: list[int] = []
        for number in range(len(self._iso) - 1, -1, -1):
            if self._works[number]:
                following = number
            backwards.append(following)
        self._next = backwards[::-1]
        self.start = [self.of(first.plus(i).first_day) for i in range(MONTHS)]
        self.end = [self.of(first.plus(i).last_day) for i in range(MONTHS)]
        self._month = [0] * self.start[0]
        for i in range(MONTHS):
            self._month += [i] * (self.end[i] - self.start[i] + 1)

    def of(self, day: date) -> int:
        return (day - self.base).days

    def text(self, day: int) -> str:
        """The day as 2026-10-31."""
        return self._iso[day]

    def dotted(self, day: int) -> str:
        """The day as 31.10.2026."""
        iso = self._iso[day]
        return f"{iso[8:]}.{iso[5:7]}.{iso[:4]}"

    def known(self, day: int | None, today: int) -> str:
        """The day as text, empty when it is not set or has not come yet."""
        return "" if day is None or day > today else self._iso[day]

    def workday(self, day: int) -> int:
        """The day itself or the first working day after it."""
        return self._next[day]

    def is_workday(self, day: int) -> bool:
        return self._works[day]

    def weekday(self, day: int) -> int:
        """1 = Monday … 7 = Sunday."""
        return (day + self.base.weekday()) % 7 + 1

    def month(self, day: int) -> int:
        """Which month of the period the day is in: 0 also for days before it, 36 for days after it."""
        return self._month[day] if day < len(self._month) else MONTHS
