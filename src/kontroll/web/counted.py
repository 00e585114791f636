"""Counted: what is counted over all processes that show the pages: reports without a name, and how often each key asks.

Why one counts for all: each for itself would allow as many times as much. It is the process that looks after the others;
what it counts lies in its memory alone, and is asked for over a socket that no other user may open.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from kontroll.web.api.key import Pace
from kontroll.web.day_limit import DayLimit


@dataclass
class Counted:
    """Of this process alone, where nothing else is given."""

    reports: DayLimit = field(default_factory=DayLimit)
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Counter:
    """Where it is counted. key: what a process shows to be one of those that may ask."""

    socket: str
    key: bytes

    def counted(self) -> Counted:
        """Counted there, for a process that counts nothing itself."""
        line = _Line(Client(self.socket, authkey=self.key))
        return Counted(_ReportsElsewhere(line), _PaceElsewhere(line))


@contextmanager
def counting(folder: Path) -> Iterator[Counter]:
    """Counts for others, as long as it is entered. folder: one that only this user may open."""
    counter, kept, ended = Counter(str(folder / "telling"), secrets.token_bytes(32)), Counted(), Event()
    with Listener(counter.socket, authkey=counter.key) as listener:
        # Daemons: they wait for nobody when the pages are to stop.
        Thread(target=_listen, args=(listener, kept, ended), name="counting", daemon=True).start()
        yield counter
        ended.set()


def _listen(listener: Listener, kept: Counted, ended: Event) -> None:
    while not ended.is_set():
        try:
            line = listener.accept()
        except (OSError, EOFError, AuthenticationError):
            # Somebody else, or one who hung up.
            continue
        Thread(target=_answer, args=(line, kept), daemon=True).start()


def _answer(line: Connection[Any, Any], kept: Counted) -> None:
    """As long as the process at the other end lives."""
    with line:
        while True:
            try:
                match line.recv():
                    case ("reports", address, day):
                        line.send(kept.reports.allows(address, day))
                    case ("pace", key):
                        line.send(kept.pace.wait(key))
            except (OSError, EOFError):
                return


class _Line:
    """One question at a time."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._lock = Lock()

    def ask(self, *question: object) -> Any:
        with self._lock:
            self._connection.send(question)
            return self._connection.recv()


class _ReportsElsewhere(DayLimit):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def allows(self, address: str, day: date) -> bool:
        return bool(self._line.ask("reports", address, day))


class _PaceElsewhere(Pace):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def wait(self, key: str) -> float:
        return float(self._line.ask("pace", key))
