"""Few: numbers that are shown to many, so that none below a least one can be read, or worked out of the others.

Why a number is sometimes hidden though it is large: where the sum is shown, and one number of its parts is not, that one is
the rest. Then the smallest of the others is hidden as well (secondary suppression, as SSB does it).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: Smaller numbers are not shown: so many persons or enheter are easily guessed.
LEAST = 5
#: How far apart the highest and the lowest possible sum of the hidden small numbers must be.
_AMBIGUOUS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One number of several. value: None = not shown."""

    name: str
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A sum and its parts. total: None = not shown; then no part is either."""

    parts: tuple[Shown, ...]
    total: int | None


def split(parts: Sequence[tuple[str, int]]) -> Split:
    """The parts with their sum, so that no number below LEAST can be read, or worked out of the others."""
    total = sum(count for _name, count in parts)
    shown = {name: count for name, count in parts if count >= LEAST}
    hidden = {name: count for name, count in parts if count < LEAST}
    while hidden and shown and not _is_safe(hidden.values(), shown.values()):
        smallest = min(shown, key=lambda name: shown[name])
        hidden[smallest] = shown.pop(smallest)
    # Nothing is left to hide them among: then the sum itself would tell too much.
    told = not hidden or _is_safe(hidden.values(), shown.values())
    return Split(
        parts=tuple(Shown(name, shown.get(name) if told else None) for name, _count in parts),
        total=total if told and total >= LEAST else None,
    )


def together(*splits: Split) -> tuple[Split, ...]:
    """Of the same things: where one of them cannot be shown with the sum, nothing of any is, for the others would tell it."""
    if all(one.total is not None for one in splits):
        return splits
    return tuple(Split(parts=tuple(Shown(p.name, None) for p in one.parts), total=None) for one in splits)


def _is_safe(hidden: Collection[int], shown: Collection[int]) -> bool:
    """Whether several values are still possible for what the small ones are together.

    Whoever knows the rule knows that those hidden beside them are at least LEAST, and at most the smallest shown.
    """
    large = [count for count in hidden if count >= LEAST]
    if not large:
        return False
    left, small = sum(hidden), len(hidden) - len(large)
    highest = min(small * (LEAST - 1), left - LEAST * len(large))
    lowest = max(0, left - min(shown) * len(large)) if shown else 0
    return highest - lowest >= _AMBIGUOUS
