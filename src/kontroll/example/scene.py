"""The scene: which months the example covers, and the random stream of each part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random

from kontroll.domain.month import Month
from kontroll.example.chance import steady, stream
from kontroll.example.days import MONTHS, Days


@dataclass(frozen=True)
class Scene:
    """36 months that end with `last`. Months are numbered 0 to 35 inside the example; negative is before.

    planted: whether Furuvik's own quiet case (planted.py) takes place. calm: nothing else goes wrong either, but for the
    noise that the best kept books have (noise.py).
    """

    seed: int
    last: Month
    planted: bool = True
    calm: bool = False

    @cached_property
    def first(self) -> Month:
        return self.last.plus(1 - MONTHS)

    @cached_property
    def days(self) -> Days:
        return Days(self.first)

    @cached_property
    def today(self) -> int:
        """The last day of the last month. What happens later is in no record."""
        return self.days.end[MONTHS - 1]

    @cached_property
    def reported(self) -> int:
        """The day the folder is written: the figures of the last month have been reported and explained by then."""
        return self.today + 14

    def stream(self, *names: str) -> Random:
        return (steady if self.calm else stream)(self.seed, *names)

    @cached_property
    def _months(self) -> dict[int, Month]:
        return {}

    def month(self, number: int) -> Month:
        # Asked for hundreds of thousands of times.
        found = self._months.get(number)
        if found is None:
            found = self._months[number] = self.first.plus(number)
        return found

    def number(self, month: Month) -> int:
        return month.ordinal - self.first.ordinal

    def first_july(self, after: int) -> int:
        """The first July not before month `after`; school years end there."""
        return next(i for i in range(after, after + 12) if self.month(i).number == 7)

    @property
    def survey_years(self) -> range:
        """The years whose surveys are delivered: every finished year, and two before the period."""
        finished = self.last.year if self.last.number == 12 else self.last.year - 1
        return range(self.first.year - 2, finished + 1)

    @property
    def year_without_user_survey(self) -> int:
        """The last finished year but one: what came before cannot be compared with what came after."""
        return self.survey_years[-2]
