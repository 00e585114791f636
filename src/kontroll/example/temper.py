"""The temper of each unit: what lies behind its figures, so that economy, absence and surveys move together.

A temper is about 0 with deviation 1; above 0 the unit does well. Seven units get into trouble for 8 to 16 months and
five work their way up through the whole period.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.chance import between, chance, normal, pick
from kontroll.example.days import MONTHS
from kontroll.example.scene import Scene
from kontroll.example.structure import PLANTED_SITE, Organisation


@dataclass(frozen=True)
class Temper:
    """mood[unit][month]; base[unit] is the mood of the years before; troubled and rising are unit ids."""

    mood: dict[str, list[float]]
    base: dict[str, float]
    troubled: tuple[str, ...]
    rising: tuple[str, ...]

    def year(self, scene: Scene, unit: str, year: int) -> float:
        """The mean mood of the year's months within the period, or the base when none is."""
        first = (year - scene.first.year) * 12 + 1 - scene.first.number
        months = self.mood[unit][max(first, 0) : max(first + 12, 0)]
        total = 0.0
        for value in months:
            total += value
        return total / len(months) if months else self.base[unit]


def temper(scene: Scene, organisation: Organisation) -> Temper:
    mood: dict[str, list[float]] = {}
    base: dict[str, float] = {}
    for unit in organisation.units.values():
        rng = scene.stream("temper", unit.id)
        base[unit.id] = 0.75 * normal(rng)
        drift, series = 0.0, []
        for _ in range(MONTHS):
            drift = 0.9 * drift + 0.22 * normal(rng)
            series.append(base[unit.id] + drift)
        mood[unit.id] = series
    rng = scene.stream("trouble")
    sites = [u.id for u in organisation.sites() if u.id != PLANTED_SITE and u.at(0) and u.at(MONTHS - 1)]
    troubled = () if scene.calm else _several(scene, "troubled", sites, 7)
    rising = () if scene.calm else _several(scene, "rising", [s for s in sites if s not in troubled], 5)
    for id in troubled:
        start, length = between(rng, 6, 22), between(rng, 8, 16)
        for month in range(start, min(start + length, MONTHS)):
            depth = min(month - start + 1, start + length - month, 4)
            mood[id][month] = min(mood[id][month], 0.2) - 0.75 * depth
    for id in rising:
        for month in range(MONTHS):
            mood[id][month] += -1.4 + 2.6 * month / MONTHS + (0.1 if chance(rng, 0.5) else 0.0)
    return Temper(mood, base, troubled, rising)


def _several(scene: Scene, name: str, ids: list[str], amount: int) -> tuple[str, ...]:
    rng, left, found = scene.stream(name), list(ids), []
    for _ in range(amount):
        id = pick(rng, left)
        left.remove(id)
        found.append(id)
    return tuple(sorted(found))
