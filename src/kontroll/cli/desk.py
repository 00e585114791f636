"""The kommune that a command works on: its home by `--mappe`, opened with its database, or told what is wrong."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.serve import settings_of

if TYPE_CHECKING:
    from kontroll.store.database import Database
    from kontroll.wiring import Desk

Home = Annotated[Path, typer.Option("--mappe", metavar="MAPPE", help="Kommunens mappe, med kontroll.toml.")]


@contextmanager
def desk_of(home: Path) -> Iterator[Desk]:
    """The opened desk; exit 1 with everything that keeps it from being opened."""
    # Loaded here: help and mistakes should not wait for it.
    from kontroll.domain.problem import Gravity
    from kontroll.wiring import open_desk

    settings = settings_of(home)
    desk, problems = open_desk(settings)
    print_problems([problem for problem in problems if desk is None or problem.gravity is not Gravity.NOTICE])
    if desk is None:
        raise typer.Exit(1)
    try:
        yield desk
    finally:
        desk.database.close()


@contextmanager
def database_of(home: Path) -> Iterator[Database]:
    """The database alone, for what needs no rules; exit 1 with what keeps it from being used."""
    from kontroll.wiring import open_database

    database, problems = open_database(settings_of(home))
    print_problems(problems)
    if database is None:
        raise typer.Exit(1)
    try:
        yield database
    finally:
        database.close()


def who() -> str:
    """Who gave the command, for the trail: the account on this machine."""
    return f"konto:{getpass.getuser()}"
