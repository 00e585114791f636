"""Which working day a source delivers what it has of a month: most before it is due, some a few days late."""

from __future__ import annotations

from functools import cache

from kontroll.example.chance import between, chance
from kontroll.example.days import MONTHS
from kontroll.example.scene import Scene

#: How many of a hundred files come after they were due.
_LATE = 0.07


class PostDays:
    """Days as numbers (`Days`), so that they can be compared; `text` and `date` are Days' to give."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        days = scene.days
        self.first = days.workday(days.start[0])
        #: When everything of the last month has been told, also what was reported after the files were drawn.
        self.closing = days.workday(scene.reported)

    def after(self, day: int, count: int) -> int:
        """The count-th working day after `day`; 24 and 31 December nobody sends anything."""
        days = self._scene.days
        while count:
            day += 1
            if days.is_workday(day) and not days.text(day).endswith(("-12-24", "-12-31")):
                count -= 1
        return day

    def beginning(self, month: int) -> int:
        """The first working days of a month: when the lists of units and people are sent."""
        if month == 0:
            return self.first
        rng = self._scene.stream("post-beginning", str(month))
        return self.after(self._scene.days.start[month] - 1, between(rng, 1, 2))

    @cache  # noqa: B019 -- one PostDays lives as long as the post it dates
    def of(self, source: str, month: int, due: int) -> int:
        """When `source` delivers a month (numbered) that is due `due` working days after its end."""
        if month < 0:
            return self.first
        rng, end = self._scene.stream("post", source, str(month)), self._scene.days.end[month]
        delay = between(rng, 1, 4) if chance(rng, _LATE) else -between(rng, 0, 1)
        day = self.after(end, due + delay)
        return min(day, self.closing) if month == MONTHS - 1 and due <= 10 else day
