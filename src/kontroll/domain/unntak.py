"""Unntak: a rule that does not follow up one unit, or one record of it, for a limited time and with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal
from kontroll.domain.sak import Sak, demand

#: What needs an exemption for longer than a year is a rule that should be changed, or asked for anew.
LONGEST_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Unntak:
    """first, last: the months it holds for, both included. post: "" = the whole unit. The reason lies beside the trail."""

    id: str
    sak: str | None
    rule: str
    enhet: str
    post: str = ""
    first: Month
    last: Month
    granted_by: str
    granted_on: date
    version: int = 0

    def covers(self, rule: str, enhet: str, post: str, month: Month) -> bool:
        """Whether the rule does not follow up this unit or record (post, "" = the unit) in the month."""
        about = self.rule == rule and self.enhet == enhet and self.post in ("", post)
        return about and self.first <= month <= self.last


def demand_limited(first: Month, last: Month, sak: Sak) -> None:
    """An exemption ends after it begins, and within the longest time."""
    months = last.ordinal - first.ordinal + 1
    demand(months >= 1, Refusal.EXEMPTION_BACKWARDS, sak)
    demand(months <= LONGEST_MONTHS, Refusal.EXEMPTION_TOO_LONG, sak)
