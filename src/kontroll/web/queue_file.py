"""Queue file: the queue as columns of a spreadsheet; who it is about stands in it only for whoever may see persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.flows.showing.queue import Queued
from kontroll.report import words
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import _


def queue_file(viewer: Viewer, municipality: str, told: Sequence[str], found: Sequence[Queued]) -> bytes:
    """told: what the list is, one sentence a line."""
    persons = seen(viewer, Thing.PERSONAL)
    columns = [
        Column(_("Alvor"), 10), Column(_("Sak"), 16), Column(_("Hva"), 44), Column(_("Hvor"), 30),
        Column(_("Enhetens id"), 14), Column(_("Åpnet"), 12), Column(_("Åpen i dager"), 12), Column(_("Frist"), 12),
        Column(_("Tilstand"), 18), Column(_("Venter på"), 30), Column(_("Gang"), 8), Column(_("Dokumentasjon innen"), 14),
    ]  # fmt: skip
    if not persons.is_none:
        columns += [Column(_("Eier"), 24), Column(_("Saksbehandler"), 24)]
    rows = (list(_row(one, with_persons=None if persons.is_none else persons.holds(one.sak.enhet))) for one in found)
    return workbook(_("Saker – {municipality}").format(municipality=municipality), told, columns, rows)


def _row(one: Queued, *, with_persons: bool | None) -> Iterator[Cell]:
    """with_persons: None = the file has no such columns; False = not of this sak."""
    sak = one.sak
    yield words.severity_name(sak.severity)
    yield sak.id
    yield one.shown.about
    yield one.shown.enhet
    yield sak.enhet
    yield sak.opened
    yield one.days
    yield sak.deadline
    yield sak.state.value
    yield one.step
    yield sak.occurrence
    yield sak.documents_by
    if with_persons is not None:
        yield one.shown.owner if with_persons else None
        yield one.handler if with_persons else None
