"""The archive of the example: what was decided in a year is handed over when the year is over, as the worker does it."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.month import Month
from kontroll.flows.archive.archive_package import NothingDecided, archive_last_year, archive_package
from kontroll.flows.archive.source import Span
from kontroll.wiring import Desk

#: The day of the month from which the worker does it (kjoreplan.yaml).
_FROM = 20
_JANUARY = 1


def hand_over(desk: Desk, now: datetime, *, last: bool, whole: bool) -> None:
    """What is to be handed over on the day. In a life of less than a year none is over: then what its last month decided."""
    if whole and now.month == _JANUARY and now.day >= _FROM:
        archive_last_year(desk, now)
    elif last and not whole:
        month = Month.of(now.date())
        folder = desk.settings.archive / f"{month.year}-1"
        try:
            archive_package(desk, Span(month, month), folder, "kontroll", now)
        except NothingDecided:
            return
