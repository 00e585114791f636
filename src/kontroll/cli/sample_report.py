"""`kontroll stikkprove rapport`: the report of a draw in a home, as a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.desk import Home, desk_of, who
from kontroll.texts import _, reason_of


def rapport(
    id: Annotated[str, typer.Argument(metavar="ID", help="Stikkprøvens nummer, for eksempel 2026-3.")],
    ut: Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen: .html, .json, eller .xlsx med utvalget.")],
    offentlig: Annotated[
        bool, typer.Option("--offentlig", help="Uten navn, nøkler og beløp som bare kommunen kan se.")
    ] = False,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where there is no such draw or the file cannot be written, 2 for a file of another kind."""
    from kontroll.flows.samples.give_report import given_report
    from kontroll.report.sampling.report_files import WRITERS

    writer = WRITERS.get(ut.suffix.lower())
    if writer is None:
        raise typer.BadParameter(_("Filen må slutte på {endings}.").format(endings=", ".join(WRITERS)))
    with desk_of(mappe) as desk:
        report = given_report(desk, id, who(), datetime.now(UTC), public=offentlig)
        if report is None:
            print(_("Det finnes ingen stikkprøve {id}.").format(id=id), file=sys.stderr)
            raise typer.Exit(1)
        content = writer(report, desk.settings.municipality)
    try:
        ut.write_bytes(content)
    except OSError as error:
        print(_("{file} kan ikke skrives: {reason}.").format(file=ut, reason=reason_of(error)), file=sys.stderr)
        raise typer.Exit(1) from error
    print(_("Rapporten er skrevet til {file}.").format(file=ut))
    print(report.quote)
