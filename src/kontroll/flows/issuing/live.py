"""Live: the report of a period as it is now, whatever kind it is."""

from __future__ import annotations

from dataclasses import replace

from kontroll.domain.month import Period
from kontroll.flows.people.looking import Looking
from kontroll.flows.periods.period_report import PeriodReport, period_report
from kontroll.flows.yearly.yearly_report import YearlyReport, yearly_report
from kontroll.report.document.kinds import ReportKind, period_of
from kontroll.report.document.model import Document
from kontroll.report.summary import Summaries


def kind_of(word: str) -> ReportKind | None:
    return next((one for one in ReportKind if one.value == word), None)


def asked(kind: str, period: str) -> tuple[ReportKind, Period] | None:
    """None for a kind there is not, or a period of another form."""
    found = kind_of(kind)
    when = period_of(found, period) if found is not None else None
    return (found, when) if found is not None and when is not None else None


def live_document(look: Looking, summaries: Summaries, kind: ReportKind, period: Period) -> Document | None:
    """With what stands behind all its figures, also of those that are not shown. None where no month of it is judged."""
    found: YearlyReport | PeriodReport | None
    if kind is ReportKind.YEAR:
        found = yearly_report(look.tx, look.today, summaries, period.first_month.year)
    else:
        found = period_report(look.tx, look.today, summaries, kind, period)
    return replace(found.document, grounds=found.behind) if found is not None else None
