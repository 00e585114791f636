"""Reading coverage: of those who should have read something, how many have, by enhet, with small groups held back.

Why small groups: where two of three have confirmed, everybody knows who has not. A group of fewer than five is not shown
by itself; where only one is hidden, the next smallest is hidden too, or the total would tell it. Whoever may see them
asks for plain counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: Fewer than this many persons are not shown by themselves (domain research, section 1.3).
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Group:
    """The persons of one enhet. should, has: counts. hidden: not to be shown by itself."""

    enhet: str
    name: str
    should: int
    has: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """should, has: persons, each counted once. groups: by enhet; a person of two is counted in both."""

    should: int
    has: int
    groups: tuple[Group, ...]

    @property
    def share(self) -> int | None:
        """Per cent, rounded down; None where nobody should: not 100."""
        return 100 * self.has // self.should if self.should else None


def coverage(should: Mapping[str, Collection[str]], has: Collection[str], names: Mapping[str, str]) -> Coverage:
    """should: person -> her enheter; none: she belongs to the whole kommune. names: of enheter."""
    by_enhet: dict[str, list[str]] = {}
    for person, enheter in should.items():
        for enhet in enheter or ("",):
            by_enhet.setdefault(enhet, []).append(person)
    hidden = _hidden({enhet: len(persons) for enhet, persons in by_enhet.items()})
    groups = tuple(
        Group(enhet, names.get(enhet, enhet), len(persons), sum(one in has for one in persons), enhet in hidden)
        for enhet, persons in sorted(by_enhet.items())
    )
    return Coverage(len(should), sum(person in has for person in should), groups)


def _hidden(sizes: Mapping[str, int]) -> frozenset[str]:
    small = {enhet for enhet, size in sizes.items() if size < SMALLEST}
    if len(small) == 1:
        others = [enhet for enhet in sizes if enhet not in small]
        small |= set(sorted(others, key=lambda enhet: (sizes[enhet], enhet))[:1])
    return frozenset(small)
