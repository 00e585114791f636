"""Kinds: the reports that there are, and the periods that each is of."""

from __future__ import annotations

from datetime import date
from enum import Enum

from kontroll.domain.month import Period
from kontroll.texts import _, day, month_name


class ReportKind(Enum):
    """The value is the beginning of its address, the name the command takes, and the kind of the document."""

    MONTH = "manedsrapport"
    TERTIAL = "tertialrapport"
    YEAR = "arsrapport"

    @property
    def months(self) -> int:
        return {ReportKind.MONTH: 1, ReportKind.TERTIAL: 4, ReportKind.YEAR: 12}[self]


def period_of(kind: ReportKind, text: str) -> Period | None:
    """`2026-10` for a month, `2026-T2` for a tertial, `2026` for a year; None for anything else."""
    try:
        found = Period.parse(text)
    except ValueError:
        return None
    return found if found.frequency_months == kind.months else None


def draft_told() -> str:
    """The first sentence of the standing of a report that is not issued."""
    return _("Utkast.")


def known_told(known: date) -> str:
    return _("Tallene er slik de var kjent {day}.").format(day=day(known))


def title_of(kind: ReportKind, period: Period) -> str:
    if kind is ReportKind.MONTH:
        return _("Månedsrapport for {month}").format(month=month_name(period.last_month))
    if kind is ReportKind.TERTIAL:
        return _("Tertialrapport {number} for {year}").format(number=period.index % 3 + 1, year=period.first_month.year)
    return _("Årsrapport for {year}").format(year=period.first_month.year)
