"""Vital signs: whether the database can be used now, and when the worker last showed that it is there.

Why the worker shows itself in the database: pages and worker may run on machines that share nothing else. It writes a
time there, from a thread of its own, so that a long run does not look like a dead worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache

from kontroll.store.database import Database
from kontroll.store.upgrade import newest_version, recorded_version, unreachable

#: The mark that the worker sets, and how many seconds there are between two.
WORKER, BEAT = "worker-alive", 30.0
ACTOR = "kontroll"


class DatabaseState(Enum):
    USABLE = "ok"
    SILENT = "svarer ikke"
    OTHER_VERSION = "annen versjon"


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """worker: when it last showed itself; None = never, or nobody can say."""

    database: DatabaseState
    worker: datetime | None


def vital_signs(database: Database) -> VitalSigns:
    """As they are now. Never raises because the database is away."""
    try:
        with database.reading() as tx:
            if recorded_version(tx) != _wanted():
                return VitalSigns(DatabaseState.OTHER_VERSION, None)
            seen = tx.marks.get(WORKER)
    except unreachable():
        return VitalSigns(DatabaseState.SILENT, None)
    return VitalSigns(DatabaseState.USABLE, datetime.fromisoformat(seen) if seen else None)


def show_worker(database: Database, now: datetime) -> None:
    """The worker that leads was there at the time."""
    with database.transaction(ACTOR, now) as tx:
        tx.marks.set(WORKER, now.isoformat())


@cache
def _wanted() -> str:
    """Of this program: it does not change while it runs."""
    return newest_version()
