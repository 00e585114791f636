"""`kontroll innsyn`: a person is given everything that is held about her (personvernforordningen article 15)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.desk import Home, desk_of, who
from kontroll.texts import _, ngettext, number


def add_to(app: typer.Typer) -> None:
    app.command(
        "innsyn",
        help=_("Samler alt som er lagret om en person, til utlevering etter personvernforordningen artikkel 15."),
    )(innsyn)


def innsyn(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="person_id fra personer.csv, eller en brukers id.")],
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen det legges i. Den må være ny eller tom.")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing is held under the id, 2 where the folder cannot take it; nothing is then written."""
    from kontroll.flows.people.hand_out import NotEmpty, UnknownPerson, hand_out
    from kontroll.report.handout.categories import CATEGORIES
    from kontroll.report.handout.files import OVERVIEW

    with desk_of(mappe) as desk:
        try:
            given = hand_out(desk, person, ut, who(), datetime.now(UTC))
        except UnknownPerson:
            print(
                _("Ingenting er lagret under denne id-en. Se etter i personer.csv at den er riktig."), file=sys.stderr
            )
            raise typer.Exit(1) from None
        except NotEmpty:
            print(
                _("{folder} er ikke tom, eller kan ikke skrives i. Oppgi en ny mappe.").format(folder=ut),
                file=sys.stderr,
            )
            raise typer.Exit(2) from None
    for category in CATEGORIES:
        if count := given.counts.get(category.id):
            print(f"{number(count):>8}  {_(category.name)}")
    print(
        ngettext("{n} fil er lagt i {folder}.", "{n} filer er lagt i {folder}.", len(given.files)).format(
            n=number(len(given.files)), folder=ut
        )
    )
    print(
        _("Les gjennom {file} før du gir det fra deg: fritekst kan gjelde andre. Bare du kan lese filene.").format(
            file=ut / OVERVIEW
        )
    )
    print(_("Innsynet er ført i loggen."))
