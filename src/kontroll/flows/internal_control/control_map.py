"""Control map: for each place and each of a–e: what can be shown, how far that carries, and what lacks for the next level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kontroll.domain.internalcontrol import (
    HIGHEST_LEVEL,
    Criterion,
    Demand,
    Letter,
    Lowering,
    carried_level,
    lowered,
)
from kontroll.flows.internal_control.deviations import deviations
from kontroll.flows.internal_control.documented import documented
from kontroll.flows.internal_control.goals import goals
from kontroll.flows.internal_control.improved import improved
from kontroll.flows.internal_control.look import Look, MapPlace, running
from kontroll.flows.internal_control.routines import routines
from kontroll.flows.last import Last
from kontroll.report.internal_control.evidence import Evidence

_SHOWN_BY: Mapping[Letter, Callable[[Look, MapPlace], Iterator[Evidence]]] = {
    Letter.A: goals,
    Letter.B: routines,
    Letter.C: deviations,
    Letter.D: documented,
    Letter.E: improved,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One letter at one place. demands: what is asked for there, with the level. evidence: None = nothing is known of it.

    carried: the level that is shown. level: as people lowered it. highest: no higher can be shown there. lacking: for the next.
    """

    place: MapPlace
    letter: Letter
    demands: tuple[tuple[int, Demand], ...]
    evidence: Mapping[Criterion, Evidence | None]
    carried: int
    level: int
    highest: int
    lacking: tuple[Demand, ...]
    lowering: Lowering | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMap:
    """cells: those of letters that can be shown at the place at all. unplaced: areas of rules that are in no area of control."""

    places: tuple[MapPlace, ...]
    cells: Mapping[tuple[str, Letter], Cell]
    unplaced: tuple[str, ...]

    def of(self, letter: Letter) -> list[Cell]:
        return [cell for place in self.places if (cell := self.cells.get((place.id, letter))) is not None]


#: Of one rulebook, which is held with the map so that no other one gets its place in memory.
_LAST: Last[tuple[ControlMap, object]] = Last()


def control_map(look: Look) -> ControlMap:
    """Whatever is done stands on the trail: as long as nothing is, and it is the same day, it is the same map."""
    desk = look.today.desk
    source = (id(desk.rulebook), id(desk.policies), str(desk.settings.home), look.tx.trail.end(), look.today.day)
    return _LAST.of(source, lambda: (made_map(look), desk))[0]


def made_map(look: Look) -> ControlMap:
    """As it is in the middle of a transaction too."""
    standing = standing_lowerings(look)
    cells = (
        cell_of(look, place, letter, standing.get((place.id, letter))) for place in look.places for letter in Letter
    )
    policy = look.today.desk.policies.internal_control
    areas = {rule.area for rule in look.rulebook.rules.values() if running(rule) and policy.area_of(rule) is None}
    return ControlMap(
        places=tuple(look.places),
        cells={(cell.place.id, cell.letter): cell for cell in cells if cell is not None},
        unplaced=tuple(sorted(areas)) if policy.areas else (),
    )


def cell_of(look: Look, place: MapPlace, letter: Letter, lowering: Lowering | None) -> Cell | None:
    """None where nothing of the letter can be asked for at such a place."""
    demands = tuple(look.today.desk.policies.internal_control.demands(letter, place.kind))
    if not any(level == 1 for level, _demand in demands):
        return None
    found = {one.criterion: one for one in _SHOWN_BY[letter](look, place) if place.kind in one.criterion.kinds}
    shown = {criterion: one.shown for criterion, one in found.items()}
    carried, lacking = carried_level(demands, shown)
    levels = {level for level, _demand in demands}
    return Cell(
        place=place,
        letter=letter,
        demands=demands,
        evidence={demand.criterion: found.get(demand.criterion) for _level, demand in demands},
        carried=carried,
        level=lowered(carried, lowering),
        highest=next((n - 1 for n in range(1, HIGHEST_LEVEL + 1) if n not in levels), HIGHEST_LEVEL),
        lacking=lacking,
        lowering=lowering if lowering is not None and lowering.level is not None else None,
    )


def standing_lowerings(look: Look) -> dict[tuple[str, Letter], Lowering]:
    """The last one of each place and letter."""
    found: dict[tuple[str, Letter], Lowering] = {}
    for one in look.tx.lowerings.all():
        held = found.get((one.place, one.letter))
        if held is None or held.number < one.number:
            found[one.place, one.letter] = one
    return found
