"""CurrentDesk: the kommune's desk as its rule and policy files stand now, read again when one of them changes.

Why: a worker runs for months, and what it judges by must be what stands in the files. While they cannot be read, people
are still reminded and messages sent by what was read last; the month is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kontroll.domain.problem import Gravity, Problem
from kontroll.jobs.result import JobStopped
from kontroll.log import logger
from kontroll.settings import Settings
from kontroll.wiring import Desk, open_desk

#: The job that judges by the rules.
JUDGING = "maanedskjoring"
_log = logger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


class CurrentDesk:
    """desk: the last that could be read, always with the same database. Its owner closes that."""

    def __init__(self, desk: Desk, read: Callable[[Settings], tuple[Desk | None, list[Problem]]] | None = None) -> None:
        self.desk = desk
        self._read = read or open_desk
        self._stamp = _stamp(desk.settings)
        self._sound = True

    def refresh(self) -> None:
        """Read the files again if any of them changed."""
        stamp = _stamp(self.desk.settings)
        if stamp == self._stamp:
            return
        found, problems = self._read(self.desk.settings)
        self._stamp = stamp
        self._sound = found is not None
        if found is None:
            stopping = sum(problem.gravity is Gravity.STOPS for problem in problems)
            _log.error("rules and policies cannot be read", problems=stopping)
            return
        found.database.close()
        self.desk = replace(found, database=self.desk.database)
        _log.info("rules and policies read again", rules=len(found.rulebook.rules))

    def demand_sound(self, job: str) -> None:
        """Raises JobStopped for the job that would judge by rules which cannot be read as they stand."""
        if job == JUDGING and not self._sound:
            raise JobStopped("the rule files cannot be read")


def _stamp(settings: Settings) -> Stamp:
    """Path, time of change and size of each file. One that disappears meanwhile is not there."""
    return tuple(sorted(_files(settings.rules, settings.policies)))


def _files(*folders: Path) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                stat = path.stat()
            except OSError:
                continue
            yield str(path), stat.st_mtime_ns, stat.st_size
