"""Brief: the report of a month or a tertial in a few lines: the same figures as in the chapters, opened the same way."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.operand import Colour
from kontroll.flows.periods.focus_areas import one_paragraph
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import told_where_shown
from kontroll.flows.yearly.things import own_id
from kontroll.report.document.model import Items, Section, Told
from kontroll.texts import _, day, listed, month_name

ID = "kort"


def chapter(judged: Judged) -> Section:
    """Made last: what is told here is counted in the chapters."""
    return Section(id=ID, title=_("Kort fortalt"), blocks=(Items(tuple(_points(judged))),), is_mandatory=True)


def _points(judged: Judged) -> Iterator[Told]:
    of, month = judged.counting.figures, month_name(judged.month)
    for theme, indicator in judged.themes:
        id = f"tema-{own_id(theme.id)}"
        value = of.get(f"maalekart-tall-{own_id(indicator.id)}")
        sentences = [
            *told_where_shown(
                _("{name} for hele kommunen i {month}: {value}."), name=indicator.name, month=month, value=value
            ),
            *told_where_shown(_("Det er {kroner} kroner."), kroner=of.get(f"{id}-kroner")),
            *told_where_shown(_("{count} enheter er dårligere enn grensen."), count=of.get(f"{id}-avvik")),
        ]
        yield from one_paragraph(sentences)
    yield from _red(judged)
    new, still_open = of.get(f"avvik-nye-{judged.month}"), of.get("saker-aapne")
    found = [
        *told_where_shown(_("{new} nye avvik er funnet i {month}."), new=new, month=month),
        *told_where_shown(_("{open} saker står åpne {day}."), open=still_open, day=day(judged.year.last_day)),
    ]
    yield from one_paragraph(found)
    yield from told_where_shown(
        _("{known} svar om {month} er kjent. {unknown} er ukjente, og et ukjent svar regnes aldri som i orden."),
        month=month,
        known=of.get(f"svar-kjente-{judged.month}"),
        unknown=of.get(f"svar-ukjente-{judged.month}"),
    )


def _red(judged: Judged) -> Iterator[Told]:
    """By name, for there are few of them; what has no colour is neither red nor anything else."""
    top = judged.places.top
    if top is None:
        return
    figures = [one for area in judged.card(top).areas for one in area.figures]
    red = list(dict.fromkeys(one.indicator.name for one in figures if one.colour is Colour.RED))
    if red:
        yield Told((_("Rødt på målekartet for hele kommunen: {names}.").format(names=listed(red)),))
    elif any(one.colour is not None for one in figures):
        yield Told((_("Ingen av tallene som har farge på målekartet for hele kommunen, er røde."),))
