"""Periods as SSB writes them (`2024`, `2024K1`, `2024M05`, `2024T2`, `2024U07`, `2023-2025`), and the last day of each."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_YEAR = r"((?:19|20)\d{2})"
_MONTHS_OF = {"M": 1, "K": 3, "Q": 3, "T": 4, "H": 6}
_FORM = re.compile(_YEAR + r"-?([MKQTH])(\d{1,2})")
_MONTH = re.compile(_YEAR + r"-(\d{2})")
_WEEK = re.compile(_YEAR + r"-?[UW](\d{2})")
_SPAN = re.compile(_YEAR + r"\s*[-–/]\s*" + _YEAR)
_ALONE = re.compile(_YEAR)


def last_day(period: str) -> date | None:
    """None where the text is no period that is known."""
    text = period.strip().upper()
    if _ALONE.fullmatch(text):
        return date(int(text), 12, 31)
    if (span := _SPAN.fullmatch(text)) and span[1] <= span[2]:
        return date(int(span[2]), 12, 31)
    if month := _MONTH.fullmatch(text):
        return _end_of(int(month[1]), int(month[2]))
    if part := _FORM.fullmatch(text):
        return _end_of(int(part[1]), int(part[3]) * _MONTHS_OF[part[2]])
    if week := _WEEK.fullmatch(text):
        return _end_of_week(int(week[1]), int(week[2]))
    return None


def last_day_of(moment: str) -> date | None:
    """The day that a text in ISO form begins with."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _end_of(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _end_of_week(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 7)
    except ValueError:
        return None
