"""Yearly report: the kommunedirektør's report on internal control (kommuneloven § 25-2), put together of its chapters.

Nothing is counted here. A chapter that says nothing yet says that; none is left out, so that a reader sees what lacks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.month import Period
from kontroll.flows.internal_control.sections import Chapter, evaluation_chapter, map_chapter
from kontroll.flows.last import Last
from kontroll.flows.monthly.report_texts import Standing, texts_of_report
from kontroll.flows.people.today import Today
from kontroll.flows.yearly import brief, controls, decided, duty, followed, results, supervision, unchecked
from kontroll.flows.yearly.counting import Counting
from kontroll.flows.yearly.year import Year
from kontroll.report.document.kinds import draft_told, known_told, unjudged_told
from kontroll.report.document.model import Document, Grounds, Section
from kontroll.report.issuing.issued_document import unconfirmed_chapter
from kontroll.report.summary import Summaries
from kontroll.store.counts import highest
from kontroll.store.transaction import Transaction
from kontroll.texts import _, day, language_code, listed, month_name

KIND = "arsrapport"
#: See `state_of`: the trail holds all that is done, and notices that are opened are told beside it.
_LAST: Last[YearlyReport | None] = Last()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyReport:
    """document: as everybody may read it. behind: the grounds of all its figures, also of those that are not shown."""

    document: Document
    behind: Mapping[str, Grounds]


def years_of(tx: Transaction, today: Today) -> list[int]:
    """Those in which a month is judged, the newest first."""
    months = tx.runs.distinct("period")
    return sorted({month.year for month in months if month.last_day < today.day}, reverse=True)


def year_of(text: str) -> int | None:
    """`2026`; None for anything else."""
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    return period.first_month.year if period.frequency_months == 12 else None


def yearly_report(tx: Transaction, today: Today, summaries: Summaries, number: int) -> YearlyReport | None:
    """None where no month of the year is judged. Kept until something happens: whoever follows a figure opens many pages."""
    return _LAST.of((state_of(tx, today, summaries), number), lambda: _made(tx, today, summaries, number))


def state_of(tx: Transaction, today: Today, summaries: Summaries) -> Hashable:
    """By what a report follows from: the same, and nothing that it tells has happened."""
    sees = tx.notices.table.c.seen_at
    seen = tx.notices.count(sees.is_not(None)), highest(tx.notices, "seen_at", sees.is_not(None))
    made_by = id(summaries.situation), id(today.desk.rulebook), id(today.desk.policies)
    return str(today.desk.database.url), tx.trail.newest_hash, seen, made_by, language_code(), today.day


def _made(tx: Transaction, today: Today, summaries: Summaries, number: int) -> YearlyReport | None:
    year = Year(tx=tx, today=today, summaries=summaries, number=number)
    if not year.done:
        return None
    counting = Counting(year)
    taken_in = [map_chapter(tx, today, number), evaluation_chapter(tx, today, number)]
    made = _ordered(counting, *taken_in)
    others = {id: one for chapter in taken_in for id, one in chapter.grounds.items()}
    said = texts_of_report(tx, str(number))
    document = Document(
        kind=KIND,
        period=str(number),
        title=_("Internkontroll i {year}").format(year=number),
        municipality=summaries.situation.municipality,
        known=today.day,
        sections=tuple(_with_text(today, section, said) for section in made),
        standing=tuple(_standing(year)),
        facts=tuple(_facts(year)),
        grounds={**counting.grounds, **others},
    )
    return YearlyReport(document=document, behind={**counting.behind, **others})


def _ordered(counting: Counting, internal_control: Chapter, evaluation: Chapter) -> Sequence[Section]:
    chapters = (
        duty.chapter(counting),
        internal_control.section,
        controls.chapter(counting),
        followed.chapter(counting),
        supervision.chapter(counting),
        decided.chapter(counting),
        unchecked.chapter(counting),
        evaluation.section,
        results.chapter(counting),
    )
    return (brief.chapter(counting), *chapters, unconfirmed_chapter())


def _standing(year: Year) -> Iterator[str]:
    yield draft_told()
    yield known_told(year.today.day)
    if not year.is_over:
        yield _("Hittil i år: rapporten gjelder til og med {day}. Året er ikke over.").format(day=day(year.today.day))
    missed = [month_name(month) for month in year.ended if month not in year.done]
    if missed:
        yield unjudged_told(missed)


def _facts(year: Year) -> Iterator[tuple[str, str]]:
    months = sorted(year.done)
    yield _("Kommune"), year.summaries.situation.municipality
    yield _("Periode"), str(year.number) if year.is_over else _("{year}, hittil").format(year=year.number)
    yield _("Måneder som er vurdert"), listed([month_name(month) for month in months])
    yield _("Hjemmel"), _("kommuneloven § 25-2")


def _with_text(today: Today, section: Section, said: Mapping[str, Standing]) -> Section:
    """The section and its parts with what was written in their place. What has no drafted text is not written over."""
    parts = tuple(_with_text(today, part, said) for part in section.parts)
    written = said.get(section.id)
    if written is None or not section.drafted:
        return replace(section, parts=parts)
    person = today.directory.person(written.written.by, today.day)
    return replace(
        section,
        parts=parts,
        text=written.text or None,
        number=written.written.number,
        by=person.name if person is not None else written.written.by,
    )
