"""Leadership: of several workers on one database, one leads; the others wait until it is gone.

Why a lock that the machine holds for us, and no row with a time in it: a leader that is killed gives it up in the same
moment, and none that is only slow loses it to another.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from kontroll.store.database import Database

#: Any number but the trail's, the same in every process: the key of the leader's lock.
_LOCK = 0x6C656472
#: How soon either end finds out that the other is gone, in seconds: idle, between two tries, and tries.
_IDLE, _BETWEEN, _TRIES = 5, 2, 3


class Leadership:
    """Of one worker. Not for use from several threads at once."""

    def __init__(self, database: Database) -> None:
        self._lock: _Lock = _FileLock(database) if database.is_sqlite else _ServerLock(database)

    def try_lead(self) -> bool:
        """Whether this worker leads from now on. False: another does, or the database is out of reach."""
        return self._lock.held() or self._lock.take()

    def holds(self) -> bool:
        """Whether it still leads. Asks the database, and takes some seconds at most to find that it is gone."""
        return self._lock.held()

    def give_up(self) -> None:
        """Let another lead."""
        self._lock.release()


class _Lock(Protocol):
    def take(self) -> bool: ...

    def held(self) -> bool: ...

    def release(self) -> None: ...


class _FileLock:
    """A lock on the file `<database>.lock`, which is never removed: who locks a removed file locks alone."""

    def __init__(self, database: Database) -> None:
        if not database.url.database or database.url.database == ":memory:":
            raise ValueError("a database in memory has one worker")
        self._path = Path(f"{database.url.database}.lock")
        self._file: int | None = None

    def take(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return self.held()

    def held(self) -> bool:
        if self._file is None:
            return False
        try:
            is_same = os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            is_same = False
        if not is_same:
            self.release()
        return is_same

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _ServerLock:
    """An advisory lock of a connection that does nothing else; the server lets go of it when the connection ends."""

    def __init__(self, database: Database) -> None:
        limits = {
            "connect_timeout": 5, "keepalives_idle": _IDLE, "keepalives_interval": _BETWEEN,
            "keepalives_count": _TRIES, "tcp_user_timeout": (_IDLE + _BETWEEN * _TRIES) * 1000,
        }  # fmt: skip
        # No pool: a connection that is given back and taken out again would keep its lock without anybody knowing.
        self._engine = create_engine(
            database.url, poolclass=NullPool, hide_parameters=True, isolation_level="AUTOCOMMIT", connect_args=limits
        )
        self._connection: Connection | None = None

    def take(self) -> bool:
        try:
            connection = self._engine.connect()
        except SQLAlchemyError:
            return False
        self._connection = connection
        if self._asked("SELECT pg_try_advisory_lock(:key)"):
            return self._limited()
        self.release()
        return False

    def held(self) -> bool:
        asked = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
        return self._asked(asked + " AND pid = pg_backend_pid() AND classid = 0 AND objid = :key)")

    def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # Closed for good: a connection that came back would be another one, without the lock.
            connection.invalidate()
            connection.close()

    def _limited(self) -> bool:
        """The server too shall find out soon that this machine is gone."""
        named = {"tcp_keepalives_idle": _IDLE, "tcp_keepalives_interval": _BETWEEN, "tcp_keepalives_count": _TRIES}
        return all(self._asked(f"SELECT set_config('{name}', '{value}', false)") for name, value in named.items())

    def _asked(self, question: str) -> bool:
        """The answer; False where there is no connection any more."""
        if self._connection is None:
            return False
        try:
            return bool(self._connection.execute(text(question), {"key": _LOCK} if ":key" in question else {}).scalar())
        except SQLAlchemyError:
            self.release()
            return False
