"""Agreement policy: when resultatavtaler are to be made and followed up, and what of compliance with rules they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kontroll.domain.problem import Place


@dataclass(frozen=True, slots=True)
class DayOfYear:
    month: int
    day: int

    def of(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class ControlGoal:
    """counts: what of the unit's own saker is counted. green, yellow: whole numbers."""

    counts: str
    green: int
    yellow: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPolicy:
    """remind_days: working days before the day. council_role: who signs for the council, as personer.csv calls her."""

    sign_by: DayOfYear = DayOfYear(2, 28)
    midyear_by: DayOfYear = DayOfYear(9, 15)
    result_by: DayOfYear = DayOfYear(3, 15)
    remind_days: int = 10
    council_role: str = "ordfører"
    control: tuple[ControlGoal, ...] = ()
    place: Place = field(default=Place(""), compare=False)
