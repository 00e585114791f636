"""Databases for the tests: the same tests on SQLite and on PostgreSQL, each with an empty, upgraded database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import postgres

if TYPE_CHECKING:
    from kontroll.store.database import Database

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for all tests of a process."""
    if postgres.programs() is None:
        pytest.fail("PostgreSQL is not on this machine: `make system` installs it")
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: postgres.Server) -> str:
    name = postgres_server.new_database()
    _upgraded(postgres_server.address(name))
    return name


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "kontroll.db"
    _upgraded(f"sqlite:///{file}")
    return file


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an upgraded, empty database of each kind."""
    return address_of(request.param, request, tmp_path)


def address_of(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """For files that need not ask both kinds of everything."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("_sqlite_template"), tmp_path / "kontroll.db")
        return f"sqlite:///{tmp_path / 'kontroll.db'}"
    server = request.getfixturevalue("postgres_server")
    return str(server.address(server.new_database(request.getfixturevalue("_postgres_template"))))


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    from kontroll.store.database import Database

    opened = Database(address)
    yield opened
    opened.close()


def _upgraded(address: str) -> None:
    # Loaded here: most tests need no database, and should not wait for it.
    from kontroll.store.database import Database
    from kontroll.store.upgrade import upgrade

    opened = Database(address)
    upgrade(opened)
    opened.close()
