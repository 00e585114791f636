"""Survey: what was measured of many enheter at one time, of which some must be hidden: a table of units and factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple


class Cell(NamedTuple):
    """One figure: what was asked, and of whom."""

    factor: str
    unit: str


class Scale(NamedTuple):
    """The least and the greatest that a figure can be, both included."""

    lowest: Fraction
    highest: Fraction

    @property
    def width(self) -> Fraction:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class Part:
    """Units that a total can be published of. dear: how much the total of one person's answer is worth, beside a unit's own."""

    name: str
    units: frozenset[str]
    dear: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """values: exact, of all that was measured, few or not. weights: what each counts in a total; 0 = in none.

    few: units that few persons stand behind. persons: how many, by unit. keepers: who knows a unit's own figures, and might
    use them to work out a neighbour's. indices: weights of the factors that an index is made of.
    rooms: what else is known of a unit's index, or factor: the narrower scale it is on (somebody else won).
    kept: units that must not be hidden to protect others, since what is known of them would give them away (they won).
    """

    values: Mapping[Cell, Fraction]
    weights: Mapping[Cell, int]
    scales: Mapping[str, Scale]
    parts: tuple[Part, ...]
    few: frozenset[str]
    persons: Mapping[str, int]
    keepers: Mapping[str, str] = field(default_factory=dict)
    indices: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    rooms: Mapping[Cell, Scale] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    _shares: dict[str, Mapping[str, Fraction]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def keeper(self, unit: str) -> str:
        """Where nobody is known to lead it, it is alone."""
        return self.keepers.get(unit) or f"?{unit}"

    def share(self, index: str) -> Mapping[str, Fraction]:
        """What each factor counts in the index, of 1; of a factor, itself."""
        # Asked tens of thousands of times for one survey.
        if index not in self._shares:
            weights = self.indices.get(index, {index: Fraction(1)})
            whole = sum(weights.values(), Fraction(0))
            self._shares[index] = {factor: weight / whole for factor, weight in weights.items()}
        return self._shares[index]

    def is_confined(self, units: Iterable[str]) -> bool:
        """Whether anything else is known of any of them."""
        return not {room.unit for room in self.rooms}.isdisjoint(units)


@dataclass(frozen=True, slots=True)
class Decision:
    """hidden: units none of whose figures is published, the few among them. told: names of the parts whose total holds all."""

    hidden: frozenset[str]
    told: frozenset[str]
