"""Period report: a month's or a tertial's report, drafted from what was measured, what leaders said, and what was followed up.

What is of all the kommune, or of a whole area, and never of a person. Small numbers are hidden as on the page for the
elected, and figures of few as they are on every målekart that everybody may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.flows.monthly.report_texts import Standing, texts_of_report
from kontroll.flows.people.today import Today
from kontroll.flows.showing.month_figures import Figures, themes_of
from kontroll.flows.showing.period_figures import DRAWN, course, plain_id, sentences, tables_of_theme
from kontroll.flows.showing.summed import summed
from kontroll.report.document.kinds import ReportKind, draft_told, known_told, title_of
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Document, Section, Series, Table, Told
from kontroll.report.few import LEAST, Split, split
from kontroll.report.scorecard import Figure
from kontroll.report.scorecard.words import joined_told, limits_told, shown, state_name, trend_told
from kontroll.report.situation import SEVERITIES
from kontroll.report.summary import Summaries
from kontroll.report.words import severity_name
from kontroll.store.transaction import Transaction
from kontroll.texts import _, number, short_month

#: Areas of the report besides the focus areas.
FOLLOWED, UNCHECKED = "oppfolging", "ikke-kontrollert"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """month: the last month of the period that is judged. is_over: whether all of the period is."""

    document: Document
    kind: ReportKind
    period: Period
    month: Month
    is_over: bool


def period_report(
    tx: Transaction, today: Today, summaries: Summaries, kind: ReportKind, period: Period
) -> PeriodReport | None:
    """None where no month of the period is judged."""
    situation = summaries.situation
    month = min(period.last_month, situation.last)
    if month < max(period.first_month, situation.first):
        return None
    texts = texts_of_report(tx, str(period))
    made = [*_focus_areas(tx, today, summaries, period, month), _followed(tx, today, summaries, month)]
    made.append(_unchecked(tx, today, summaries, month))
    is_over = month == period.last_month
    return PeriodReport(
        kind=kind,
        period=period,
        month=month,
        is_over=is_over,
        document=Document(
            kind=kind.value,
            period=str(period),
            title=title_of(kind, period),
            municipality=situation.municipality,
            known=situation.today,
            sections=tuple(_with_text(today, area, texts.get(area.id)) for area in made),
            standing=tuple(_standing(is_over, situation.today)),
        ),
    )


def _standing(is_over: bool, known: date) -> Iterator[str]:
    yield draft_told()
    if not is_over:
        yield _("Perioden er ikke over.")
    yield known_told(known)
    yield _("Små tall vises ikke. Enkeltpersoner og enkeltsaker står ikke her.")


def _with_text(today: Today, area: Section, standing: Standing | None) -> Section:
    if standing is None:
        return area
    found = today.directory.person(standing.written.by, today.day)
    by = found.name if found is not None else standing.written.by
    return replace(area, text=standing.text or None, number=standing.written.number, by=by)


def _drafted(sentences: Sequence[str]) -> tuple[Told, ...]:
    """One paragraph."""
    return (Told((" ".join(sentences),)),) if sentences else ()


# --- the focus areas --------------------------------------------------------------------------------------------------


def _focus_areas(
    tx: Transaction, today: Today, summaries: Summaries, period: Period, month: Month
) -> Iterator[Section]:
    """Those of the målekart of the whole, in its order, and any other in which something is followed month by month."""
    top = summaries.joins.places(month).top
    if top is None:
        return
    card = summaries.scorecard(top, month, line=False)
    themes, figures = themes_of(today), Figures(summaries.situation, month)
    mapped = {one.area.name: one.figures for one in card.areas}
    for name in dict.fromkeys([*mapped, *(indicator.focus_area or theme.name for theme, indicator in themes)]):
        monthly = [(theme, one) for theme, one in themes if (one.focus_area or theme.name) == name]
        tables = [
            table for t, indicator in monthly for table in tables_of_theme(today, summaries, figures, t, indicator)
        ]
        courses = [block for _theme, one in monthly for block in course(card, one, period, month)]
        drafted = [told for t, indicator in monthly for told in sentences(tx, today, summaries, figures, t, indicator)]
        on_map = mapped.get(name, ())
        yield Section(
            id=f"fokus-{plain_id(name)}",
            title=name.capitalize(),
            drafted=_drafted([*drafted, *(_coloured(on_map) if on_map else ())]),
            blocks=(*(table for table in tables if table.rows), *courses, *([_map(name, on_map)] if on_map else [])),
        )


def _map(area: str, figures: Sequence[Figure]) -> Table:
    return Table(
        caption=_("Målekartet for hele kommunen: {area}").format(area=area),
        headings=(_("Tall"), _("Verdi"), _("Farge"), _("Mål"), _("Utvikling"), _("Samlet")),
        numeric=(False, True, False, False, False, False),
        rows=tuple(
            (
                one.indicator.name,
                shown(one.indicator, one.value) if one.value is not None else state_name(one.state),
                one.colour if one.colour is not None else _("Grå"),
                limits_told(one),
                trend_told(one),
                joined_told(one.joined) if one.joined is not None else "–",
            )
            for one in figures
        ),
    )


def _coloured(figures: Sequence[Figure]) -> Iterator[str]:
    """`Av 9 tall i målekartet er 4 grønne …`: figures of the whole, which point at nobody."""
    counts = {colour: sum(one.colour is colour for one in figures) for colour in Colour}
    grey = len(figures) - sum(counts.values())
    yield _("Av {all} tall i målekartet er {green} grønne, {yellow} gule, {red} røde og {grey} grå.").format(
        all=number(len(figures)), green=number(counts[Colour.GREEN]), yellow=number(counts[Colour.YELLOW]),
        red=number(counts[Colour.RED]), grey=number(grey),
    )  # fmt: skip


# --- follow-up, and what is not checked --------------------------------------------------------------------------------


def _followed(tx: Transaction, today: Today, summaries: Summaries, month: Month) -> Section:
    found = summed(tx, today, summaries.measured(month), {one: severity_name(one) for one in SEVERITIES})
    total = found.by_severity.total
    drafted = (
        _("{count} saker er til oppfølging i administrasjonen.").format(count=number(total))
        if total is not None
        else _("Hvor mange saker som er til oppfølging, er så få at det ikke vises.")
    )
    return Section(
        id=FOLLOWED,
        title=_("Oppfølging av avvik"),
        drafted=_drafted([drafted]),
        blocks=(
            _parted(_("Åpne saker etter alvor"), _("Alvor"), found.by_severity, {}),
            *_opened([(short_month(one.month), one.opened if one.was_run else None) for one in found.trend[-DRAWN:]]),
        ),
    )


def _opened(months: Sequence[tuple[str, int | None]]) -> Iterator[Block]:
    """How many were opened each month; None = nothing was run."""
    caption = _("Nye avvik etter måned")
    known = [(label, count) for label, count in months if count is not None]
    if len(known) > 1:
        yield Chart(
            id="nye-avvik",
            caption=caption,
            kind=ChartKind.BARS,
            labels=tuple(label for label, _count in months),
            series=(Series(name=_("Nye avvik"), values=tuple(count for _label, count in months)),),
            told=_("{before} nye avvik i {start} og {after} i {end}.").format(
                before=number(known[0][1]), start=known[0][0], after=number(known[-1][1]), end=known[-1][0]
            ),
            unit=_("avvik"),
        )
        return
    yield Table(
        caption=caption, headings=(_("Måned"), _("Nye avvik")), numeric=(False, True),
        rows=tuple((label, _("ikke kjørt") if count is None else count) for label, count in months[-4:]),
    )  # fmt: skip


def _unchecked(tx: Transaction, today: Today, summaries: Summaries, month: Month) -> Section:
    measured = summaries.measured(month)
    answers, unknown = measured.answers()
    told = []
    if unknown >= LEAST and answers - unknown >= LEAST:
        told.append(_("{share} prosent av svarene er ukjent.").format(share=number(100 * unknown // answers)))
    told.append(_("Det som ikke er målt, er verken godt eller dårlig. Det er ikke kontrollert."))
    unmeasured = len(measured.unmeasured())
    parts = split([("measured", len(measured.active) - unmeasured), ("unmeasured", unmeasured)])
    names = {"measured": _("Noe er kjent"), "unmeasured": _("Ingenting er kjent")}
    return Section(
        id=UNCHECKED,
        title=_("Det som ikke er kontrollert"),
        drafted=_drafted(told),
        blocks=(_parted(_("Enheter det er kjent noe om"), _("Enheter"), parts, names),),
        is_mandatory=True,
    )


def _parted(caption: str, heading: str, of: Split, names: Mapping[str, str]) -> Table:
    rows: list[tuple[Cell, ...]] = [(names.get(part.name, part.name), part.value) for part in of.parts]
    return Table(
        caption=caption, headings=(heading, _("Antall")), numeric=(False, True), rows=(*rows, (_("Sum"), of.total))
    )
