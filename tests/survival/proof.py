"""The proof at full size: so many deaths on each database, and where they fell. Called by full_proof.py, a part at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import postgres
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade
from survival.killing import Tally, deaths, killed_life, undisturbed

DATABASES = ("sqlite", "postgresql")
#: Months of a life, and deaths planned for it. More deaths than this, and hardly any process would come far.
MONTHS, DEATHS = 3, 10


def prove(database: str, points: int, seed: int) -> dict[str, Any]:
    """Lives with at least so many deaths in all. Raises AssertionError, saying what differs, if anything does.

    database: one of DATABASES. Gives `Tally.figures`: points in all, by step and by kind; what is lost, doubled and broken.
    """
    tally, life = Tally(), 0
    with tempfile.TemporaryDirectory(prefix="kontroll-survival-") as folder, _databases(database, Path(folder)) as new:
        server, address = new("undisturbed")
        story = undisturbed(seed, MONTHS, Path(folder) / "undisturbed", address)
        while tally.points.total() < points:
            life += 1
            server, address = new(f"life-{life}")
            chance = Random(f"{seed} {database} {life}")
            planned = deaths(story, chance, DEATHS, restarts=0 if server is None else 2)
            tally.add(killed_life(story, planned, Path(folder) / f"life-{life}", address, server))
    assert not tally.faults, f"seed {seed} on {database}: " + "\n".join(tally.faults[:20])
    return tally.figures()


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[Any]:
    """Makes upgraded, empty databases by name: (the server if there is one, the address)."""

    def file(name: str) -> tuple[None, str]:
        (folder / name).mkdir()
        address = f"sqlite:///{folder / name / 'kontroll.db'}"
        _upgrade(address)
        return None, address

    if kind == "sqlite":
        yield file
        return
    with postgres.server() as server:

        def on_server(name: str) -> tuple[postgres.Server, str]:
            (folder / name).mkdir()
            address = server.address(server.new_database())
            _upgrade(address)
            return server, address

        yield on_server


def _upgrade(address: str) -> None:
    with closing(Database(address)) as database:
        upgrade(database)
