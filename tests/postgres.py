"""A PostgreSQL server for the tests, started from the machine's own programs and ended with the tests.

It listens on loopback only, in a folder of its own. A server refuses to run as root; then it runs as the user postgres.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg

OWNER, PROGRAM = "kontroll_eier", "kontroll_program"
_PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/postgresql")


def programs() -> Path | None:
    """The folder of initdb and postgres; the newest version found."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = [p.parent for place in _PLACES for p in Path(place).glob("*/bin/initdb")]
    return max(found, key=lambda p: int(p.parent.name.split(".")[0]), default=None)


@dataclass
class Server:
    """A running server. `restart` kills it and starts it again on the same data."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    def address(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str | None = None) -> str:
        name = f"t{uuid4().hex[:12]}"
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            copied = f" TEMPLATE {template}" if template else ""
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}{copied}")  # type: ignore[arg-type]
        return name

    def start(self) -> None:
        command = [
            f"{programs()}/postgres", "-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder),
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=60",
            # Of hundreds of small databases, none of which grows old.
            "-c", "autovacuum=off",
        ]  # fmt: skip
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, **_as_user())  # type: ignore[call-overload]
        log.close()
        self._wait()

    def stop(self) -> None:
        """At once, with nothing written down that was not."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=120)
        self.process = None

    def restart(self) -> None:
        """As after a power cut: connections are lost in the middle."""
        self.stop()
        self.start()

    def _wait(self) -> None:
        for _attempt in range(300):
            try:
                psycopg.connect(self.address("postgres", "postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))


@contextmanager
def server() -> Iterator[Server]:
    """A server with the roles of an owner and of the program."""
    folder = Path(tempfile.mkdtemp(prefix="kontroll-pg-"))
    if os.getuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, pwd.getpwnam("postgres").pw_gid)
    create = [
        f"{programs()}/initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync",
    ]  # fmt: skip
    subprocess.run(create, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_as_user())  # type: ignore[call-overload]
    running = Server(folder, _free_port())
    running.start()
    try:
        with psycopg.connect(running.address("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            connection.execute(f"CREATE ROLE {PROGRAM} LOGIN")
        yield running
    finally:
        if running.process is not None:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _as_user() -> dict[str, object]:
    if os.getuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
