"""Those who read do not wait: neither for one another, as many as there are threads for pages, nor for one who writes."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

from kontroll.store.database import Database

#: As many pages as are made at once: the web server's threads.
READERS = 40


def test_as_many_read_at_once_as_there_are_pages_made_at_once_while_somebody_writes(database: Database) -> None:
    with database.transaction("kontroll", datetime(2026, 4, 20, tzinfo=UTC)) as writing:
        writing.marks.set("noe", "skrevet")
        with ExitStack() as stack:
            readers = [stack.enter_context(database.reading()) for _reader in range(READERS)]
            # With too few places the last ones would wait, and give up. What is not finished, nobody sees.
            assert {one.marks.get("noe") for one in readers} == {None}
