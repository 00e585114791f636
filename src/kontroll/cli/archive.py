"""`kontroll arkivpakke`: what was decided in some months, as the kommune's archive takes it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import month, print_problems
from kontroll.cli.desk import Home, desk_of, who
from kontroll.cli.progress import stages
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.conflict import Conflict
from kontroll.texts import _, number


def add_to(app: typer.Typer) -> None:
    app.command(
        "arkivpakke",
        help=_(
            "Lager en mappe til kommunens arkiv: det som ble avgjort i noen måneder, med dokumenter og Noark 5-metadata."
        ),
    )(arkivpakke)


def arkivpakke(
    fra: Annotated[str, typer.Option("--fra", metavar="MÅNED", help="Første måned, for eksempel 2026-01.")],
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen den legges i. Den må være ny eller tom.")],
    til: Annotated[str, typer.Option("--til", metavar="MÅNED", help="Siste måned. Uten: bare den første.")] = "",
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing was decided or what was made does not hold, 2 where the folder cannot take it."""
    from kontroll.flows.archive.archive_package import NotAsDemanded, NotEmpty, NothingDecided, archive_package
    from kontroll.flows.archive.source import Span

    first, last = month(fra), month(til or fra)
    if last < first:
        raise typer.BadParameter(_("--til er før --fra."))
    with desk_of(mappe) as desk:
        titles = {one.kind: one.title for one in desk.policies.archive.series}
        try:
            with stages(len(titles)) as begin:
                made = archive_package(
                    desk, Span(first, last), ut, who(), datetime.now(UTC), lambda kind: begin(titles[kind])
                )
        except NotEmpty as refused:
            told = _("{folder} er ikke tom, eller kan ikke skrives i. Oppgi en ny mappe.").format(folder=refused)
            print(told, file=sys.stderr)
            raise typer.Exit(2) from None
        except NothingDecided:
            print(
                _("Ingenting som skal til arkivet, ble avgjort fra {first} til {last}.").format(first=first, last=last)
            )
            raise typer.Exit(1) from None
        except NotAsDemanded as refused:
            print_problems(refused.problems)
            raise typer.Exit(1) from None
        except Conflict:
            print(_("En annen pakke ble laget samtidig. Kjør på nytt."), file=sys.stderr)
            raise typer.Exit(1) from None
    for kind in ArchiveKind:
        if count := made.by_kind.get(kind):
            print(f"{titles[kind]}: {number(count)}")
    package = made.package
    print(
        _(
            "{n} filer, {size} MB, er lagt i {folder}. Pakken inneholder personopplysninger; bare du kan lese den."
        ).format(n=number(package.files), size=number(-(-package.size // 1_000_000)), folder=ut)
    )
    if not made.official:
        print(
            _("Pakken er ikke prøvd mot Nasjonalarkivets skjema: arkivstruktur.xsd ligger ikke i mappen for skjemaer.")
        )
    print(_("Pakke {n} er ført i loggen med koden {digest}").format(n=package.number, digest=package.digest))
