"""Period report: a month's or a tertial's report, drafted from what was measured, what leaders said, and what was followed up.

What is of all the kommune, or of a whole area, and never of a person. Small numbers are hidden as on the page for the
elected, and figures of few as they are on every målekart that everybody may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import Explanation, MonthlyState, Theme
from kontroll.domain.operand import Colour
from kontroll.flows.monthly.report_texts import PRESENTED, Standing, texts_of_report
from kontroll.flows.people.today import Today
from kontroll.flows.showing.month_figures import Figures, themes_of
from kontroll.flows.showing.summed import summed
from kontroll.report.few import LEAST, Split, split
from kontroll.report.monthly.period_report import Cell, PeriodReport, ReportArea, ReportKind, ReportTable
from kontroll.report.scorecard import Figure, Scorecard
from kontroll.report.scorecard.places import Places
from kontroll.report.scorecard.words import joined_told, limits_told, shown, state_name, trend_told
from kontroll.report.situation import SEVERITIES
from kontroll.report.summary import Summaries
from kontroll.report.words import severity_name
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _, month_name, number, short_month

#: Areas of the report besides the focus areas.
FOLLOWED, UNCHECKED = "oppfolging", "ikke-kontrollert"


def period_report(
    tx: Transaction, today: Today, summaries: Summaries, kind: ReportKind, period: Period
) -> PeriodReport | None:
    """None where no month of the period is judged."""
    situation = summaries.situation
    month = min(period.last_month, situation.last)
    if month < max(period.first_month, situation.first):
        return None
    said = texts_of_report(tx, str(period))
    made = [*_focus_areas(tx, today, summaries, period, month), _followed(tx, today, summaries, month)]
    made.append(_unchecked(tx, today, summaries, month))
    presented = said.get(PRESENTED)
    return PeriodReport(
        kind=kind,
        period=period,
        month=month,
        is_over=month == period.last_month,
        municipality=situation.municipality,
        areas=tuple(_with_text(today, area, said.get(area.id)) for area in made),
        known=situation.today,
        presented=presented.written.at.astimezone(NORWAY).date() if presented else None,
    )


def _with_text(today: Today, area: ReportArea, standing: Standing | None) -> ReportArea:
    if standing is None:
        return area
    found = today.directory.person(standing.written.by, today.day)
    return ReportArea(
        id=area.id, title=area.title, drafted=area.drafted, tables=area.tables, text=standing.text or None,
        number=standing.written.number, by=found.name if found is not None else standing.written.by,
    )  # fmt: skip


# --- the focus areas --------------------------------------------------------------------------------------------------


def _focus_areas(
    tx: Transaction, today: Today, summaries: Summaries, period: Period, month: Month
) -> Iterator[ReportArea]:
    """Those of the målekart of the whole, in its order, and any other in which something is followed month by month."""
    top = summaries.joins.places(month).top
    if top is None:
        return
    card = summaries.scorecard(top, month, line=False)
    themes, figures = themes_of(today), Figures(summaries.situation, month)
    mapped = {one.area.name: one.figures for one in card.areas}
    for name in dict.fromkeys([*mapped, *(indicator.focus_area or theme.name for theme, indicator in themes)]):
        monthly = [(theme, one) for theme, one in themes if (one.focus_area or theme.name) == name]
        tables = [table for t, indicator in monthly for table in _of_theme(today, summaries, figures, t, indicator)]
        tables += [_course(card, indicator, period, month) for _theme, indicator in monthly]
        drafted = [told for t, indicator in monthly for told in _sentences(tx, today, summaries, figures, t, indicator)]
        on_map = mapped.get(name, ())
        yield ReportArea(
            id=f"fokus-{_ascii(name)}",
            title=name.capitalize(),
            drafted=(*drafted, *(_coloured(on_map) if on_map else ())),
            tables=tuple(table for table in (*tables, _map(on_map)) if table.rows),
        )


def _ascii(name: str) -> str:
    folded = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isalnum() else "-" for letter in folded)


def _map(figures: Sequence[Figure]) -> ReportTable:
    return ReportTable(
        caption=_("Målekartet for hele kommunen"),
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


def _course(card: Scorecard, indicator: Indicator, period: Period, month: Month) -> ReportTable:
    """The figure of the whole, month by month: the period, or for one month what led up to it."""
    figure = card.figure(indicator.id)
    first = min(period.first_month, month.plus(-3))
    points = [p for p in figure.course if first <= p.period.last_month <= month] if figure is not None else []
    return ReportTable(
        caption=_("{name}, måned for måned").format(name=indicator.name),
        headings=(_("Måned"), _("Hele kommunen")),
        numeric=(False, True),
        rows=tuple(
            (month_name(p.period.last_month), shown(indicator, p.value) if p.value is not None else state_name(p.state))
            for p in points
        ),
    )


# --- what is followed month by month ----------------------------------------------------------------------------------


def _sentences(
    tx: Transaction, today: Today, summaries: Summaries, figures: Figures, theme: Theme, indicator: Indicator
) -> Iterator[str]:
    month = figures.month
    known, deviating = _counted(today, figures, summaries.joins.places(month), theme, indicator, None)
    yield (
        _("{theme}: tallet er kjent for {known} enheter.").format(theme=theme.name, known=number(known))
        if (known >= LEAST)
        else _("{theme}: for få tall er kjent til å vise noe.").format(theme=theme.name)
    )
    # As the table below it: what its areas hide, the sentence does not tell.
    total = _by_area(today, summaries, figures, theme, indicator).total
    if total is not None:
        yield _("{count} av dem er dårligere enn grensen i {month}.").format(
            count=number(total), month=month_name(month)
        )
    elif deviating:
        yield _("Hvor mange av dem som er dårligere enn grensen, er så få at det ikke vises.")
    else:
        yield _("Ingen av dem er dårligere enn grensen i {month}.").format(month=month_name(month))
    asked = _explanations(tx, theme, month)
    in_time = sum(one.explained_on is not None and not one.late for one in asked)
    explained = split([("in time", in_time), ("not", len(asked) - in_time)])
    if explained.total is not None and explained.parts[0].value is not None:
        yield _("{asked} ledere er bedt om å forklare måneden, og {count} har gjort det innen fristen.").format(
            asked=number(explained.total), count=number(explained.parts[0].value)
        )


def _explanations(tx: Transaction, theme: Theme, month: Month) -> list[Explanation]:
    return [one for one in tx.explanations.where(month=month, theme=theme.id) if one.state is not MonthlyState.LAPSED]


def _of_theme(
    today: Today, summaries: Summaries, figures: Figures, theme: Theme, indicator: Indicator
) -> Iterator[ReportTable]:
    """By what is directly below the top: how many enheter, how many deviate, and the kroner where there are some."""
    situation, month = summaries.situation, figures.month
    places = summaries.joins.places(month)
    if places.top is None:
        return
    hidden = _by_area(today, summaries, figures, theme, indicator)
    rows: list[tuple[Cell, ...]] = []
    for part in hidden.parts:
        joined = summaries.scorecard(part.name, month, line=False).figure(indicator.id)
        value: Cell = "–"
        if joined is not None:
            value = shown(indicator, joined.value) if joined.value is not None else state_name(joined.state)
        kroner = _kroner(figures, places, theme, part.name)
        rows.append((situation.unit_name(part.name, month), value, part.value, *([kroner] if theme.kroner else [])))
    total: tuple[Cell, ...] = (
        _("Sum"),
        "–",
        hidden.total,
        *([_kroner(figures, places, theme, None)] if theme.kroner else []),
    )
    headings = (_("Område"), _("Samlet tall"), _("Enheter med avvik"))
    yield ReportTable(
        caption=_("{theme} i {month}, etter område").format(theme=theme.name, month=month_name(month)),
        headings=(*headings, *([_("Avvik i kroner")] if theme.kroner else [])),
        numeric=(False, True, True, *([True] if theme.kroner else [])),
        rows=(*rows, total) if rows else (),
    )


def _by_area(today: Today, summaries: Summaries, figures: Figures, theme: Theme, indicator: Indicator) -> Split:
    """How many enheter deviate in what is directly below the top, by id, with small numbers hidden."""
    situation, month = summaries.situation, figures.month
    places = summaries.joins.places(month)
    if places.top is None:
        return split([])
    below = sorted(places.directly_below(places.top), key=lambda id: situation.unit_name(id, month))
    counted = {id: _counted(today, figures, places, theme, indicator, id) for id in below}
    return split([(id, deviating) for id, (known, deviating) in counted.items() if known])


def _counted(
    today: Today, figures: Figures, places: Places, theme: Theme, indicator: Indicator, under: str | None
) -> tuple[int, int]:
    """How many enheter have a known figure, and how many of them deviate. under: at or below it; None = all."""
    wanted = set(places.at_or_below(under)) if under is not None else set(places.of)
    types = {one.lower() for one in today.desk.policies.monthly.unit_types}
    known = deviating = 0
    for enhet, (value, _count) in figures.of(indicator.id).items():
        if enhet not in wanted or (types and (places.of[enhet].unit_type or "").lower() not in types):
            continue
        limit = figures.limits.of(theme, enhet)
        known += 1
        deviating += limit is not None and indicator.better.sign * value < indicator.better.sign * limit
    return known, deviating


def _kroner(figures: Figures, places: Places, theme: Theme, under: str | None) -> Cell:
    wanted = set(places.at_or_below(under)) if under is not None else set(places.of)
    known = [value for enhet, (value, _count) in figures.of(theme.kroner).items() if enhet in wanted]
    return sum(known, Decimal(0)) if known else _("ikke kjent")


# --- follow-up, and what is not checked --------------------------------------------------------------------------------


def _followed(tx: Transaction, today: Today, summaries: Summaries, month: Month) -> ReportArea:
    found = summed(tx, today, summaries.measured(month), {one: severity_name(one) for one in SEVERITIES})
    total = found.by_severity.total
    drafted = (
        _("{count} saker er til oppfølging i administrasjonen.").format(count=number(total))
        if total is not None
        else _("Hvor mange saker som er til oppfølging, er så få at det ikke vises.")
    )
    opened: list[tuple[Cell, ...]] = [
        (short_month(one.month), one.opened if one.was_run else _("ikke kjørt")) for one in found.trend[-4:]
    ]
    return ReportArea(
        id=FOLLOWED,
        title=_("Oppfølging av avvik"),
        drafted=(drafted,),
        tables=(
            _parted(_("Åpne saker etter alvor"), _("Alvor"), found.by_severity, {}),
            ReportTable(
                caption=_("Nye avvik etter måned"), headings=(_("Måned"), _("Nye avvik")), numeric=(False, True),
                rows=tuple(opened),
            ),
        ),
    )  # fmt: skip


def _unchecked(tx: Transaction, today: Today, summaries: Summaries, month: Month) -> ReportArea:
    measured = summaries.measured(month)
    answers, unknown = measured.answers()
    told = []
    if unknown >= LEAST and answers - unknown >= LEAST:
        told.append(_("{share} prosent av svarene er ukjent.").format(share=number(100 * unknown // answers)))
    told.append(_("Det som ikke er målt, er verken godt eller dårlig. Det er ikke kontrollert."))
    unmeasured = len(measured.unmeasured())
    parts = split([("measured", len(measured.active) - unmeasured), ("unmeasured", unmeasured)])
    names = {"measured": _("Noe er kjent"), "unmeasured": _("Ingenting er kjent")}
    return ReportArea(
        id=UNCHECKED,
        title=_("Det som ikke er kontrollert"),
        drafted=tuple(told),
        tables=(_parted(_("Enheter det er kjent noe om"), _("Enheter"), parts, names),),
    )


def _parted(caption: str, heading: str, of: Split, names: Mapping[str, str]) -> ReportTable:
    rows: list[tuple[Cell, ...]] = [(names.get(part.name, part.name), part.value) for part in of.parts]
    return ReportTable(
        caption=caption, headings=(heading, _("Antall")), numeric=(False, True), rows=(*rows, (_("Sum"), of.total))
    )
