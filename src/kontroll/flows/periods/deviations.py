"""Deviations: what is followed up when the period is over, and what was found month by month.

Why it is asked of the chapters of the year what may be shown: the report of December and the year's tell of the same saker, and
what one of them hides must not be worked out of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.flows.periods.focus_areas import DRAWN, one_paragraph
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import course_told, told
from kontroll.flows.yearly.followed import new_in_month
from kontroll.flows.yearly.saker import SEVERITY, figure_of_saker, solved
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Figure, Section, Series, Table, Told
from kontroll.report.document.shown import told_of_hidden
from kontroll.report.few import LEAST
from kontroll.texts import _, day, month_name, short_month

ID = "oppfolging"


def chapter(judged: Judged) -> Section:
    year, of = judged.year, solved(judged.year)
    on = day(year.last_day)
    total = figure_of_saker(
        judged.counting,
        "saker-aapne",
        year.still_open,
        _(
            "Saker som var åpne {day}. En sak som er åpnet igjen, regnes som åpen hele tiden. Det som er meldt om "
            "kommunedirektøren selv, er kontrollutvalgets sak og er ikke med."
        ).format(day=on),
        of.told["aapne"],
    )
    may = of.shown("aapne", SEVERITY)
    ids = {sak.id for sak in year.still_open}
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            figure_of_saker(
                judged.counting,
                f"saker-aapne-{key}",
                [sak for sak in saker if sak.id in ids],
                _("Saker som var åpne {day}, med alvor «{severity}».").format(day=on, severity=name),
                key in may,
            ),
        )
        for key, name, saker in of.tables[SEVERITY]
    ]
    return Section(
        id=ID,
        title=_("Oppfølging av avvik"),
        drafted=one_paragraph([_open_told(total, on)]),
        blocks=(
            Table(
                caption=_("Åpne saker etter alvor, {day}").format(day=on),
                headings=(_("Alvor"), _("Antall")),
                numeric=(False, True),
                rows=(*rows, (_("Sum"), total)),
                note=told_of_hidden(rows),
            ),
            *_new(judged),
        ),
    )


def _open_told(total: Figure, on: str) -> Told:
    if total.value is None:
        return Told((_("Hvor mange saker som er til oppfølging, er så få at det ikke vises."),))
    return told(_("{count} saker var til oppfølging i administrasjonen {day}."), count=total, day=on)


def _new(judged: Judged) -> Iterator[Block]:
    """Each month as it stands in the report of the year: small ones are hidden, and no others."""
    months = [judged.month.plus(n - DRAWN + 1) for n in range(DRAWN)]
    found = {month: _new_in(judged, month) for month in months}
    known = next((n for n, month in enumerate(months) if found[month] is not None), len(months) - 1)
    # What lies before the first run was never looked at, and is no part of the course.
    shown = months[known:]
    rows: list[tuple[Cell, ...]] = []
    for month in shown:
        one = found[month]
        rows.append((month_name(month).capitalize(), _("ikke kjørt") if one is None else one))
    yield Table(
        caption=_("Nye avvik etter måned"),
        headings=(_("Måned"), _("Nye avvik")),
        numeric=(False, True),
        rows=tuple(rows),
        note=_("Tall under {least} vises ikke.").format(least=LEAST),
    )
    values = [(month, _count(found[month])) for month in shown]
    if sum(value is not None for _month, value in values) > 1:
        yield Chart(
            id="nye-avvik",
            caption=_("Nye avvik etter måned"),
            kind=ChartKind.BARS,
            labels=tuple(short_month(month) for month, _value in values),
            series=(Series(name=_("Nye avvik"), values=tuple(value for _month, value in values)),),
            told=course_told([(month_name(month), value) for month, value in values]),
            unit=_("avvik"),
        )


def _new_in(judged: Judged, month: Month) -> Figure | None:
    """None where nobody looked."""
    year = judged.year if month.year == judged.year.number else judged.year_before
    if month not in year.done:
        return None
    return new_in_month(judged.counting, year, month, [one for one in judged.year.avvik if one.opened == month])


def _count(figure: Figure | None) -> int | None:
    return None if figure is None or figure.value is None else int(figure.value)
