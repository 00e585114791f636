"""Today: what a step of the follow-up goes by: the kommune's choices, who is who, and which day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.rule import Consequence, Rule
from kontroll.wiring import Desk

#: Where a rule gives no deadline of its own.
DEADLINE_WORKING_DAYS = 10


@dataclass(frozen=True, slots=True)
class Today:
    """day: in Norway. controllers: ids of those who are internal control though no list says so."""

    desk: Desk
    directory: Directory
    day: date
    controllers: tuple[str, ...] = ()

    def deadline(self, working_days: int | None) -> date:
        """So many working days from today; the usual number where None is given."""
        return self.desk.days.after(self.day, DEADLINE_WORKING_DAYS if working_days is None else working_days)

    def consequence(self, rule: Rule) -> Consequence:
        """What follows when the rule strikes, as the version in force today says; the last one's where none is in force."""
        version = rule.version_in(Month.of(self.day)) or (rule.versions[-1] if rule.versions else None)
        return version.consequence if version is not None else Consequence()
