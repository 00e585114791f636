"""Period figures: what is followed month by month, as a period report tells it: sentences, by area, and the course of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import Explanation, MonthlyState, Theme
from kontroll.flows.people.today import Today
from kontroll.flows.showing.month_figures import Figures
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Series, Table
from kontroll.report.few import LEAST, Split, split
from kontroll.report.scorecard import Scorecard
from kontroll.report.scorecard.places import Places
from kontroll.report.scorecard.words import shown, state_name
from kontroll.report.summary import Summaries
from kontroll.store.transaction import Transaction
from kontroll.texts import _, month_name, number, short_month

#: Months of a drawing: a year, and the same month of the year before.
DRAWN = 13


def plain_id(name: str) -> str:
    folded = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isalnum() else "-" for letter in folded)


def sentences(
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


def tables_of_theme(
    today: Today, summaries: Summaries, figures: Figures, theme: Theme, indicator: Indicator
) -> Iterator[Table]:
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
    yield Table(
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
    """What is under an enhet whose figure holds it already is not counted once more."""
    wanted = set(places.at_or_below(under)) if under is not None else set(places.of)
    known = {enhet: value for enhet, (value, _count) in figures.of(theme.kroner).items() if enhet in wanted}
    if figures.situation.scorecards.covers_below(theme.kroner):
        known = {enhet: value for enhet, value in known.items() if not places.is_under(enhet, known)}
    return sum(known.values(), Decimal(0)) if known else _("ikke kjent")


def course(card: Scorecard, indicator: Indicator, period: Period, month: Month) -> Iterator[Block]:
    """The figure of the whole, month by month: what led up to it as a drawing, or as a table where one month is known."""
    figure = card.figure(indicator.id)
    first = min(period.first_month, month.plus(-3))
    points = [p for p in figure.course if p.period.last_month <= month] if figure is not None else []
    caption = _("{name}, måned for måned").format(name=indicator.name)
    drawn = points[-DRAWN:]
    known = [(p, p.value) for p in drawn if p.value is not None]
    if len(known) > 1:
        (start, before), (end, after) = known[0], known[-1]
        told = _("{name} for hele kommunen var {before} i {start} og {after} i {end}.").format(
            name=indicator.name, before=shown(indicator, before), start=month_name(start.period.last_month),
            after=shown(indicator, after), end=month_name(end.period.last_month),
        )  # fmt: skip
        yield Chart(
            id=f"{plain_id(indicator.id)}-forlop",
            caption=caption,
            kind=ChartKind.LINES,
            labels=tuple(short_month(p.period.last_month) for p in drawn),
            series=(Series(name=_("Hele kommunen"), values=tuple(p.value for p in drawn)),),
            told=told,
            unit=indicator.unit,
        )
        return
    rows = tuple(
        (month_name(p.period.last_month), shown(indicator, p.value) if p.value is not None else state_name(p.state))
        for p in points
        if first <= p.period.last_month
    )
    if rows:
        headings = (_("Måned"), _("Hele kommunen"))
        yield Table(caption=caption, headings=headings, numeric=(False, True), rows=rows)
