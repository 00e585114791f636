"""Kept fresh: the situation that the pages show is made again after a run, after a delivery, and on another day.

Why aside, and swapped in whole: the worker is another process, and to assess takes from seconds to minutes. Nobody waits
for it: until the new situation is ready the old one is shown, with its day. A request keeps the one it began with.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread
from time import monotonic
from typing import Protocol

from kontroll.flows.judging.assess import assess
from kontroll.flows.judging.stands_on import StandsOn, stands_on
from kontroll.log import logger
from kontroll.report.courses import prepare
from kontroll.report.summary import Summaries
from kontroll.web.months_aside import MonthsAside
from kontroll.wiring import Desk

#: Seconds between two looks, and before what could not be made is tried again though nothing is new.
BEAT, AGAIN = 5.0, 600.0
#: Seconds that a process which is to stop waits for a look to end; what is being made then is left.
_PATIENCE = 1.0
_log = logger(__name__)


class Shows(Protocol):
    """Where what was made is shown."""

    def show(self, summaries: Summaries) -> None:
        """summaries: made ready."""


@dataclass(slots=True)
class Shown:
    """What the pages show now: one place for the pages and the API. Swapped in one step. None: the months are being made."""

    summaries: Summaries | None = None

    def show(self, summaries: Summaries) -> None:
        prepare(summaries.situation)
        self.summaries = MonthsAside(summaries)
        # Millions of objects that live until they are swapped: looking through them for what can be thrown away would
        # hold up the pages again and again. What was shown before is looked through once.
        gc.unfreeze()
        gc.collect()
        gc.freeze()


class Looks(Protocol):
    def look(self) -> bool:
        """Whether there was something new. Never raises."""


class Freshener:
    """Makes what is shown anew when the database is ahead of what it stands on. Used by one thread."""

    def __init__(
        self, shown: Shows, desk: Desk | None, clock: Callable[[], datetime], on: StandsOn | None = None
    ) -> None:
        """desk: None where there is no database to look in. clock: the time now, in the kommune's own zone.

        on: what is shown was made from this; None = nothing is shown yet.
        """
        self._shown = shown
        self._desk = desk
        self._clock = clock
        self._on = on
        self._failed: tuple[StandsOn, float] | None = None

    def begin(self, first: Callable[[], Summaries | None]) -> bool:
        """Shows what `first` makes; False where it makes nothing."""
        # Before: what comes meanwhile is newer than what is shown.
        on = self._now()
        made = first()
        if made is None:
            return False
        made.make_ready()
        self._shown.show(made)
        self._on = on
        return True

    def look(self) -> bool:
        """Whether something new is shown. Never raises: a database that is away is no reason to show nothing."""
        now = self._now()
        if now is None or now == self._on or self._has_failed(now):
            return False
        made = self._made(now)
        if made is None:
            self._failed = (now, monotonic())
            return False
        self._shown.show(made)
        self._on, self._failed = now, None
        return True

    def _now(self) -> StandsOn | None:
        if self._desk is None:
            return None
        try:
            return stands_on(self._desk.database, self._clock().date())
        except Exception:
            _log.warning("cannot see whether there is something newer", exc_info=True)
            return None

    def _has_failed(self, now: StandsOn) -> bool:
        """With the same, a little while ago."""
        return self._failed is not None and self._failed[0] == now and monotonic() - self._failed[1] < AGAIN

    def _made(self, now: StandsOn) -> Summaries | None:
        assert self._desk is not None
        begun = monotonic()
        try:
            situation, problems = assess(self._desk.settings, now.today, lambda _stage: None, self._desk.database)
            if situation is None:
                # Not what they say: it may quote what was delivered. `kontroll tjener` and the page of deliveries tell.
                _log.error("what is shown was not renewed", problems=len(problems))
                return None
            summaries = Summaries(situation)
            summaries.make_ready()
        except Exception:
            _log.exception("what is shown was not renewed")
            return None
        _log.info("what is shown was renewed", month=str(situation.last), seconds=round(monotonic() - begun, 1))
        return summaries


@contextmanager
def kept_fresh(freshener: Looks, beat: float = BEAT, begun: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """As long as it is entered. beat: seconds. begun: done before the first look, aside too; False = there is nothing to see."""
    ended = Event()

    def look_on() -> None:
        if not begun():
            return
        while not ended.wait(beat):
            freshener.look()

    # A daemon: a month that is being assessed is nothing to wait for when the pages are to stop.
    thread = Thread(target=look_on, name="kept-fresh", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_PATIENCE)
