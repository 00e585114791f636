"""Partsize: how one part of a frozen list is drawn, whether a person planned it or the control plan did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.strata import NONPOSITIVE, TOP, UNCERTAIN, WITHOUT_AMOUNT
from kontroll.sampling.rates import ceiling

#: Words of the protocol.
SIMPLE, SYSTEMATIC, AMOUNT, ALL = "enkel", "systematisk", "belop", "alle"
#: Parts of which every record is looked at.
_WHOLE = (TOP, NONPOSITIVE)
#: Parts with records whose amount may be missing: an amount that is none gives no chance to be drawn.
_AMOUNTLESS = (UNCERTAIN, WITHOUT_AMOUNT)
#: So large a share of the sample may turn out to need a replacement.
_SPARE, _LEAST_SPARE = Fraction(1, 5), 2


@dataclass(frozen=True, slots=True)
class PartSize:
    """method: the word of the protocol. n: how many are drawn, all stages apart. reserve: for replacements and later stages."""

    name: str
    method: str
    n: int
    reserve: int = 0


def way_of(name: str, method: str) -> str:
    """How a part is drawn where the list as a whole is drawn by the method."""
    if name in _WHOLE:
        return ALL
    return SIMPLE if method == AMOUNT and name in _AMOUNTLESS else method


def part_size(name: str, count: int, method: str, stages: int, least: Callable[[str], int]) -> PartSize:
    """least: how many are needed in each stage, by the method it comes to. May raise what `least` raises."""
    if name in _WHOLE:
        return PartSize(name, ALL, count)
    method = way_of(name, method)
    n = least(method)
    if n * stages >= count:
        return PartSize(name, ALL, count)
    if method != SIMPLE:
        return PartSize(name, method, n)
    spare = max(_LEAST_SPARE, ceiling(_SPARE * n)) + n * (stages - 1)
    return PartSize(name, SIMPLE, n, min(spare, count - n))
