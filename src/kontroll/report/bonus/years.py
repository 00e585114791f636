"""Bonus years: the sheets of each year, made when somebody asks for them, and kept with the situation they were made of."""

from __future__ import annotations

from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.report.bonus.criteria import Spread
from kontroll.report.bonus.year import BonusYear, bonus_year


class BonusYears:
    """spread: the assumed standard deviation of one answer, by indicator. At worst a year is made twice."""

    def __init__(self, rulebook: Rulebook, facts: Facts, spread: Spread) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._spread = spread
        self._made: dict[int, BonusYear] = {}

    def of(self, year: int) -> BonusYear:
        if year not in self._made:
            self._made[year] = bonus_year(self._rulebook, self._facts, year, self._spread)
        return self._made[year]
