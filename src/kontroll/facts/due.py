"""When a value is due: so many Norwegian working days after its period ends (rule language, 1.2, `forfaller`)."""

from __future__ import annotations

from datetime import date
from functools import cache

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Period
from kontroll.workdays import WorkingDays

# Public holidays only: the days on which one kommune is closed change no verdict.
_WORKING_DAYS = WorkingDays()


def due_day(indicator: Indicator, period: Period) -> date:
    """The last day on which the value of the period is in time. Without `forfaller`: the period's last day."""
    return _working_days_after(period.last_month.last_day, indicator.due_working_days or 0)


def is_due(indicator: Indicator, period: Period, today: date) -> bool:
    """True once the day it was due has passed: before that, nobody is late."""
    return today > due_day(indicator, period)


@cache
def _working_days_after(day: date, count: int) -> date:
    return _WORKING_DAYS.after(day, count)
