"""Kinds: the reports that there are, and the periods that each is of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from kontroll.domain.month import Period
from kontroll.texts import N_, _, day, listed, month_name

_UNJUDGED = N_("Ikke vurdert: {months}.")


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


def unjudged_told(months: Sequence[str]) -> str:
    """The sentence of the standing that names the months for which nothing was run."""
    return _(_UNJUDGED).format(months=listed(months))


def unjudged_in(standing: Sequence[str]) -> str:
    """What `unjudged_told` names, as it is said there; "" where every month is judged."""
    before, _field, after = _(_UNJUDGED).partition("{months}")
    said = next((one for one in standing if one.startswith(before)), before + after)
    return said[len(before) :].removesuffix(after)


def title_of(kind: ReportKind, period: Period) -> str:
    if kind is ReportKind.MONTH:
        return _("Månedsrapport for {month}").format(month=month_name(period.last_month))
    if kind is ReportKind.TERTIAL:
        return _("Tertialrapport {number} for {year}").format(number=period.index % 3 + 1, year=period.first_month.year)
    return _("Årsrapport for {year}").format(year=period.first_month.year)
