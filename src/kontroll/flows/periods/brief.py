"""Brief: the report of a month or a tertial in a few lines: the same figures as in the chapters, opened the same way."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.operand import Colour
from kontroll.flows.periods.focus_areas import one_paragraph
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import told
from kontroll.flows.yearly.things import own_id
from kontroll.report.document.model import Figure, Items, Section, Told
from kontroll.texts import _, day, listed, month_name

ID = "kort"


def chapter(judged: Judged) -> Section:
    """Made last: what is told here is counted in the chapters."""
    return Section(id=ID, title=_("Kort fortalt"), blocks=(Items(tuple(_points(judged))),), is_mandatory=True)


def _points(judged: Judged) -> Iterator[Told]:
    month = month_name(judged.month)
    for theme, indicator in judged.themes:
        id = f"tema-{own_id(theme.id)}"
        sentences = [
            *_shown(
                judged, _("{name} for hele kommunen i {month}: {value}."), {"name": indicator.name, "month": month},
                value=f"maalekart-tall-{own_id(indicator.id)}",
            ),
            *_shown(judged, _("Det er {kroner} kroner."), kroner=f"{id}-kroner"),
            *_shown(judged, _("{count} enheter er dårligere enn grensen."), count=f"{id}-avvik"),
        ]  # fmt: skip
        yield from one_paragraph(sentences)
    yield from _red(judged)
    found = [
        *_shown(judged, _("{new} nye avvik er funnet i {month}."), {"month": month}, new=f"avvik-nye-{judged.month}"),
        *_shown(judged, _("{open} saker står åpne {day}."), {"day": day(judged.year.last_day)}, open="saker-aapne"),
    ]
    yield from one_paragraph(found)
    yield from _shown(
        judged, _("{known} svar om {month} er kjent. {unknown} er ukjente, og et ukjent svar regnes aldri som i orden."),
        {"month": month}, known=f"svar-kjente-{judged.month}", unknown=f"svar-ukjente-{judged.month}",
    )  # fmt: skip


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


def _shown(judged: Judged, text: str, words: dict[str, str] | None = None, **ids: str) -> Iterator[Told]:
    """Nothing where one of the figures is not there or not shown: the chapter says why."""
    found = {name: judged.counting.figures.get(id) for name, id in ids.items()}
    there: dict[str, Figure] = {name: one for name, one in found.items() if one is not None and one.value is not None}
    if len(there) == len(found):
        yield told(text, **(words or {}), **there)
