"""`kontroll stikkprove offentliggjor`: what everybody may know of the draws, written for a web server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.desk import Home, desk_of
from kontroll.texts import _, ngettext, number, reason_of


def offentliggjor(
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Nummeret, for eksempel 2026-3. Uten: alle, med oversikten.")
    ] = None,
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen webtjeneren viser.")] = Path("offentlig"),
    mappe: Home = Path(),
) -> None:
    """Exit 1 where there is no such draw, or the folder cannot be written."""
    from kontroll.flows.samples.public_folder import NoSuchDraw, public_folder, write_folder

    with desk_of(mappe) as desk:
        try:
            content = public_folder(desk, id)
            written = write_folder(ut, content)
        except NoSuchDraw:
            print(_("Det finnes ingen stikkprøve med nummeret {id}.").format(id=id), file=sys.stderr)
            raise typer.Exit(1) from None
        except OSError as error:
            print(_("{folder} kan ikke skrives: {reason}.").format(folder=ut, reason=reason_of(error)), file=sys.stderr)
            raise typer.Exit(1) from error
    print(
        ngettext("{n} fil er ny eller endret i {folder}.", "{n} filer er nye eller endret i {folder}.", written).format(
            n=number(written), folder=ut
        )
    )
