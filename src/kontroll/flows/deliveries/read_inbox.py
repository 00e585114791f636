"""Read the inbox: every new or changed file in it is taken in, in the order of their names.

Why what was read is remembered by time and size: the files of years lie there, and reading all of them to find that
they are the same takes minutes, four times an hour.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from kontroll.domain.delivery import Taken
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.deliveries.incoming import incoming
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: Seconds that a file must have been left alone: a system may still be writing it.
QUIET = 10
_MARK = "inbox"
Seen = dict[str, list[int]]


def read_inbox(desk: Desk, now: datetime) -> list[Received]:
    """What became of each new file. Files that are hidden, still being written, or of no kind that is read, are passed by."""
    with desk.database.reading() as tx:
        before: Seen = json.loads(tx.marks.get(_MARK) or "{}")
    new = {file.name: (file, seen) for file, seen in _quiet(desk, now) if before.get(file.name) != seen}
    files, schemas = [file for file, _seen in new.values()], desk.settings.schemas
    received = list(import_files(desk.database, desk.rulebook, files, now, ACTOR, schemas=schemas))
    # One that was not taken for anything is looked at again: it may be what a new rule is about.
    done = {one.name: new[one.name][1] for one in received if one.delivery is not None or one.again}
    if done:
        with desk.database.transaction(ACTOR, now) as tx:
            tx.marks.set(_MARK, json.dumps(before | done, sort_keys=True))
    return received


def counts_of(received: list[Received]) -> dict[str, int]:
    """How many were taken in, delivered before, and refused."""
    taken = sum(one.delivery is not None and one.delivery.taken is Taken.TAKEN for one in received)
    again = sum(one.again for one in received)
    return {"taken": taken, "again": again, "refused": len(received) - taken - again}


def _quiet(desk: Desk, now: datetime) -> Iterator[tuple[Incoming, list[int]]]:
    """Files that nobody writes in, with time of change (ns) and size."""
    inbox = desk.settings.inbox
    if not inbox.is_dir():
        return
    files, _strangers = incoming([inbox], inbox, desk.rulebook)
    for file in files:
        try:
            stat = file.path.stat()
        except OSError:
            continue
        if abs(now.timestamp() - stat.st_mtime) >= QUIET:
            yield file, [stat.st_mtime_ns, stat.st_size]
