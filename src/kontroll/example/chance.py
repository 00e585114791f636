"""Chance that is the same everywhere: named random streams and distributions of plain arithmetic.

Why: the example kommune must be byte-identical under every Python, platform and locale. Streams are seeded by text
(hashed by the generator itself, not by `hash`), and the distributions use only + - * / and comparison, because the
last digit of `log`, `cos` and of a float `sum` differs between C libraries and Python versions.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

# Quantiles of what a kommune pays, as multiples of the median: most is small, a little is very large.
_SHARES = (0.0, 0.10, 0.25, 0.50, 0.75, 0.90, 0.97, 0.995, 1.0)
#: What of chance a steady generator leaves out at either end.
_TAIL = 0.0655
_MULTIPLES = (0.08, 0.22, 0.45, 1.0, 2.3, 5.5, 13.0, 34.0, 80.0)


def stream(seed: int, *names: str) -> Random:
    """A generator of its own for the named part, so that a new part moves none of the others."""
    return Random(":".join((str(seed), *names)))


class Steady(Random):
    """Chance without its tails: what happens one time in sixteen never does, and what nearly always happens always does.

    Why: a kommune where nothing is wrong is the same kommune on an even day, and not another program.
    """

    def random(self) -> float:
        return _TAIL + (1.0 - 2.0 * _TAIL) * super().random()


def steady(seed: int, *names: str) -> Random:
    return Steady(":".join((str(seed), *names)))


def normal(rng: Random) -> float:
    """Nearly normal, mean 0 and deviation 1, never beyond 4.3: six uniforms added."""
    draw = rng.random
    return (draw() + draw() + draw() + draw() + draw() + draw() - 3.0) * 1.4142135623730951


def pick(rng: Random, items: Sequence[T]) -> T:
    return items[int(rng.random() * len(items))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def count(rng: Random, mean: float) -> int:
    """How many of something happen, about Poisson: the mean with a deviation of its square root."""
    spread = mean**0.5 * normal(rng)
    whole = int(mean + spread + rng.random())
    return whole if whole > 0 else 0


def skewed(rng: Random, median: float) -> float:
    """A positive amount around `median` with a long tail upwards."""
    share = rng.random()
    place = bisect(_SHARES, share) - 1
    within = (share - _SHARES[place]) / (_SHARES[place + 1] - _SHARES[place])
    low, high = _MULTIPLES[place], _MULTIPLES[place + 1]
    return median * (low + (high - low) * within * (1.0 + within) / 2.0)


class Weighted:
    """Items drawn in proportion to whole-number weights."""

    def __init__(self, weights: dict[str, int]) -> None:
        self._items = [item for item, weight in weights.items() if weight > 0]
        self._ends: list[int] = []
        total = 0
        for item in self._items:
            total += weights[item]
            self._ends.append(total)
        self._total = total

    def draw(self, rng: Random) -> str:
        return self._items[bisect(self._ends, rng.random() * self._total)]
