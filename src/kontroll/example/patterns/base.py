"""Pattern: how a case of misuse is planted in the example kommune, and what is true about it.

What is planted are records and figures as the sources would have delivered them, never a word about what they are. A
record with the key of one that is there already stands instead of it. The truth is kept apart, for whoever judges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kontroll.example.patterns.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record. known: the month (numbered) with whose files it comes. values: by heading; a heading left out is empty."""

    known: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A planted record that money went out by. paid: the day (numbered); None where it was not paid before the end."""

    dataset: str
    key: str
    ore: int
    paid: int | None


@dataclass(slots=True, kw_only=True)
class Case:
    """What was planted. start: the month (numbered) of the first record.

    suppliers and persons: who gains by it. signs: which of the pattern's signs are there, in words for a reader.
    figures: (month, enhet, indikator, value with its decimals) of measurements that were delivered otherwise.
    """

    pattern: str
    strength: float
    start: int
    enhet: str
    suppliers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    rows: dict[str, list[Row]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    figures: list[tuple[int, str, str, str]] = field(default_factory=list)

    def add(self, dataset: str, known: int, values: Mapping[str, str]) -> None:
        self.rows.setdefault(dataset, []).append(Row(known=known, values=values))


class Pattern(Protocol):
    """id: the word of the command line. name and told: what a reader is told that it is."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    def plant(self, ground: Ground, strength: float) -> Case:
        """The case that the ground's seed gives. strength: 1 = as it was done; less = smaller, rarer, better hidden."""
        ...


@dataclass(frozen=True, slots=True)
class Signs:
    """Draws which signs are there. Somebody who hides well leaves few, but nobody takes money and leaves none."""

    present: Mapping[str, bool]

    def __getitem__(self, sign: str) -> bool:
        return self.present[sign]

    def told(self, words: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(words[sign] for sign, here in self.present.items() if here)


def draw_signs(ground: Ground, chances: Mapping[str, float], least: Sequence[str], count: int) -> Signs:
    """Each sign by its chance; of those in `least` at least `count`, added in an order that is drawn too."""
    rng = ground.rng("signs")
    present = {sign: rng.random() < share for sign, share in chances.items()}
    missing = [sign for sign in least if not present[sign]]
    while sum(present[sign] for sign in least) < count:
        present[missing.pop(int(rng.random() * len(missing)))] = True
    return Signs(present)
