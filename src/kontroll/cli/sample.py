"""`kontroll stikkprove`: how many, which, what it shows, and whether it was drawn as promised."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import typer

from kontroll.texts import _, number, reason_of

if TYPE_CHECKING:
    from kontroll.sampling.kup1.plan import DrawPlan

_MethodOption = Annotated[
    str | None,
    typer.Option(
        "--metode",
        metavar="METODE",
        help="binomisk, poisson eller hypergeometrisk. Uten: hypergeometrisk når populasjonen er oppgitt, ellers binomisk.",
    ),
]
_ConfidenceOption = Annotated[str, typer.Option("--konfidens", metavar="ANDEL", help="Sikkerheten, for eksempel 0.95.")]
_PopulationOption = Annotated[
    str | None, typer.Option("--populasjon", metavar="ANTALL", help="Hvor mange det er i alt.")
]
_LinesOption = Annotated[
    bool,
    typer.Option("--jsonl", help="Leser ett JSON-objekt på hver linje fra standard inn, og svarer med ett på hver."),
]
_JsonOption = Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")]
_PopulationFile = Annotated[Path, typer.Argument(metavar="POPULASJON", help="Listen det trekkes fra (populasjon.tsv).")]
_PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="Planen (plan.json).")]
_SampleFile = Annotated[Path, typer.Argument(metavar="UTVALG", help="Utvalget (utvalg.tsv).")]
_CommitmentOption = Annotated[
    str, typer.Option("--forpliktelse", metavar="HASH", help="Forpliktelsen som ble kunngjort før frøet fantes.")
]
_SeedOption = Annotated[str, typer.Option("--fro", metavar="FRØ", help="Frøet, slik det ble lest opp.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        help=_("Stikkprøver: planlegging, trekning som kan etterprøves, og vurdering."), no_args_is_help=True
    )
    group.command("planlegg", help=_("Hvor mange som må kontrolleres for å kunne si noe om alle."))(planlegg)
    group.command("vurder", help=_("Hva et ferdig kontrollert utvalg sier om alle."))(vurder)
    group.command(
        "forplikt", help=_("Skriver forpliktelsen: SHA-256 av planen, etter at populasjonen er holdt mot den.")
    )(forplikt)
    group.command("trekk", help=_("Trekker utvalget etter KUP-1. Samme plan, populasjon og frø gir alltid det samme."))(
        trekk
    )
    group.command("etterprov", help=_("Trekker på nytt og svarer STEMMER eller AVVIK."))(etterprov)
    app.add_typer(group, name="stikkprove")


def planlegg(
    metode: _MethodOption = None,
    konfidens: _ConfidenceOption = "0.95",
    tolererbar: Annotated[
        str | None,
        typer.Option("--tolererbar", metavar="ANDEL", help="Så stor andel avvik kan tåles, for eksempel 0.05."),
    ] = None,
    forventet: Annotated[
        str | None, typer.Option("--forventet", metavar="ANDEL", help="Så stor andel avvik ventes i utvalget.")
    ] = None,
    forventet_antall: Annotated[
        str | None, typer.Option("--forventet-antall", metavar="ANTALL", help="Så mange avvik ventes i utvalget.")
    ] = None,
    populasjon: _PopulationOption = None,
    jsonl: _LinesOption = False,
    as_json: _JsonOption = False,
) -> None:
    """Exit 1 where no sample can give what is asked for."""
    from kontroll.report.sampling.sentences import size_sentence
    from kontroll.sampling.asked import asked_plan
    from kontroll.sampling.rates import Impossible
    from kontroll.sampling.size import least_sample

    if jsonl:
        _answer_lines(lambda words: {"utvalg": least_sample(asked_plan(words)).n})
        return
    if tolererbar is None:
        raise typer.BadParameter(_("Oppgi --tolererbar, for eksempel 0.05."))
    words = {
        "metode": metode,
        "konfidens": konfidens,
        "tolererbar": tolererbar,
        "forventet": forventet,
        "forventet_antall": forventet_antall,
        "populasjon": populasjon,
    }
    try:
        plan = asked_plan(words)
        size = least_sample(plan)
    except Impossible as impossible:
        _stop(impossible.sentence)
    if as_json:
        print(json.dumps({"utvalg": size.n, "tillatte_avvik": int(size.allowed)}))
    else:
        print(size_sentence(plan, size))


def vurder(
    metode: _MethodOption = None,
    konfidens: _ConfidenceOption = "0.95",
    utvalg: Annotated[
        str | None, typer.Option("--utvalg", metavar="ANTALL", help="Hvor mange som ble kontrollert.")
    ] = None,
    avvik: Annotated[
        str | None, typer.Option("--avvik", metavar="ANTALL", help="Hvor mange av dem som hadde avvik.")
    ] = None,
    populasjon: _PopulationOption = None,
    jsonl: _LinesOption = False,
    as_json: _JsonOption = False,
) -> None:
    """Exit 1 for an outcome that cannot be."""
    from kontroll.report.sampling.sentences import outcome_sentence
    from kontroll.sampling.asked import asked_outcome
    from kontroll.sampling.bounds import upper_bound
    from kontroll.sampling.rates import Impossible

    def judged(words: Mapping[str, str | None]) -> dict[str, Any]:
        bound = upper_bound(*asked_outcome(words))
        return {"ovre_grense": bound.rate, "ovre_antall": bound.count}

    if jsonl:
        _answer_lines(judged)
        return
    if utvalg is None or avvik is None:
        raise typer.BadParameter(_("Oppgi både --utvalg og --avvik."))
    words = {"metode": metode, "konfidens": konfidens, "utvalg": utvalg, "avvik": avvik, "populasjon": populasjon}
    try:
        if as_json:
            print(json.dumps(judged(words)))
            return
        outcome, confidence = asked_outcome(words)
        print(outcome_sentence(outcome, upper_bound(outcome, confidence), confidence))
    except Impossible as impossible:
        _stop(impossible.sentence)


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
    ut: Annotated[
        Path | None, typer.Option("--ut", metavar="FIL", help="Filen utvalget skrives til. Uten: standard ut.")
    ] = None,
) -> None:
    """Exit 1, and nothing is written, where anything is not as it was promised."""
    from kontroll.sampling.kup1.draw import draw
    from kontroll.sampling.kup1.sample import written

    with _refusals(populasjon, plan) as (said, population):
        sample = written(draw(said, population, fro, forpliktelse))
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
    populasjon: _PopulationFile, plan: _PlanFile, utvalg: _SampleFile, forpliktelse: _CommitmentOption, fro: _SeedOption
) -> None:
    """STEMMER, or AVVIK with the reason and exit 1."""
    from kontroll.sampling.kup1.sample import verify

    with _refusals(populasjon, plan, verdict=True) as (said, population):
        verify(said, population, fro, forpliktelse, _content(utvalg))
        print("STEMMER")


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


def _answer_lines(answer: Callable[[Mapping[str, str | None]], dict[str, Any]]) -> None:
    """One answer for each line that is not blank; what cannot be answered says why, and the next is answered all the same."""
    from kontroll.sampling.rates import Impossible

    for line in sys.stdin:
        if line.strip():
            try:
                answered = answer(_words(line))
            except Impossible as impossible:
                answered = {"feil": impossible.sentence}
            print(json.dumps(answered, ensure_ascii=False), flush=True)


def _words(line: str) -> dict[str, str | None]:
    """Numbers stay as they were written: a binary float never comes between."""
    from kontroll.sampling.rates import Impossible

    try:
        said = json.loads(line, parse_float=str, parse_int=str)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not all(isinstance(value, str | None) for value in said.values()):
        raise Impossible(_("Linjen er ikke et JSON-objekt med tall som tekst."))
    return said


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)
