"""Small kommuner with a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kontroll.store.database import Database

from .small import Kept, Make


@pytest.fixture(scope="session")
def _kept() -> dict[bool, dict[Hashable, Kept]]:
    """What is set aside, for SQLite and for PostgreSQL."""
    return defaultdict(dict)


@pytest.fixture
def make(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, _kept
) -> Iterator[Make]:
    server = None if database.is_sqlite else request.getfixturevalue("postgres_server")
    with ExitStack() as opened:
        yield Make(database, tmp_path, server, _kept[database.is_sqlite], tmp_path_factory.mktemp("kept"), opened)
