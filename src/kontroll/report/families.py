"""Families: indicators that are hidden together, since one of them could be worked out from the others.

A survey is one: its factors have one source, and an index of five factors beside four of them tells the fifth. Where an index
has parts from elsewhere too, they belong to the family as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kontroll.domain.indicator import FromRecords, Indicator, WeightedIndex


@dataclass(frozen=True, slots=True)
class Family:
    """members: delivered indicators, by id. Equal families are one.

    is_told: whether its totals hold also what few stand behind, where that gives nobody away. Otherwise, as of sick leave
    month by month, they hold what is published of enheter.
    """

    members: tuple[str, ...]
    is_told: bool


def least_shown(indicator: Indicator) -> int:
    """A value with fewer persons behind it is not published; 0 = nobody stands behind it."""
    return max(indicator.min_count, indicator.shown_from_count)


def families(indicators: Mapping[str, Indicator]) -> dict[str, Family]:
    """Indicator -> its family; those that nothing has to be hidden for have none."""
    above: dict[str, str] = {}

    def top(id: str) -> str:
        while id in above:
            id = above[id]
        return id

    sources: dict[tuple[str, int], str] = {}
    for id, one in indicators.items():
        if one.computed is None and least_shown(one):
            first = sources.setdefault((one.source, one.frequency.months), id)
            if top(first) != top(id):
                above[top(id)] = top(first)
    for one in indicators.values():
        parts = [id for id in delivered_parts(indicators, one) if indicators[id].frequency is one.frequency]
        if any(least_shown(indicators[id]) for id in parts):
            for id in parts[1:]:
                if top(parts[0]) != top(id):
                    above[top(id)] = top(parts[0])
    groups: dict[str, list[str]] = {}
    for id in indicators:
        groups.setdefault(top(id), []).append(id)
    found: dict[str, Family] = {}
    for ids in groups.values():
        members = tuple(sorted(id for id in ids if indicators[id].computed is None))
        if any(least_shown(indicators[id]) for id in members):
            family = Family(members, any(indicators[id].min_count for id in members))
            found |= dict.fromkeys(members, family)
    return found


def delivered_parts(indicators: Mapping[str, Indicator], indicator: Indicator) -> Iterator[str]:
    """The delivered indicators that an index is made of, at any depth; of one that is no index, none."""
    if not isinstance(indicator.computed, WeightedIndex):
        return
    for id in indicator.computed.parts:
        if indicators[id].computed is None:
            yield id
        elif not isinstance(indicators[id].computed, FromRecords):
            yield from delivered_parts(indicators, indicators[id])
