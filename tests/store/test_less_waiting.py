"""SQLite waits for the disk at each commit, but where work is begun anew if it is cut off."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kontroll.store.database import Database

AT_EACH_COMMIT, NOW_AND_THEN = 2, 1


def test_only_as_long_as_it_is_asked_for_is_the_disk_waited_for_less(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'kontroll.db'}")
    # A connection that is open already must not go on as it was.
    before = waits(database)

    with database.waiting_less_for_the_disk():
        meanwhile = waits(database)

    assert (before, meanwhile, waits(database)) == (AT_EACH_COMMIT, NOW_AND_THEN, AT_EACH_COMMIT)
    database.close()


def test_an_exception_brings_the_waiting_back_too(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'kontroll.db'}")

    try:
        with database.waiting_less_for_the_disk():
            raise OSError
    except OSError:
        pass

    assert waits(database) == AT_EACH_COMMIT
    database.close()


def test_what_was_written_meanwhile_is_there_for_everybody(database: Database) -> None:
    with (
        database.waiting_less_for_the_disk(),
        database.transaction("kontroll", datetime(2026, 4, 20, tzinfo=UTC)) as tx,
    ):
        tx.marks.set("noe", "skrevet")

    with database.reading() as tx:
        assert tx.marks.get("noe") == "skrevet"


def waits(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
