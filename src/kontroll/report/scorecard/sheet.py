"""A målekart, and the balansehåndbok, as Excel files: what the page shows, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kontroll.domain.scorecard import Scorecards
from kontroll.report.scorecard.card import Figure, Joined, Scorecard
from kontroll.report.scorecard.handbook import Entry
from kontroll.report.scorecard.words import joined_told, method_name, period_name, state_name, trend_told
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import _, month_name


def scorecard_file(municipality: str, enhet: str, card: Scorecard) -> bytes:
    columns = [
        Column(_("Fokusområde"), 22), Column(_("Tall"), 44), Column(_("Måleenhet"), 12), Column(_("Periode"), 14),
        Column(_("Tilstand"), 14), Column(_("Verdi"), 12), Column(_("Usikkerhet ±"), 12), Column(_("Farge"), 10),
        Column(_("Grønn grense"), 12), Column(_("Gul grense"), 12), Column(_("Utvikling"), 36),
        Column(_("Tjenesten"), 12), Column(_("Hele kommunen"), 14), Column(_("Andre kommuner"), 14),
        Column(_("Samlet av"), 34), Column(_("Målekart"), 26),
    ]  # fmt: skip
    told = [
        f"{enhet}, {month_name(card.month)}",
        _("Skjermet: få personer står bak tallet, eller det er skjult fordi andre tall ellers ville røpet dem."),
    ]
    rows = ([area.area.name.capitalize(), *_cells(figure)] for area in card.areas for figure in area.figures)
    return workbook(_("Målekart – {municipality}").format(municipality=municipality), told, columns, rows)


def _cells(figure: Figure) -> Iterator[Cell]:
    green, yellow = figure.limits
    yield from (figure.indicator.name, figure.indicator.unit, period_name(figure), state_name(figure.state))
    yield from (_number(figure.value), _number(figure.uncertainty))
    yield figure.colour.value if figure.colour is not None else None
    yield from (_number(green), _number(yellow), trend_told(figure))
    yield from (_of(figure.service), _of(figure.whole))
    yield _number(figure.beside.median) if figure.beside is not None else None
    yield joined_told(figure.joined) if figure.joined is not None and figure.value is not None else None
    yield figure.chart


def _of(joined: Joined | None) -> Cell:
    if joined is None:
        return None
    return _number(joined.value) if joined.value is not None else state_name(joined.state)


def _number(value: Decimal | None) -> Cell:
    # A spreadsheet holds floats: what is shown there decides nothing.
    return None if value is None else float(value)


def handbook_file(municipality: str, cards: Scorecards, entries: Iterable[Entry]) -> bytes:
    columns = [
        Column(_("Fokusområde"), 22), Column(_("Tall"), 44), Column(_("Id"), 24), Column(_("Hva det er til"), 60),
        Column(_("Måleenhet"), 12), Column(_("Bedre er"), 10), Column(_("Hvor ofte"), 10), Column(_("Kilde"), 28),
        Column(_("Eier"), 22), Column(_("Forfaller (arbeidsdager)"), 14), Column(_("Skjermet under"), 10),
        Column(_("Hvordan det samles"), 50), Column(_("Sist levert"), 12), Column(_("Enheter"), 10),
        Column(_("Målekart"), 40), Column(_("Regler som leser det"), 60),
    ]  # fmt: skip
    rows = (
        [
            one.indicator.focus_area.capitalize(), one.indicator.name, one.indicator.id, one.purpose, one.indicator.unit,
            one.indicator.better.value, one.indicator.frequency.value, one.indicator.source, one.indicator.owner,
            one.indicator.due_working_days, one.indicator.min_count or None, method_name(cards, one.indicator),
            str(one.delivered.period) if one.delivered is not None else None,
            one.delivered.enheter if one.delivered is not None else None,
            ", ".join(chart.name for chart in one.charts), ", ".join(rule.id for rule in one.rules),
        ]
        for one in entries
    )  # fmt: skip
    told = [_("Definisjon, kilde, eier og bruk av hvert tall som kommunen ledes etter.")]
    return workbook(_("Balansehåndbok – {municipality}").format(municipality=municipality), told, columns, rows)
