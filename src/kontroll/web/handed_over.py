"""Handed over: one process makes what the pages show, and several show it.

Why not each for itself: to assess takes tens of seconds, and would be paid for by every process at once, while people wait
for pages; and they would change one by one. What was made is written as it lies in memory, to a folder that only this
user may open, and nothing else is ever read from it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

from kontroll.log import logger
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.web.kept_fresh import Shows

_ENDING = ".vist"
_log = logger(__name__)


class HandsOver:
    """What is made is given to whoever looks in the folder. Only the newest is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def show(self, summaries: Summaries) -> None:
        self._number += 1
        begun = self._folder / "neste"
        with begun.open("wb") as file:
            pickle.dump(summaries, file, pickle.HIGHEST_PROTOCOL)
        begun.rename(self._folder / f"{self._number:06}{_ENDING}")
        (self._folder / f"{self._number - 1:06}{_ENDING}").unlink(missing_ok=True)


class TakesOver:
    """Shows the newest in the folder. Used by one thread."""

    def __init__(self, folder: Path, shown: Shows, told: Callable[[Situation], None] = lambda _new: None) -> None:
        """told: called with what is about to be shown."""
        self._folder = folder
        self._shown = shown
        self._told = told
        self._taken = ""

    def look(self) -> bool:
        newest = max(self._folder.glob(f"*{_ENDING}"), default=None)
        if newest is None or newest.name == self._taken:
            return False
        try:
            with newest.open("rb") as file:
                summaries: Summaries = pickle.load(file)
        except FileNotFoundError:
            # There is a newer one; the next look finds it.
            return False
        self._told(summaries.situation)
        self._shown.show(summaries)
        self._taken = newest.name
        _log.info("what is shown was taken over", month=str(summaries.situation.last))
        return True
