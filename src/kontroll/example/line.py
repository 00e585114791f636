"""organisasjon.csv and personer.csv: every unit and every role, in months."""

from __future__ import annotations

from kontroll.example.people import Entry, People
from kontroll.example.scene import Scene
from kontroll.example.structure import LONG_AGO, OPEN, Organisation

ORGANISATION_HEADINGS = "enhet navn enhetstype overordnet tjeneste leder_id gjelder_fra gjelder_til etterfolger".split()
PEOPLE_HEADINGS = "person_id navn epost rolle enhet gjelder_fra gjelder_til".split()


def _until(scene: Scene, month: int) -> str:
    """Empty when it still holds; what ends after the period is not known to end."""
    return "" if month == OPEN else str(scene.month(month))


def _from(scene: Scene, month: int) -> str:
    return str(scene.month(max(month, LONG_AGO)))


def organisation_rows(scene: Scene, organisation: Organisation, people: People) -> list[list[str]]:
    """One row for each stretch of months with the same name, parent, service and leader."""
    rows: list[list[str]] = []
    tenures: dict[str, list[tuple[int, int, str]]] = {}
    for tenure in people.tenures:
        tenures.setdefault(tenure.unit, []).append((tenure.first, tenure.last, tenure.person))
    for unit in organisation.units.values():
        for stretch in unit.stretches:
            for first, last, person in tenures[unit.id]:
                start, end = max(first, stretch.first), min(last, stretch.last)
                if start > end:
                    continue
                successor = unit.successor if end == unit.closed else ""
                rows.append(
                    [
                        unit.id,
                        stretch.name,
                        unit.kind,
                        stretch.parent,
                        stretch.service,
                        person,
                        _from(scene, start),
                        _until(scene, end),
                        successor,
                    ]
                )
    return rows


def people_rows(scene: Scene, entries: list[Entry]) -> list[list[str]]:
    return [[e.person, e.name, e.email, e.role, e.unit, _from(scene, e.first), _until(scene, e.last)] for e in entries]
