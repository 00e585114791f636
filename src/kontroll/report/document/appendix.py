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
    """Each figure with grounds once, in the order they are read."""
    figures = {one.id: one for one in document.figures() if one.id in document.grounds}
    return tuple(Line(one, document.grounds[id], f"{at}/tall/{id}" if at else "") for id, one in figures.items())


def appendix(document: Document, at: str) -> tuple[Section, ...]:
    """One chapter, or none where no figure has grounds."""
    found = lines(document, at)
    if not found:
        return ()
    tables = [table for table in (_figures(found), _rules(found), _deliveries(found)) if table.rows]
    return (Section(id=APPENDIX, title=_("Grunnlaget for tallene"), drafted=tuple(_told(at)), blocks=tuple(tables)),)


def _told(at: str) -> Iterator[Told]:
    yield Told((_("Tallene er telt av kontroll. Her står hva som er telt, og av hvilke regler og leveranser."),))
    if at:
        yield Told((_("Postene bak hvert tall står i kommunens kontroll, på adressen {at}.").format(at=at),))


def _figures(found: Sequence[Line]) -> Table:
    return Table(
        caption=_("Hva som er telt"),
        headings=(_("Hva som er telt"), _("Tall"), _("Poster"), _("Kjennetegn")),
        numeric=(False, True, True, False),
        rows=tuple((counted(one), shown(one.figure), _records(one.grounds), one.figure.id) for one in found),
    )


def counted(line: Line) -> str:
    """In sentences: what was counted, and how the figure comes of it."""
    if line.grounds.how is How.MEDIAN:
        return _("{counted} Tallet er medianen.").format(counted=line.grounds.counted)
    return line.grounds.counted


def _records(grounds: Grounds) -> str:
    return number(len(grounds.records)) if grounds.records else "–"


def _rules(found: Sequence[Line]) -> Table:
    rules = sorted({rule for one in found for rule in one.grounds.rules})
    return Table(
        caption=_("Reglene bak tallene"), headings=(_("Regel"), _("Versjon")), numeric=(False, False), rows=tuple(rules)
    )


def _deliveries(found: Sequence[Line]) -> Table:
    data = sorted({delivery for one in found for delivery in one.grounds.data})
    return Table(
        caption=_("Leveransene bak tallene"), headings=(_("Levert"), _("SHA-256")), numeric=(False, False),
        rows=tuple(data),
    )  # fmt: skip
