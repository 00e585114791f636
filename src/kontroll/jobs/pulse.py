"""Pulse: the worker that leads shows every half minute that it is there, also while a job takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from kontroll.flows.home.vital_signs import BEAT, show_worker
from kontroll.log import logger
from kontroll.store.database import Database

#: Seconds that a worker which is to stop waits for the last sign to be written.
_PATIENCE = 2.0
_log = logger(__name__)


@contextmanager
def pulse(database: Database, clock: Callable[[], datetime], beat: float = BEAT) -> Iterator[None]:
    """As long as it is entered. beat: seconds."""
    ended = Event()
    # A daemon: it may be waiting for the database when the worker is to stop.
    thread = Thread(target=_beat, args=(database, clock, beat, ended), name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_PATIENCE)


def _beat(database: Database, clock: Callable[[], datetime], beat: float, ended: Event) -> None:
    while True:
        try:
            show_worker(database, clock())
        except Exception:
            # A database that is away, or held long by another. That nothing is shown is itself what is looked for.
            _log.warning("sign of life not written", exc_info=True)
        if ended.wait(beat):
            return
