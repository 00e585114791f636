"""Groups: what totals are made of: the whole, each tjeneste, and each enhet with all that is under it in the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import polars as pl

from kontroll.domain.month import Month


class GroupKind(Enum):
    """What a total can be of. BELOW: an enhet with all that is under it in the line."""

    ALL = "alle"
    SERVICE = "tjeneste"
    BELOW = "linje"


@dataclass(frozen=True, slots=True)
class Group:
    """id: the tjeneste, or the enhet at the top of it; "" of all."""

    kind: GroupKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value


EVERYBODY = Group(GroupKind.ALL)


class Placed(NamedTuple):
    """Where an enhet belonged."""

    service: str | None
    above: str | None
    leader: str | None


def places(organisation: pl.DataFrame, month: Month) -> dict[str, Placed]:
    """Of every enhet as it was in the month; of one that was not active then, as it was last before, or else first after."""
    nearest: dict[str, tuple[tuple[bool, int], Placed]] = {}
    columns = ("enhet", "tjeneste", "overordnet", "leder_id", "first")
    for enhet, service, above, leader, first in organisation.select(columns).iter_rows():
        later = first > month.ordinal
        rank = (not later, -first if later else first)
        if enhet not in nearest or rank > nearest[enhet][0]:
            nearest[enhet] = rank, Placed(service or None, above or None, leader or None)
    return {enhet: placed for enhet, (_rank, placed) in sorted(nearest.items())}


def groups_of(placed: Mapping[str, Placed]) -> dict[Group, frozenset[str]]:
    """Every group with its enheter, those at its top included. A line of one enhet alone is no group."""
    services: dict[str, set[str]] = {}
    lines: dict[str, set[str]] = {}
    for enhet, place in placed.items():
        if place.service is not None:
            services.setdefault(place.service, set()).add(enhet)
        for top in _line(placed, enhet):
            lines.setdefault(top, set()).add(enhet)
    found = {EVERYBODY: frozenset(placed)}
    found |= {Group(GroupKind.SERVICE, id): frozenset(of) for id, of in sorted(services.items())}
    found |= {Group(GroupKind.BELOW, id): frozenset(of) for id, of in sorted(lines.items()) if len(of) > 1}
    return found


def _line(placed: Mapping[str, Placed], enhet: str) -> Iterable[str]:
    """The enhet and those above it, upwards; a circle, which somebody has typed, is left where it closes."""
    passed: dict[str, None] = {}
    at: str | None = enhet
    while at is not None and at in placed and at not in passed:
        passed[at] = None
        at = placed[at].above
    return passed
