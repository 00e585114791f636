"""Settled: what the checks of one item came to, or that it is not known yet.

A finding counts when another person has approved it. Of an item that is checked twice, blind, the two must agree, or a third
check settles it. Until then it is unknown, and unknown is never right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kontroll.domain.draw import DrawnItem, ItemCheck
from kontroll.domain.itemcheck import FIRST, SECOND, SETTLING, latest
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """check: the one that counts, None = unknown. agreed: whether two checks said the same, None = not checked twice."""

    item: DrawnItem
    check: ItemCheck | None
    agreed: bool | None = None
    why_unknown: str = ""

    @property
    def is_known(self) -> bool:
        return self.check is not None

    @property
    def is_deviation(self) -> bool:
        return self.check is not None and self.check.finding.is_deviation


def settled(items: Iterable[DrawnItem], checks: Iterable[ItemCheck]) -> list[Settled]:
    """One for each item, in their order."""
    of_item: defaultdict[str, list[ItemCheck]] = defaultdict(list)
    for check in checks:
        of_item[check.identity].append(check)
    return [_settled(item, latest(of_item[item.identity])) for item in items]


def _settled(item: DrawnItem, rounds: Mapping[int, ItemCheck]) -> Settled:
    first, second = rounds.get(FIRST), rounds.get(SECOND)
    agreed = None if first is None or second is None else first.finding is second.finding
    counts = rounds.get(SETTLING) or first
    if counts is None:
        return Settled(item=item, check=None, why_unknown=_("ikke kontrollert"))
    if item.second and second is None and SETTLING not in rounds:
        return Settled(item=item, check=None, why_unknown=_("venter på blind kontroll nummer to"))
    if agreed is False and SETTLING not in rounds:
        return Settled(item=item, check=None, agreed=agreed, why_unknown=_("to kontroller er uenige"))
    if counts.approved_by is None:
        return Settled(item=item, check=None, agreed=agreed, why_unknown=_("venter på godkjenning"))
    return Settled(item=item, check=counts, agreed=agreed)
