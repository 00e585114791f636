"""Parts: how many there are in each stratum of a list, how much, and how heavy; read once, line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """amount: øre of the lines; 0 where the list does not tell amounts. weight: 1 each where nothing is weighted."""

    count: int
    amount: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """strata: by name. weights: of the ids that were asked for."""

    strata: Mapping[str, Part]
    weights: Mapping[str, int]


def parts_of(tsv: bytes, identities: Collection[str]) -> Parts:
    """The list must be one that was checked: a line that is no line raises ValueError."""
    wanted = frozenset(identities)
    sums: dict[str, list[int]] = {}
    weights: dict[str, int] = {}
    for line in _lines(tsv):
        identity, stratum, amount, weight, _digest = line.split("\t")
        one = sums.setdefault(stratum, [0, 0, 0])
        one[0] += 1
        one[1] += int(amount)
        one[2] += int(weight)
        if identity in wanted:
            weights[identity] = int(weight)
    return Parts(strata={name: Part(*one) for name, one in sorted(sums.items())}, weights=weights)


def _lines(tsv: bytes) -> Iterator[str]:
    """Without the heading."""
    start = tsv.find(b"\n") + 1
    while start < len(tsv):
        end = tsv.find(b"\n", start)
        yield tsv[start:end].decode()
        start = end + 1
