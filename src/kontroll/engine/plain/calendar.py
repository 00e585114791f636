"""Calendar: which period a month reads, and which month the law and the organisation of a period are taken from."""

from __future__ import annotations

from kontroll.domain.condition import Reading
from kontroll.domain.month import Frequency, Month, Period

_FIRST = Month(1, 1)


def period_read(month: Month, frequency: Frequency, reading: Reading) -> Period:
    """The period that contains the month, or the latest whose last month is not after it."""
    period = Period.containing(month, frequency)
    if reading is Reading.LATEST_ENDED and period.last_month > month:
        return period.plus(-1)
    return period


def context_month(period: Period, evaluated: Month) -> Month:
    """The evaluated month while the period contains it, else the period's last month."""
    first = period.index * period.frequency_months
    last = first + period.frequency_months - 1
    if first <= evaluated.ordinal <= last:
        return evaluated
    # A window may reach further back than the calendar goes; nothing was delivered for such a period.
    return Month.from_ordinal(max(last, _FIRST.ordinal))


def months_back(month: Month, count: int) -> Month:
    """The month `count` months earlier, not before the calendar's first."""
    return Month.from_ordinal(max(month.ordinal - count, _FIRST.ordinal))
