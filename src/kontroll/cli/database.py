"""`kontroll db oppgrader`: the database brought to the version that this kontroll needs."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.desk import Home
from kontroll.cli.serve import settings_of
from kontroll.texts import _


def add_to(app: typer.Typer) -> None:
    group = App(name="db", help=_("Databasen."))
    group.command("oppgrader", help=_("Klargjør databasen for denne versjonen av kontroll."))(oppgrader)
    app.add_typer(group)


def oppgrader(mappe: Home = Path()) -> None:
    """Exit 1 where the database cannot be reached."""
    from kontroll.flows.home.upgrade_database import Unreachable, upgrade_database

    try:
        version = upgrade_database(settings_of(mappe))
    except Unreachable as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    print(_("Databasen har versjon {version}.").format(version=version))
