"""Copies: the whole database as one file while others write, and back again into an empty one.

Why each database's own means: SQLite's online backup copies what stood when it began and keeps nobody waiting; pg_dump
reads one snapshot, which is also where the end of the trail is read, so that a restored trail can be held against it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, make_url, text
from sqlalchemy.engine import URL

from kontroll.domain.problem import KontrollError
from kontroll.store.database import Database
from kontroll.store.upgrade import recorded_version

#: Seconds that pg_dump and pg_restore wait for a server that does not answer.
_CONNECT = "10"


class CannotCopy(KontrollError):
    """The copy could not be made or put back. reason: what the tool said, one line without values of the database."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ToolMissing(KontrollError):
    """A program of PostgreSQL's is not on this machine. Its text is the name of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied. kind: sqlite or postgresql. entries, last: how many the trail has, and the hash of the last."""

    kind: str
    version: str
    entries: int
    last: str


def copy_out(database: Database, owner: Database, to: Path) -> Copied:
    """Everything, as it stood at one moment. owner: who may read all tables. Raises CannotCopy, ToolMissing."""
    return _copy_file(database, to) if database.is_sqlite else _dump(owner, to)


def copy_in(copy: Path, owner: Database) -> None:
    """Into a database that `is_empty`. Raises CannotCopy, ToolMissing; then nothing is there."""
    if owner.is_sqlite:
        shutil.copyfile(copy, str(owner.url.database))
        Path(str(owner.url.database)).chmod(0o600)
    else:
        wanted = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _tool(owner.url, "pg_restore", [*wanted, f"--dbname={_for_libpq(owner.url)}", str(copy)])


def is_empty(database: Database) -> bool:
    """Whether nothing is there that a copy could mix with. A SQLite file that does not exist is not made by asking."""
    if database.is_sqlite:
        return not Path(str(database.url.database)).exists()
    return not inspect(database.engine).get_table_names()


def without_password(address: str) -> str:
    """The address of a PostgreSQL database as it may be kept in a file."""
    return _bare(make_url(address)).render_as_string(hide_password=False)


# --- SQLite -----------------------------------------------------------------------------------------------------------


def _copy_file(database: Database, to: Path) -> Copied:
    # mode=ro: a wrong path must not become an empty database that is then copied as if it were one.
    source = sqlite3.connect(f"file:{database.url.database}?mode=ro", uri=True)
    target = sqlite3.connect(to)
    to.chmod(0o600)
    try:
        # All pages at once: in steps it would begin anew each time somebody writes, and might never end.
        source.backup(target, pages=-1)
        (state,) = target.execute("PRAGMA quick_check").fetchone()
        if state != "ok":
            raise CannotCopy("PRAGMA quick_check")
        copied = _told_by(to)
        # One file, without the two that a database in WAL mode has beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise CannotCopy(type(error).__name__) from error
    finally:
        target.close()
        source.close()
    return copied


def _told_by(file: Path) -> Copied:
    copy = Database(f"sqlite:///{file}")
    try:
        with copy.reading() as tx:
            entries, last = tx.trail.end()
            return Copied(kind="sqlite", version=recorded_version(tx) or "", entries=entries, last=last)
    finally:
        copy.close()


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def _dump(owner: Database, to: Path) -> Copied:
    with owner.reading() as tx:
        snapshot = tx._connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        entries, last = tx.trail.end()
        version = recorded_version(tx) or ""
        # Held open until the tool is done: the snapshot lives as long as its transaction.
        _tool(
            owner.url,
            "pg_dump",
            ["--format=custom", f"--snapshot={snapshot}", f"--file={to}", f"--dbname={_for_libpq(owner.url)}"],
        )
    to.chmod(0o600)
    return Copied(kind="postgresql", version=version, entries=entries, last=last)


def _tool(url: URL, program: str, arguments: Sequence[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(program)
    # By the environment: what stands on a command line, everybody on the machine can read.
    password = url.password or url.query.get("password")
    secret = {"PGPASSWORD": str(password)} if password else {}
    environment = os.environ | {"PGCONNECT_TIMEOUT": _CONNECT, "LC_ALL": "C"} | secret
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        # The first line only: those below it may quote rows.
        raise CannotCopy((done.stderr.strip().splitlines() or [f"{program}: {done.returncode}"])[0])


def _for_libpq(url: URL) -> str:
    return _bare(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _bare(url: URL) -> URL:
    """The address without passwords. Made anew: `set(password=None)` leaves the password where it is."""
    query = {name: value for name, value in url.query.items() if name not in ("password", "sslpassword")}
    return URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query)
