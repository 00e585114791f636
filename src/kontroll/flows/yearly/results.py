"""Results: økonomi, sykefravær and the målekart of the whole, in short, as they stood in the last month that is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kontroll.domain.operand import Colour
from kontroll.flows.showing.month_figures import themes_of
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.on_card import COLOURS, by_colour, record_on_card, value_on_card
from kontroll.flows.yearly.things import own_id
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Cell, Section, Table, Told
from kontroll.report.scorecard import Scorecard
from kontroll.report.scorecard.words import limits_told, period_name, state_name, trend_told
from kontroll.texts import _, month_name

ID = "resultater"


def chapter(counting: Counting) -> Section:
    year = counting.year
    month = year.shown_month
    top = year.summaries.joins.places(month).top if month is not None else None
    drafted = [
        Told(
            (
                _(
                    "Her står hovedtallene i korthet. Økonomien rapporteres for seg etter kommuneloven § 14-5, og "
                    "månedsrapportene og tertialrapportene følger tallene gjennom året."
                ),
            )
        )
    ]
    if month is None or top is None:
        drafted.append(Told((_("Ingen måned i året er vurdert slik at målekartet kan vises."),)))
        return Section(id=ID, title=_("Økonomi, sykefravær og målekart i korthet"), drafted=tuple(drafted))
    card = year.summaries.scorecard(top, month, line=False)
    if not list(card.figures):
        drafted.append(Told((_("Det står ingen tall på målekartet for hele kommunen."),)))
        return Section(id=ID, title=_("Økonomi, sykefravær og målekart i korthet"), drafted=tuple(drafted))
    drafted.append(_all_of(counting, card))
    blocks = [table for table in (_followed(counting, card), _areas(counting, card)) if table.rows]
    return Section(
        id=ID, title=_("Økonomi, sykefravær og målekart i korthet"), drafted=tuple(drafted), blocks=tuple(blocks)
    )


def _all_of(counting: Counting, card: Scorecard) -> Told:
    at = month_name(card.month)
    of = {colour: [one for one in card.figures if one.colour is colour] for colour, _name in COLOURS}
    figures = {
        name: counting.figure(
            f"maalekart-{name}", (record_on_card(card, one) for one in of[colour]), counted.format(month=at)
        )
        for colour, name, counted in (
            (Colour.GREEN, "gronne", _("Tall på målekartet for hele kommunen som nådde målet i {month}.")),
            (
                Colour.YELLOW,
                "gule",
                _("Tall på målekartet for hele kommunen som nådde minstekravet i {month}, men ikke målet."),
            ),
            (Colour.RED, "rode", _("Tall på målekartet for hele kommunen som ikke nådde minstekravet i {month}.")),
            (
                None,
                "graa",
                _("Tall på målekartet for hele kommunen uten farge i {month}: ikke målt, skjermet eller uten mål."),
            ),
        )
    }
    all_of = counting.figure(
        "maalekart",
        (record_on_card(card, one) for one in card.figures),
        _("Tall på målekartet for hele kommunen i {month}.").format(month=at),
    )
    return told(
        _(
            "Målekartet for hele kommunen har {all} tall i {month}. {gronne} er grønne, {gule} gule, {rode} røde og {graa} grå."
        ),
        all=all_of,
        month=at,
        **figures,
    )


def _followed(counting: Counting, card: Scorecard) -> Table:
    """What leaders explain month by month."""
    rows: list[tuple[Cell, ...]] = []
    for id in _of_themes(counting.year):
        figure = card.figure(id)
        if figure is not None:
            value: Cell = value_on_card(counting, f"maalekart-tall-{own_id(id)}", card, figure, _("hele kommunen"))
            rows.append(
                (
                    figure.indicator.name,
                    period_name(figure),
                    state_name(figure.state) if value is None else value,
                    figure.colour or _("Grå"),
                    limits_told(figure),
                    trend_told(figure),
                )
            )
    return Table(
        caption=_("Det som følges måned for måned, for hele kommunen"),
        headings=(_("Tall"), _("Periode"), _("Verdi"), _("Farge"), _("Mål"), _("Utvikling")),
        numeric=(False, False, True, False, False, False),
        rows=tuple(rows),
    )


def _of_themes(year: Year) -> Iterable[str]:
    """The figures of the monthly follow-up, each once: what is measured, and the kroner of it."""
    themes = themes_of(year.today)
    return dict.fromkeys(id for theme, indicator in themes for id in (indicator.id, theme.kroner) if id)


def _areas(counting: Counting, card: Scorecard) -> Table:
    return Table(
        caption=_("Tallene på målekartet etter fokusområde"),
        headings=(_("Fokusområde"), *(_(name) for _colour, name in COLOURS)),
        numeric=(False, True, True, True, True),
        rows=tuple(_rows(counting, card)),
        note=_("Grå er ikke målt, skjermet eller uten mål. Det er verken godt eller dårlig."),
    )


def _rows(counting: Counting, card: Scorecard) -> Iterator[tuple[Cell, ...]]:
    for area in card.areas:
        name = area.area.name
        yield name.capitalize(), *by_colour(counting, own_id(name), card, name, area.figures).values()
