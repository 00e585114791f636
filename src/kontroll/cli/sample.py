"""`kontroll stikkprove`: how many, which, what it shows, and whether it was drawn as promised."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from kontroll.cli.sample_list import liste
from kontroll.cli.sample_plan import planlegg, vurder
from kontroll.cli.sample_publish import offentliggjor
from kontroll.cli.sample_report import rapport
from kontroll.cli.sample_sheet import ark
from kontroll.texts import _, number, reason_of

if TYPE_CHECKING:
    from kontroll.sampling.kup1.plan import DrawPlan

_PopulationFile = Annotated[Path, typer.Argument(metavar="POPULASJON", help="Listen det trekkes fra (populasjon.tsv).")]
_PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="Planen (plan.json).")]
_SampleFile = Annotated[Path, typer.Argument(metavar="UTVALG", help="Utvalget (utvalg.tsv).")]
_CommitmentOption = Annotated[
    str, typer.Option("--forpliktelse", metavar="HASH", help="Forpliktelsen som ble kunngjort før frøet fantes.")
]
_SeedOption = Annotated[str, typer.Option("--fro", metavar="FRØ", help="Frøet, slik det ble lest opp.")]
_LaterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tilleggsfro",
        metavar="STRATUM=FRØ",
        help="Frøet til et stratum som kom til etter at det første var kjent. Kan gis flere ganger.",
    ),
]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        help=_("Stikkprøver: planlegging, trekning som kan etterprøves, og vurdering."), no_args_is_help=True
    )
    group.command("planlegg", help=_("Hvor mange som må kontrolleres for å kunne si noe om alle."))(planlegg)
    group.command("vurder", help=_("Hva et ferdig kontrollert utvalg sier om alle."))(vurder)
    group.command("liste", help=_("Stikkprøvene i nummerrekkefølge, og hvor langt hver av dem er kommet."))(liste)
    group.command(
        "forplikt", help=_("Skriver forpliktelsen: SHA-256 av planen, etter at populasjonen er holdt mot den.")
    )(forplikt)
    group.command("trekk", help=_("Trekker utvalget etter KUP-1. Samme plan, populasjon og frø gir alltid det samme."))(
        trekk
    )
    group.command("etterprov", help=_("Trekker på nytt og svarer STEMMER eller AVVIK."))(etterprov)
    group.command("offentliggjor", help=_("Skriver det alle kan få vite om stikkprøvene, til en webtjener."))(
        offentliggjor
    )
    group.command("rapport", help=_("Skriver rapporten om en stikkprøve til fil: .html, .json eller .xlsx."))(rapport)
    group.command("ark", help=_("Postene som skal kontrolleres, som et Excel-ark: ut, og utfylt inn igjen."))(ark)
    app.add_typer(group, name="stikkprove")


def forplikt(populasjon: _PopulationFile, plan: _PlanFile) -> None:
    """Exit 1 where population and plan do not belong together: a commitment to such a plan could never be drawn."""
    from kontroll.sampling.kup1.draw import check_drawable

    with _refusals(populasjon, plan) as (said, population):
        check_drawable(said, population)
        print(said.commitment)


def trekk(
    populasjon: _PopulationFile,
    plan: _PlanFile,
    forpliktelse: _CommitmentOption,
    fro: _SeedOption,
    tilleggsfro: _LaterOption = None,
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen utvalget skrives til. Uten: standard ut.")
    ] = None,
) -> None:
    """Exit 1, and nothing is written, where anything is not as it was promised."""
    from kontroll.sampling.kup1.draw import draw
    from kontroll.sampling.kup1.sample import written

    with _refusals(populasjon, plan) as (said, population):
        sample = written(draw(said, population, fro, forpliktelse, _later(tilleggsfro)))
    if ut is None:
        sys.stdout.buffer.write(sample)
        return
    beside = ut.with_name(f"{ut.name}.ny")
    try:
        beside.write_bytes(sample)
        beside.replace(ut)
    except OSError as error:
        _stop(_("{file} kan ikke skrives: {reason}.").format(file=ut, reason=reason_of(error)))
    lines = sample.count(b"\n") - 1
    print(_("{lines} linjer er skrevet til {file}.").format(lines=number(lines), file=ut))


def etterprov(
    populasjon: _PopulationFile,
    plan: _PlanFile,
    utvalg: _SampleFile,
    forpliktelse: _CommitmentOption,
    fro: _SeedOption,
    tilleggsfro: _LaterOption = None,
    forrige: Annotated[
        Path | None,
        typer.Option(
            "--forrige",
            metavar="UTVALG",
            help="Utvalget fra listen før den ble rettet: det som er beholdt, holdes mot det.",
        ),
    ] = None,
) -> None:
    """STEMMER, or AVVIK with the reason and exit 1."""
    from kontroll.sampling.kup1.sample import verify

    with _refusals(populasjon, plan, verdict=True) as (said, population):
        earlier = None if forrige is None else _content(forrige)
        verify(said, population, fro, forpliktelse, _content(utvalg), _later(tilleggsfro), earlier)
        print("STEMMER")


def _later(given: list[str] | None) -> dict[str, str]:
    if not all("=" in one for one in given or ()):
        raise typer.BadParameter(_("Skriv --tilleggsfro som STRATUM=FRØ."))
    parts = (one.rpartition("=") for one in given or ())
    return {stratum: seed for stratum, _equals, seed in parts}


@contextmanager
def _refusals(populasjon: Path, plan: Path, verdict: bool = False) -> Iterator[tuple[DrawPlan, BinaryIO]]:
    """The plan read and the population open; a refusal is told with its file and line, and ends with exit 1."""
    from kontroll.sampling.kup1.plan import read_plan
    from kontroll.sampling.kup1.refused import Reason, Refused

    try:
        said = read_plan(_content(plan))
        with _open(populasjon) as population:
            yield said, population
    except Refused as refused:
        of_plan = refused.reason in (Reason.PLAN, Reason.COMMITMENT, Reason.SEED)
        place = plan.name if of_plan else _("utvalget") if refused.reason is Reason.SAMPLE else populasjon.name
        at = _("{place}, linje {line}").format(place=place, line=refused.line) if refused.line else place
        sentence = f"{at}: {refused.sentence}"
        if verdict:
            print(f"AVVIK: {sentence}")
            raise typer.Exit(1) from refused
        _stop(sentence)


def _content(file: Path) -> bytes:
    with _open(file) as opened:
        return opened.read()


@contextmanager
def _open(file: Path) -> Iterator[BinaryIO]:
    try:
        opened = file.open("rb")
    except OSError as error:
        _stop(_("{file} kan ikke leses: {reason}.").format(file=file, reason=reason_of(error)))
    with opened:
        yield opened


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)
