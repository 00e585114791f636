"""`kontroll sikkerhetskopi` and `kontroll gjenopprett`: a home as one file, and a home from that file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, who
from kontroll.cli.progress import stages
from kontroll.cli.serve import settings_of
from kontroll.texts import _, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.home.restore import Restored

_STREAM = "-"
_SHOWN = 20
ToFile = Annotated[
    Path,
    typer.Argument(
        metavar="FIL", help="Filen kopien skrives til; en mappe: filen får navn etter tiden; «-»: til standard ut."
    ),
]
FromFile = Annotated[Path, typer.Argument(metavar="FIL", help="Sikkerhetskopien; «-»: fra standard inn.")]
NewHome = Annotated[
    Path, typer.Option("--mappe", metavar="MAPPE", help="Mappen hjemmet legges i. Den må ikke finnes, eller være tom.")
]


def add_to(app: typer.Typer) -> None:
    app.command(
        "sikkerhetskopi",
        help=_(
            "Kopierer kommunens mappe og database til én fil, også mens andre skriver. Passord er ikke med. Filen er "
            "ikke kryptert; kryptér den med «kontroll sikkerhetskopi - | age …»."
        ),
    )(sikkerhetskopi)
    app.command(
        "gjenopprett",
        help=_("Legger en sikkerhetskopi i en tom mappe og en tom database, og etterprøver hele loggen."),
    )(gjenopprett)


def sikkerhetskopi(fil: ToFile, mappe: Home = Path()) -> None:
    """Exit 1 where the copy cannot be made; then there is no file."""
    from kontroll.flows.home.back_up import back_up

    settings, now = settings_of(mappe), datetime.now(UTC)
    is_stream = str(fil) == _STREAM
    target = fil / f"kontroll-{now:%Y%m%dT%H%M%SZ}.tar.gz" if fil.is_dir() else fil
    with _written(target, is_stream) as to:
        done, problems = back_up(settings, to, None if is_stream else target.parent, now, who())
        print_problems(problems)
        if done is None:
            raise typer.Exit(1)
    # A stream is the copy itself: what is told goes beside it.
    told = sys.stderr if is_stream else sys.stdout
    manifest = done.manifest
    print(
        _("Kopierte databasen ({entries} linjer i loggen) og {files}.").format(
            entries=number(manifest.entries),
            files=ngettext("{n} fil", "{n} filer", len(manifest.parts) - 1).format(n=number(len(manifest.parts) - 1)),
        ),
        file=told,
    )
    if done.left_out:
        print(_("Passord er ikke med: {keys}.").format(keys=", ".join(done.left_out)), file=told)
    if not is_stream:
        print(_("{file} er ikke kryptert, og kan leses av deg alene.").format(file=target))


@contextmanager
def _written(target: Path, is_stream: bool) -> Iterator[IO[bytes]]:
    """The file is there when it is whole, and not before."""
    if is_stream:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if target.exists():
        _stop(_("{file} finnes. Oppgi et annet navn; en kopi skrives aldri over en annen.").format(file=target))
    partial = target.with_name(f".{target.name}.delvis")
    try:
        file = os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError:
        _stop(_("{file} kan ikke skrives. Oppgi en fil i en mappe du kan skrive i.").format(file=target))
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def gjenopprett(fil: FromFile, mappe: NewHome) -> None:
    """Exit 1 where nothing could be restored, or where the restored trail does not hold."""
    from kontroll.flows.home.restore import restore

    with _read(fil) as source, stages(1) as tell:
        restored, problems = restore(source, mappe, datetime.now(UTC), who(), tell)
    print_problems(problems)
    if restored is None:
        raise typer.Exit(1)
    print(_("{folder} er gjenopprettet fra kopien som ble tatt {made}.").format(folder=mappe, made=_made(restored)))
    if not restored.is_as_copied:
        print_problems(restored.checked.problems[:_SHOWN])
        print(
            _("Loggen holder IKKE: {count} brudd i {entries} linjer. «kontroll logg etterprov» sier hvor.").format(
                count=number(restored.checked.faults), entries=number(restored.checked.entries)
            )
        )
        raise typer.Exit(1)
    print(
        _("Loggen holder, og slutter der den sluttet i kopien: {entries} linjer.").format(
            entries=number(restored.checked.entries)
        )
    )
    print(_("Alle er logget ut. Brukere og nøkler som ble sperret etterpå, er åpne igjen: sperr dem på nytt."))
    print(_("Sett passord på nytt i kontroll.toml eller i miljøet, og kjør «kontroll regler sjekk»."))
    print(_("Det som ble gjort etter at kopien ble tatt, må gjøres på nytt: lever filene igjen, og kjør måneden."))


@contextmanager
def _read(file: Path) -> Iterator[IO[bytes]]:
    if str(file) == _STREAM:
        yield sys.stdin.buffer
        return
    try:
        opened = file.open("rb")
    except OSError:
        _stop(_("{file} kan ikke leses. Kontroller navnet, og at du har lesetilgang.").format(file=file))
    with opened:
        yield opened


def _made(restored: Restored) -> str:
    from kontroll.texts import NORWAY, day

    made = restored.manifest.made.astimezone(NORWAY)
    return f"{day(made.date())} {made:%H:%M}"


def _stop(told: str) -> NoReturn:
    print(told, file=sys.stderr)
    raise typer.Exit(1) from None
