"""`kontroll revisorpakke`: everything an auditor needs to compute again what kontroll claims of some months."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import month, print_problems
from kontroll.cli.desk import Home, desk_of, who
from kontroll.cli.progress import stages
from kontroll.texts import N_, _, number

#: What a file's name begins with, and what is then being written.
_STAGES = {
    "svar/": N_("Svarene"),
    "regler/": N_("Reglene"),
    "leveranser/": N_("Leveransene"),
    "forklaringer/": N_("Forklaringene"),
    "logg/": N_("Loggen"),
    "stikkprover/": N_("Stikkprøvene"),
}


def add_to(app: typer.Typer) -> None:
    app.command(
        "revisorpakke",
        help=_(
            "Lager en mappe revisor kan regne ut alt på nytt fra, uten kontroll: regler, tall, svar, utvalg og logg."
        ),
    )(revisorpakke)


def revisorpakke(
    fra: Annotated[str, typer.Option("--fra", metavar="MÅNED", help="Første måned, for eksempel 2026-01.")],
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen den legges i. Den må være ny eller tom.")],
    til: Annotated[str, typer.Option("--til", metavar="MÅNED", help="Siste måned. Uten: bare den første.")] = "",
    mappe: Home = Path(),
) -> None:
    """Exit 1 where a month has no answers, 2 where the folder cannot take it; nothing is then written."""
    from kontroll.flows.audit.package import NotEmpty, NotRun, write_package

    first, last = month(fra), month(til or fra)
    if last < first:
        raise typer.BadParameter(_("--til er før --fra."))
    months = [first.plus(n) for n in range(last.ordinal - first.ordinal + 1)]
    with desk_of(mappe) as desk:
        try:
            with stages(len(_STAGES)) as begin:
                packed = write_package(desk, months, ut, who(), datetime.now(UTC), _told_once(begin))
        except NotEmpty as refused:
            told = _("{folder} er ikke tom, eller kan ikke skrives i. Oppgi en ny mappe.").format(folder=refused)
            print(told, file=sys.stderr)
            raise typer.Exit(2) from None
        except NotRun as refused:
            print_problems(refused.problems)
            raise typer.Exit(1) from None
    print(
        _(
            "{n} filer, {size} MB, er lagt i {folder}. Pakken inneholder personopplysninger; bare du kan lese den."
        ).format(n=number(packed.files), size=number(-(-packed.size // 1_000_000)), folder=ut)
    )
    print(_("Innholdslistens kode er ført i loggen: {digest}").format(digest=packed.digest))
    print(_("Revisor etterprøver med «python3 etterprov.py» i mappen."))


def _told_once(begin: Callable[[str], None]) -> Callable[[str], None]:
    """Each stage is told when its first file is written."""
    waiting = dict(_STAGES)

    def tell(name: str) -> None:
        stage = next((begun for begun in waiting if name.startswith(begun)), None)
        if stage is not None:
            begin(_(waiting.pop(stage)))

    return tell
