"""`kontroll ny`: an empty home for a kommune that starts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.serve import settings_of
from kontroll.texts import _


def add_to(app: typer.Typer) -> None:
    app.command(
        "ny", help=_("Lager en mappe for en kommune: innstillinger, tomme datafiler og plass til egne regler.")
    )(ny)


def ny(
    mappe: Annotated[
        Path, typer.Argument(metavar="MAPPE", help="Mappen som lages. Den må ikke finnes, eller være tom.")
    ],
    kommune: Annotated[str, typer.Option(metavar="NAVN", help="Kommunens navn.")] = "Vår kommune",
) -> None:
    """Exit 1 where the folder holds something."""
    from kontroll.flows.home.start_home import start_home
    from kontroll.flows.home.upgrade_database import Unreachable, upgrade_database

    made, problems = start_home(mappe, kommune)
    if problems:
        print_problems(problems)
        raise typer.Exit(1)
    try:
        upgrade_database(settings_of(mappe))
    except Unreachable as error:
        # A variable may name a PostgreSQL that is not there yet: the home is made all the same.
        print(error, file=sys.stderr)
    print(_("{folder} er klar, med {count} filer og mapper.").format(folder=mappe, count=len(made)))
    print(_("Les {folder}/inbox/LES-MEG.txt, og legg dataene der. Så:").format(folder=mappe))
    print(f"  cd {mappe}")
    print(_("  kontroll importer inbox            tar imot dataene"))
    print(_("  kontroll kjor --periode 2026-10    kjører en måned"))
    print(_("  kontroll tjener                    viser sidene"))
