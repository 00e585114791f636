"""On card: figures of the målekart of the whole, as reports show them, each opened on the map it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.flows.yearly.counting import Counting
from kontroll.flows.yearly.things import as_id
from kontroll.report.document.model import Figure as Counted
from kontroll.report.document.model import Record
from kontroll.report.scorecard import Figure, Scorecard
from kontroll.report.scorecard.words import joined_told
from kontroll.texts import N_, _, month_name

COLOURS = ((Colour.GREEN, N_("Grønne")), (Colour.YELLOW, N_("Gule")), (Colour.RED, N_("Røde")), (None, N_("Grå")))


def record_on_card(card: Scorecard, figure: Figure, month: Month | None = None) -> Record:
    """It opens on the målekart, where each figure says how it came of the enheter. month: of another than the card's."""
    return Record(
        kind=_("tall på målekartet"),
        id=figure.id,
        name=figure.indicator.name,
        address=f"/malekart/{card.enhet}?maaned={month or card.month}",
    )


def value_on_card(counting: Counting, id: str, card: Scorecard, figure: Figure, of: str) -> Counted | None:
    """The value as it stands there; None where there is none. of: whose it is, as it is read in `«Sykefravær» for …`."""
    if figure.value is None:
        return None
    year = counting.year
    how = joined_told(figure.joined) if figure.joined is not None else _("slik det er levert")
    return counting.read(
        id,
        figure.value,
        record_on_card(card, figure),
        _("«{name}» for {of}, {how}. Målekartet viser enhetene det er samlet av.").format(
            name=figure.indicator.name, of=of, how=how.lower()
        ),
        "" if figure.indicator.unit == "antall" else figure.indicator.unit,
        year.delivered_in(year.kinds_behind(figure.id), figure.period),
    )


def by_colour(
    counting: Counting, id: str, card: Scorecard, area: str, figures: Sequence[Figure]
) -> Mapping[Colour | None, Counted]:
    """How many of the figures of a focus area have each colour; id: of the area, as a part of the ids of the figures."""
    return {
        colour: counting.figure(
            f"maalekart-{id}-{as_id(name)}",
            (record_on_card(card, one) for one in figures if one.colour is colour),
            _("{colour} tall i fokusområdet {area} i {month}.").format(
                colour=_(name), area=area, month=month_name(card.month)
            ),
        )
        for colour, name in COLOURS
    }
