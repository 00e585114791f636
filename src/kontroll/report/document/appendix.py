"""Appendix: what stands behind the figures of a document, as the last chapter of it in files that are read away from kontroll.

Not the records themselves, which may be thousands: what was counted, by which rules and of which deliveries, and where they open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kontroll.report.document.model import Document, Figure, Grounds, How, Section, Table, Told
from kontroll.report.document.shown import shown
from kontroll.texts import _, number

#: The chapter's own id; no chapter of a document has it.
APPENDIX = "grunnlag"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the appendix. to: its address in the kommune's kontroll; "" = it opens nowhere."""

    figure: Figure
    grounds: Grounds
    to: str


def lines(document: Document, at: str) -> tuple[Line, ...]:
    """Each figure that is shown and has grounds once, in the order they are read."""
    figures = {one.id: one for one in document.figures() if one.id in document.grounds and one.value is not None}
    return tuple(Line(one, document.grounds[id], f"{at}/tall/{id}" if at else "") for id, one in figures.items())


def appendix(document: Document, at: str) -> tuple[Section, ...]:
    """One chapter, or none where no figure has grounds."""
    found = lines(document, at)
    if not found:
        return ()
    title = _("Grunnlaget for tallene")
    return (Section(id=APPENDIX, title=title, drafted=tuple(_told(found, at)), blocks=(_figures(found),)),)


def _told(found: Sequence[Line], at: str) -> Iterator[Told]:
    """Rules and deliveries are hundreds, and are listed where they can be looked up: here stands how many."""
    yield Told((_("Tallene er telt maskinelt. Her står hva som er telt, og av hvor mange poster."),))
    rules = {rule for one in found for rule in one.grounds.rules}
    data = {delivery for one in found for delivery in one.grounds.data}
    if rules or data:
        told = _(
            "Bak tallene står {rules} regler i den versjonen som gjaldt, og {data} leveranser med kontrollsum (SHA-256)."
        )
        yield Told((told.format(rules=number(len(rules)), data=number(len(data))),))
    if at:
        told = _("Postene, reglene og leveransene bak hvert tall står i kommunens kontroll, på adressen {at}.")
        yield Told((told.format(at=at),))


def _figures(found: Sequence[Line]) -> Table:
    return Table(
        caption=_("Hva som er telt"),
        headings=(_("Hva som er telt"), _("Tall"), _("Poster")),
        numeric=(False, True, True),
        rows=tuple((counted(one), shown(one.figure), _records(one.grounds)) for one in found),
    )


def counted(line: Line) -> str:
    """In sentences: what was counted, and how the figure comes of it."""
    if line.grounds.how is How.MEDIAN:
        return _("{counted} Tallet er medianen.").format(counted=line.grounds.counted)
    return line.grounds.counted


def _records(grounds: Grounds) -> str:
    return number(len(grounds.records)) if grounds.records else "–"
