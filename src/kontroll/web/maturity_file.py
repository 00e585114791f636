"""Maturity file: everything that was counted for one letter at one place, as a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.flows.internal_control.control_map import Cell as MapCell
from kontroll.report.internal_control.words import CRITERIA, LETTERS, counted_told
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import _, day


def grounds_file(municipality: str, cell: MapCell, seen_on: date) -> bytes:
    title = _("{municipality}: kommuneloven § 25-1 {letter}, {title}").format(
        municipality=municipality, letter=cell.letter.value, title=_(LETTERS[cell.letter][0]).lower()
    )
    told = [
        _("{place}, {day}").format(place=cell.place.name, day=day(seen_on)),
        *(counted_told(criterion, found) for criterion, found in cell.evidence.items()),
    ]
    columns = [
        Column(_("Det som er sett på"), 60), Column(_("Oppfylt"), 10), Column(_("Slag"), 22), Column(_("Nummer"), 24),
        Column(_("Navn"), 50),
    ]  # fmt: skip
    return workbook(title, told, columns, _rows(cell))


def _rows(cell: MapCell) -> Iterator[list[Cell]]:
    for criterion, found in cell.evidence.items():
        for holds, records in ((True, found.held), (False, found.lacking)) if found is not None else ():
            for one in records:
                yield [_(CRITERIA[criterion]), _("ja") if holds else _("nei"), one.kind, one.id, one.name]
