"""Period report: a month's or a tertial's report, drafted from what was measured, what leaders said, and what was followed up.

What is of all the kommune, or of a whole area, and never of a person. Small numbers are hidden as in the report of the year, and
figures of few as they are on every målekart that everybody may see. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kontroll.domain.month import Month, Period
from kontroll.flows.last import Last
from kontroll.flows.monthly.report_texts import Standing, texts_of_report
from kontroll.flows.people.today import Today
from kontroll.flows.periods import brief, deviations, unchecked
from kontroll.flows.periods.focus_areas import focus_areas
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import Counting
from kontroll.flows.yearly.year import Year
from kontroll.flows.yearly.yearly_report import state_of
from kontroll.report.document.kinds import ReportKind, draft_told, known_told, title_of
from kontroll.report.document.model import Document, Grounds, Section
from kontroll.report.summary import Summaries
from kontroll.store.transaction import Transaction
from kontroll.texts import _

#: Ids of the chapters besides the focus areas.
FOLLOWED, UNCHECKED = deviations.ID, unchecked.ID
#: See `state_of`.
_LAST: Last[PeriodReport | None] = Last()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """document: as everybody may read it. behind: the grounds of all its figures, also of those that are not shown.

    month: the last month of the period that is judged. is_over: whether all of the period is.
    """

    document: Document
    behind: Mapping[str, Grounds]
    kind: ReportKind
    period: Period
    month: Month
    is_over: bool


def period_report(
    tx: Transaction, today: Today, summaries: Summaries, kind: ReportKind, period: Period
) -> PeriodReport | None:
    """None where no month of the period is judged. Kept until something happens, as the report of the year is."""
    situation = summaries.situation
    month = min(period.last_month, situation.last)
    if month < max(period.first_month, situation.first):
        return None
    state = state_of(tx, today, summaries), kind, period
    return _LAST.of(state, lambda: _made(tx, today, summaries, kind, period, month))


def _made(
    tx: Transaction, today: Today, summaries: Summaries, kind: ReportKind, period: Period, month: Month
) -> PeriodReport:
    year = Year(tx=tx, today=today, summaries=summaries, number=month.year, until=month)
    judged = Judged(period=period, month=month, counting=Counting(year))
    counted = [*focus_areas(judged), deviations.chapter(judged), unchecked.chapter(judged)]
    made = [brief.chapter(judged), *counted]
    texts = texts_of_report(tx, str(period))
    is_over = month == period.last_month
    document = Document(
        kind=kind.value,
        period=str(period),
        title=title_of(kind, period),
        municipality=summaries.situation.municipality,
        known=today.day,
        sections=tuple(_with_text(today, area, texts.get(area.id)) for area in made),
        standing=tuple(_standing(today, is_over)),
        grounds=judged.counting.grounds,
    )
    return PeriodReport(
        document=document, behind=judged.counting.behind, kind=kind, period=period, month=month, is_over=is_over
    )


def _standing(today: Today, is_over: bool) -> Iterator[str]:
    yield draft_told()
    if not is_over:
        yield _("Perioden er ikke over.")
    yield known_told(today.day)
    yield _("Små tall vises ikke. Enkeltpersoner og enkeltsaker står ikke her.")


def _with_text(today: Today, area: Section, standing: Standing | None) -> Section:
    """With what was written in its place. What has no drafted text is not written over."""
    if standing is None or not area.drafted:
        return area
    found = today.directory.person(standing.written.by, today.day)
    by = found.name if found is not None else standing.written.by
    return replace(area, text=standing.text or None, number=standing.written.number, by=by)
