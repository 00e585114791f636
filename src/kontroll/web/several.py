"""Several: the pages served by several processes, and one that looks after them: makes what they show, and counts for them.

Whoever serves is uvicorn's worker, each with its own database connections; one that dies or hangs is started again.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from shutil import rmtree
from socket import socket
from tempfile import TemporaryDirectory
from threading import Thread, get_native_id
from time import sleep
from typing import Any

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.supervisors.multiprocess import Multiprocess

from kontroll import log
from kontroll.domain.rulebook import Rulebook
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.web.app import create_app
from kontroll.web.counted import Counter, counting
from kontroll.web.handed_over import HandsOver, TakesOver
from kontroll.web.kept_fresh import Shown, Shows
from kontroll.web.observed import without_the_servers_own_lines
from kontroll.wiring import Desk

#: prometheus_client's own name for the folder in which processes count together; read as it is loaded.
_COUNTS_IN = "PROMETHEUS_MULTIPROC_DIR"
#: Seconds between two looks for something newer, and for whether the one that looks after us is still there.
_BEAT = 0.5
#: Seconds that a process may be busy with what is new before it is taken to hang.
_HANGS_AFTER = 120
#: As `nice` counts.
_STEPS_BACK = 10
#: Pages that all of them together make at once, and one of them at least; and connections beside, for who writes aside.
_THREADS, _FEWEST, _ASIDE = 40, 8, 4
#: Connections that wait to be taken; how many one process takes at a time, so that they are shared out among those that are idle.
_WAITING, _AT_A_TIME = 2048, 1


@dataclass(frozen=True, slots=True)
class OneOfSeveral:
    """Makes the application in the process that is to serve it.

    desk: what a Desk is made of, but for its database; None where there is none. Rules and choices are those of all the
    processes, as they stood when the pages were started.
    """

    desk: Mapping[str, Any] | None
    handed_over: Path
    counts: Path
    counter: Counter
    looked_after_by: int
    threads: int

    def __call__(self) -> ASGIApp:
        without_the_servers_own_lines()
        desk = None
        if self.desk is not None:
            desk = Desk(**self.desk, database=Database(self.desk["settings"].database_url, self.threads + _ASIDE))
        _configure_log(desk.settings if desk is not None else None, desk.rulebook if desk is not None else None)
        shown = Shown()
        app = create_app(shown, desk, counted=self.counter.counted(), counts=self.counts)
        taker = TakesOver(
            self.handed_over, shown, lambda new: _configure_log(desk.settings if desk else None, new.rulebook)
        )
        Thread(target=self._look_on, args=(taker,), name="handed-over", daemon=True).start()
        return _OfThreads(app, self.threads)

    def _look_on(self, taker: TakesOver) -> None:
        while os.getppid() == self.looked_after_by:
            try:
                taker.look()
            except Exception:
                log.logger(__name__).exception("what was made could not be taken over")
                sleep(10)
            sleep(_BEAT)
        # It was killed: nobody would start this one again, or stop it, or take away what it left.
        rmtree(self.handed_over, ignore_errors=True)
        os.kill(os.getpid(), signal.SIGTERM)


def _configure_log(settings: Settings | None, rulebook: Rulebook | None) -> None:
    level, personal = ("info", ()) if settings is None else (settings.log_level, settings.personal_columns)
    known = rulebook.personal_columns if rulebook is not None else frozenset()
    log.configure(level, known.union(personal), process=os.getpid())


class _OfThreads:
    """So many pages at once: not more than there are database connections."""

    def __init__(self, app: ASGIApp, threads: int) -> None:
        self._app = app
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            current_default_thread_limiter().total_tokens = self._threads
        await self._app(scope, receive, send)


def step_back() -> None:
    """Called in a thread that makes months: it, and those it starts, let whoever serves pages come first. Linux alone can."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _STEPS_BACK)


class _Family(Multiprocess):
    """uvicorn's, with connections shared out."""

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        for bound in self.sockets:
            # A process that begins to listen makes the queue as short as what it takes at a time.
            bound.listen(_WAITING)


def serve_several(
    desk: Desk | None,
    processes: int,
    bound: socket,
    options: dict[str, Any],
    kept: Callable[[Shows, Callable[[], None]], AbstractContextManager[None]],
) -> None:
    """Until interrupted. kept: given where to show and how to stop, keeps what is shown fresh as long as it is entered."""
    with _folder() as folder, counting(folder) as counter:
        handed_over, counts = folder / "vist", folder / "tall"
        parts = None
        if desk is not None:
            parts = {field.name: getattr(desk, field.name) for field in fields(desk) if field.name != "database"}
        one = OneOfSeveral(parts, handed_over, counts, counter, os.getpid(), max(_FEWEST, _THREADS // processes))
        config = uvicorn.Config(
            one,
            factory=True,
            workers=processes,
            backlog=_AT_A_TIME,
            timeout_worker_healthcheck=_HANGS_AFTER,
            **options,
        )
        with _own_signals():
            family = _Family(config, sockets=[bound])
            with kept(HandsOver(handed_over), family.should_exit.set):
                family.run()


@contextmanager
def _folder() -> Iterator[Path]:
    """For this run of the pages; gone after it."""
    with TemporaryDirectory(prefix="kontroll-") as made:
        folder = Path(made)
        for name in ("vist", "tall"):
            (folder / name).mkdir()
        os.environ[_COUNTS_IN] = str(folder / "tall")
        try:
            yield folder
        finally:
            del os.environ[_COUNTS_IN]


@contextmanager
def _own_signals() -> Iterator[None]:
    """What signals did before, they do after."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, does in before.items():
            signal.signal(number, does)
