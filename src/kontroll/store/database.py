"""Database: one engine for one kommune, and its transactions. SQLite in WAL mode, or PostgreSQL.

Why one writer at a time, by BEGIN IMMEDIATE on SQLite and a lock of our own on PostgreSQL: a transaction that reads first
and writes later may find at its end that it may not write, or wait for one that waits for it. Taking the lock at once
makes writers wait their turn instead. Those who only read never wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from kontroll.store.transaction import Transaction

#: How long a writer waits for another on SQLite, in seconds.
PATIENCE = 60
#: Pages that may be made at once, in as many threads, and a few for those who write aside. With fewer connections, a
#: reader waits for another reader, and gives up after a while. So many are kept open between requests, and so many at most.
_KEPT_OPEN, AT_ONCE = 10, 48
_READING = "kontroll_reading"
#: When SQLite waits until what it has written is on the disk.
_AT_EACH_COMMIT, _NOW_AND_THEN = "FULL", "NORMAL"
#: Any number, the same in every process: the key of the lock that lets one writer at a time in on PostgreSQL.
_WRITING = 0x6B6F6E74


class Database:
    """url: as SQLAlchemy reads it; `postgresql://` is taken with psycopg. at_once: connections at most. Close it when done."""

    def __init__(self, url: str, at_once: int = AT_ONCE) -> None:
        self.url = make_url(url)
        if self.url.drivername in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self._synchronous = _AT_EACH_COMMIT
        self.engine = _engine(self.url, at_once, lambda: self._synchronous)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def transaction(self, actor: str, at: datetime) -> Iterator[Transaction]:
        """All that is done inside is kept together, or nothing where an exception leaves it.

        actor: the id of the person, or of the part of the system, that the trail names. at: the time it names, aware.
        """
        with self.engine.connect() as connection, connection.begin():
            if not self.is_sqlite:
                # Held until the transaction ends.
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITING})
            opened = Transaction(connection, actor, at)
            yield opened
            opened.flush()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One picture of the whole state, which others may change meanwhile. What is written inside is not kept."""
        options: dict[str, Any] = {_READING: True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin() as begun:
            yield Transaction(connection, "", None)
            begun.rollback()

    @contextmanager
    def waiting_less_for_the_disk(self) -> Iterator[None]:
        """As long as it is entered, SQLite waits for the disk now and then, and not at each commit.

        If the power fails, the last commits may be lost; what is there is whole all the same. For work of thousands of
        commits that is begun anew where it is cut off. Nobody else may be using this object meanwhile.
        """
        if not self.is_sqlite or not self.url.database:
            yield
            return
        self._synchronous = _NOW_AND_THEN
        self.engine.dispose()
        try:
            yield
        finally:
            # Whoever closes the last connection has all of it put on the disk.
            self._synchronous = _AT_EACH_COMMIT
            self.engine.dispose()

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: Any, at_once: int, synchronous: Callable[[], str]) -> Engine:
    """synchronous: how SQLite waits for the disk, asked as a connection is opened."""
    kept_open = min(_KEPT_OPEN, at_once)
    sizes: dict[str, Any] = {"pool_size": kept_open, "max_overflow": at_once - kept_open, "pool_timeout": PATIENCE}
    # hide_parameters: without it an error message repeats what was to be written, names and all.
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, **sizes)
    in_threads = {"timeout": PATIENCE, "check_same_thread": False}
    # A database in memory is one connection, which has no pool.
    pool = sizes if url.database else {}
    engine = create_engine(url, hide_parameters=True, connect_args=in_threads, **pool)

    @event.listens_for(engine, "connect")
    def _opened(connection: Any, _record: Any) -> None:
        # The driver's own transactions are off: kontroll says when one begins.
        connection.isolation_level = None
        waits = f"synchronous = {synchronous()}"
        for pragma in ("journal_mode = WAL", waits, "foreign_keys = ON", "recursive_triggers = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
