"""Places: where each enhet stood in the organisation of a month: who is above it, what is below it, which tjeneste it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kontroll.domain.month import Month
from kontroll.facts.facts import Facts


@dataclass(frozen=True, slots=True)
class Place:
    """One enhet in one month. above: None for the top, or where it is not active."""

    enhet: str
    unit_type: str | None
    service: str | None
    above: str | None


class Places:
    """The active enheter of a month. A loop in the organisation is walked once and no further."""

    def __init__(self, facts: Facts, month: Month) -> None:
        at = month.ordinal
        covers = (pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at)
        rows = facts.organisation.filter(covers).select("enhet", "enhetstype", "tjeneste", "overordnet")
        self.of: Mapping[str, Place] = {
            enhet: Place(enhet, kind or None, service or None, above or None)
            for enhet, kind, service, above in sorted(rows.iter_rows(), key=lambda row: str(row[0]))
        }

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for place in self.of.values():
            if place.above is not None:
                found[place.above].append(place.enhet)
        return found

    def directly_below(self, enhet: str) -> list[str]:
        """By id."""
        return list(self._children.get(enhet, ()))

    def at_or_below(self, enhet: str) -> list[str]:
        """It and all under it, by id; none where it is not active."""
        found: dict[str, None] = {}
        waiting = [enhet] if enhet in self.of else []
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = None
                waiting += self._children.get(one, ())
        return sorted(found)

    def is_under(self, enhet: str, others: Collection[str]) -> bool:
        """Whether one of the others is above it."""
        return any(above in others for above in self._above(enhet))

    def _above(self, enhet: str) -> Iterator[str]:
        """What is above it, the nearest first."""
        seen = {enhet}
        place = self.of.get(enhet)
        while place is not None and place.above is not None and place.above not in seen:
            seen.add(place.above)
            yield place.above
            place = self.of.get(place.above)

    def with_service(self, service: str) -> list[str]:
        return [place.enhet for place in self.of.values() if place.service == service]

    def services_below(self, enhet: str) -> frozenset[str]:
        return frozenset(s for one in self.at_or_below(enhet) if (s := self.of[one].service) is not None)

    @cached_property
    def top(self) -> str | None:
        """The enhet that has nobody above it and the most under it; None where there is no enhet."""
        tops = [one.enhet for one in self.of.values() if one.above is None or one.above not in self.of]
        return max(tops, key=lambda one: (len(self.at_or_below(one)), one), default=None)

    def line(self, enhet: str) -> Iterator[Place]:
        """Those above it, the nearest first."""
        seen = {enhet}
        above = self.of[enhet].above if enhet in self.of else None
        while above is not None and above in self.of and above not in seen:
            seen.add(above)
            yield self.of[above]
            above = self.of[above].above
