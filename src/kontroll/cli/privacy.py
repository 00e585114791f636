"""`kontroll personvern`: the record of art. 30 and the drafts of art. 35, as files."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.desk import Home, desk_of
from kontroll.texts import NORWAY, _, reason_of

app = App(help=_("Protokoll og vurderinger etter personvernforordningen, laget av det kontroll vet."))
Out = Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen: .html, .pdf, .docx eller .xlsx.")]


def add_to(whole: App) -> None:
    whole.add_typer(app, name="personvern")


@app.command(help=_("Skriver protokollen over behandling av personopplysninger (artikkel 30) til fil."))
def protokoll(ut: Out, mappe: Home = Path()) -> None:
    """Exit 1 where the file cannot be written, 2 for an ending there is not."""
    _write(ut, mappe, None)


@app.command(
    help=_("Skriver utkastet til vurdering av personvernkonsekvenser (artikkel 35) av et kontrolltiltak til fil.")
)
def dpia(
    regel: Annotated[str, typer.Option("--regel", metavar="ID", help="Regelen som er kontrolltiltaket.")],
    ut: Out,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where the rule is no control measure or the file cannot be written, 2 for an ending there is not."""
    _write(ut, mappe, regel)


def _write(ut: Path, mappe: Path, rule: str | None) -> None:
    from kontroll.flows.people.looking import looking
    from kontroll.flows.showing.privacy_documents import assessment_of, privacy_record
    from kontroll.report.document.files import BY_ENDING

    endings = (".html", ".pdf", ".docx", ".xlsx")
    if ut.suffix.lower() not in endings:
        raise typer.BadParameter(_("Filen må slutte på {endings}.").format(endings=", ".join(endings)))
    with desk_of(mappe) as desk:
        with looking(desk, datetime.now(NORWAY).date()) as look:
            document = privacy_record(look.tx, look.today) if rule is None else assessment_of(look.tx, look.today, rule)
        at = desk.settings.address.rstrip("/")
    if document is None:
        print(_("«{id}» er ikke et kontrolltiltak.").format(id=rule), file=sys.stderr)
        raise typer.Exit(1)
    try:
        ut.write_bytes(BY_ENDING[ut.suffix.lower()].write(document, at))
    except OSError as error:
        print(_("{file} kan ikke skrives: {reason}.").format(file=ut, reason=reason_of(error)), file=sys.stderr)
        raise typer.Exit(1) from error
    print(_("{report} er skrevet til {file}.").format(report=document.title, file=ut))
