"""Focus areas: the chapters of a report on months, in the order of the målekart of the whole: what is followed, and the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import Colour
from kontroll.flows.periods.followed_figures import Followed
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import told
from kontroll.flows.yearly.on_card import by_colour, record_on_card, value_on_card
from kontroll.flows.yearly.things import own_id
from kontroll.report.document.model import Block, Cell, Chart, ChartKind, Section, Series, Table, Told
from kontroll.report.explaining.phrases import when_name
from kontroll.report.scorecard import Figure, Scorecard
from kontroll.report.scorecard.card import Point
from kontroll.report.scorecard.words import joined_told, limits_told, shown, state_name, trend_told
from kontroll.texts import _, month_name, short_month

#: Months of a drawing: a year, and the same month of the year before.
DRAWN = 13


def plain_id(name: str) -> str:
    folded = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isalnum() else "-" for letter in folded)


def focus_areas(judged: Judged) -> Iterator[Section]:
    """Those of the målekart of the whole, in its order, and any other in which something is followed month by month."""
    top = judged.places.top
    if top is None:
        return
    card = judged.card(top)
    mapped = {one.area.name: one.figures for one in card.areas}
    for name in dict.fromkeys([*mapped, *(one.focus_area or theme.name for theme, one in judged.themes)]):
        themes = [(theme, one) for theme, one in judged.themes if (one.focus_area or theme.name) == name]
        followed = [Followed(judged, theme, one) for theme, one in themes]
        sentences = [one for each in followed for one in each.sentences()]
        on_map = mapped.get(name, ())
        if on_map:
            sentences.append(_coloured(judged, card, name, on_map))
        yield Section(
            id=f"fokus-{plain_id(name)}",
            title=name.capitalize(),
            drafted=one_paragraph(sentences),
            blocks=(
                *(table for each in followed for table in each.table()),
                *(block for _theme, one in themes for block in _course(judged, card, one)),
                *([_map(judged, card, name, on_map)] if on_map else []),
            ),
        )


def one_paragraph(sentences: Sequence[Told]) -> tuple[Told, ...]:
    if not sentences:
        return ()
    first, *others = sentences
    return (Told((*first.parts, *(part for one in others for part in (" ", *one.parts)))),)


# --- the målekart -----------------------------------------------------------------------------------------------------


def _coloured(judged: Judged, card: Scorecard, name: str, figures: Sequence[Figure]) -> Told:
    """`Av 9 tall i målekartet er 4 grønne …`: figures of the whole, which point at nobody."""
    of = by_colour(judged.counting, own_id(name), card, name, figures)
    all_of = judged.counting.figure(
        f"maalekart-{own_id(name)}-alle",
        (record_on_card(card, one) for one in figures),
        _("Tall i fokusområdet {area} på målekartet for hele kommunen i {month}.").format(
            area=name, month=month_name(card.month)
        ),
    )
    return told(
        _("Av {all} tall i målekartet er {green} grønne, {yellow} gule, {red} røde og {grey} grå."),
        all=all_of,
        green=of[Colour.GREEN],
        yellow=of[Colour.YELLOW],
        red=of[Colour.RED],
        grey=of[None],
    )


def _map(judged: Judged, card: Scorecard, area: str, figures: Sequence[Figure]) -> Table:
    return Table(
        caption=_("Målekartet for hele kommunen: {area}").format(area=area),
        headings=(_("Tall"), _("Verdi"), _("Farge"), _("Mål"), _("Utvikling"), _("Samlet")),
        numeric=(False, True, False, False, False, False),
        rows=tuple(
            (
                one.indicator.name,
                _value(judged, card, one),
                one.colour if one.colour is not None else _("Grå"),
                limits_told(one),
                trend_told(one),
                joined_told(one.joined) if one.joined is not None else "–",
            )
            for one in figures
        ),
    )


def _value(judged: Judged, card: Scorecard, figure: Figure) -> Cell:
    id = f"maalekart-tall-{own_id(figure.id)}"
    found = value_on_card(judged.counting, id, card, figure, _("hele kommunen"))
    return state_name(figure.state) if found is None else found


# --- month by month ---------------------------------------------------------------------------------------------------


def _course(judged: Judged, card: Scorecard, indicator: Indicator) -> Iterator[Block]:
    """The figure of the whole, month by month: what led up to it in a table, and drawn where more than one month is known."""
    figure = card.figure(indicator.id)
    points = [one for one in figure.course if one.period.last_month <= judged.month] if figure is not None else []
    drawn = points[-DRAWN:]
    known = [(one, one.value) for one in drawn if one.value is not None]
    first = min(judged.period.first_month, judged.month.plus(-3))
    rows = drawn if len(known) > 1 else [one for one in points if first <= one.period.last_month]
    caption = _("{name}, måned for måned").format(name=indicator.name)
    if figure is not None and rows:
        yield Table(
            caption=caption,
            headings=(_("Måned"), _("Hele kommunen")),
            numeric=(False, True),
            rows=tuple((when_name(one.period).capitalize(), _point(judged, card, figure, one)) for one in rows),
        )
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
            labels=tuple(short_month(one.period.last_month) for one in drawn),
            series=(Series(name=_("Hele kommunen"), values=tuple(one.value for one in drawn)),),
            told=told,
            unit=indicator.unit,
        )


def _point(judged: Judged, card: Scorecard, figure: Figure, point: Point) -> Cell:
    """It opens on the målekart of its month; of a month before the first judged one, where the course is drawn."""
    if point.value is None:
        return state_name(point.state)
    situation = judged.year.summaries.situation
    month = min(max(point.period.last_month, situation.first), situation.last)
    return judged.counting.read(
        f"maalekart-tall-{own_id(figure.id)}-{point.period}",
        point.value,
        record_on_card(card, figure, month),
        _("«{name}» for hele kommunen i {period}, slik målekartet viser det.").format(
            name=figure.indicator.name, period=when_name(point.period)
        ),
        "" if figure.indicator.unit == "antall" else figure.indicator.unit,
        judged.year.delivered_in(judged.year.kinds_behind(figure.id), point.period),
    )
