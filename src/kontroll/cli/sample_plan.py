"""`kontroll stikkprove planlegg` and `vurder`: how many must be looked at, and what a finished sample says of the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kontroll.texts import _, number, reason_of

if TYPE_CHECKING:
    from kontroll.report.sampling.calculator import Calculation

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
_AmountOption = Annotated[
    str | None, typer.Option("--belop", metavar="KR", help="Beløpet i alt, når det trekkes etter beløp.")
]
_LinesOption = Annotated[
    bool,
    typer.Option("--jsonl", help="Leser ett JSON-objekt på hver linje fra standard inn, og svarer med ett på hver."),
]
_JsonOption = Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")]


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
    oppdagelse: Annotated[
        bool, typer.Option("--oppdagelse", help="Oppdagelsesprøve: stor nok til å finne minst ett, ingen ventes.")
    ] = False,
    trinn: Annotated[
        str | None,
        typer.Option("--trinn", metavar="ANTALL", help="Trinnvis: lite utvalg først, et til bare hvis det er tvil."),
    ] = None,
    presisjon: Annotated[
        str | None,
        typer.Option("--presisjon", metavar="ANDEL", help="Så langt over det som finnes, kan grensen høyst ligge."),
    ] = None,
    belop: _AmountOption = None,
    vesentlighet: Annotated[
        str | None, typer.Option("--vesentlighet", metavar="KR", help="Så stor feil i beløpet kan tåles.")
    ] = None,
    forventet_feil: Annotated[
        str | None, typer.Option("--forventet-feil", metavar="KR", help="Så stor feil ventes i beløpet.")
    ] = None,
    kurve: Annotated[
        bool, typer.Option("--kurve", help="Viser også hvor stort utvalget blir når flere avvik ventes.")
    ] = False,
    jsonl: _LinesOption = False,
    as_json: _JsonOption = False,
) -> None:
    """Exit 1 where no sample can give what is asked for."""
    from kontroll.report.sampling.calculator import calculated
    from kontroll.sampling.asked import asked_plan
    from kontroll.sampling.size import least_sample

    if jsonl:
        _answer_lines(lambda words: {"utvalg": least_sample(asked_plan(words)).n})
        return
    if tolererbar is None and presisjon is None and belop is None:
        raise typer.BadParameter(_("Oppgi --tolererbar, for eksempel 0.05, eller --presisjon eller --belop."))
    words = {
        "metode": metode,
        "konfidens": konfidens,
        "tolererbar": tolererbar,
        "forventet": forventet,
        "forventet_antall": forventet_antall,
        "populasjon": populasjon,
        "oppdagelse": "ja" if oppdagelse else None,
        "trinn": trinn,
        "presisjon": presisjon,
        "belop": belop,
        "vesentlighet": vesentlighet,
        "forventet_feil": forventet_feil,
    }
    answer = calculated(words, curve=kurve)
    if answer.refusal:
        _stop(answer.refusal)
    if as_json:
        print(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        _tell(answer)


def _tell(answer: Calculation) -> None:
    print(answer.sentence)
    for warning in answer.warnings:
        print(_("Merk: {warning}").format(warning=warning), file=sys.stderr)
    if answer.curve is None:
        return
    print("\n" + _("Avvik som tåles i utvalget, og hvor mange som da må trekkes:"))
    for point in answer.curve.points:
        print(f"{number(point.expected):>4}{number(point.n):>8}")


def vurder(
    metode: _MethodOption = None,
    konfidens: _ConfidenceOption = "0.95",
    utvalg: Annotated[
        str | None, typer.Option("--utvalg", metavar="ANTALL", help="Hvor mange som ble kontrollert.")
    ] = None,
    avvik: Annotated[
        str | None,
        typer.Option(
            "--avvik", metavar="ANTALL", help="Hvor mange av dem som hadde avvik; med --trinn ett tall for hvert: 1,0."
        ),
    ] = None,
    populasjon: _PopulationOption = None,
    trinn: Annotated[
        bool, typer.Option("--trinn", help="Utvalget er trukket trinnvis: --utvalg er i hvert trinn.")
    ] = False,
    belop: _AmountOption = None,
    feil: Annotated[
        Path | None,
        typer.Option(
            "--feil",
            metavar="FIL",
            help="Feil i beløp: en linje for hvert treff med feil, «bokført;riktig» i kroner. Grensen regnes etter Stringer.",
        ),
    ] = None,
    topp_feil: Annotated[
        str, typer.Option("--topp-feil", metavar="KR", help="Feil funnet i toppstratumet, der alt ble kontrollert.")
    ] = "0",
    jsonl: _LinesOption = False,
    as_json: _JsonOption = False,
) -> None:
    """Exit 1 for an outcome that cannot be."""
    from kontroll.report.sampling import outcomes
    from kontroll.sampling.rates import Impossible

    if jsonl:
        _answer_lines(outcomes.judged)
        return
    if utvalg is None or (avvik is None and feil is None):
        raise typer.BadParameter(_("Oppgi både --utvalg og --avvik, eller --utvalg, --belop og --feil."))
    words = {"metode": metode, "konfidens": konfidens, "utvalg": utvalg, "avvik": avvik, "populasjon": populasjon}
    try:
        if feil is not None:
            told = outcomes.of_money({**words, "belop": belop, "topp_feil": topp_feil}, _lines_of(feil))
        elif trinn:
            told = outcomes.of_stages(words)
        else:
            told = outcomes.of_share(words)
    except Impossible as impossible:
        _stop(impossible.sentence)
    if as_json:
        print(json.dumps(told.answer, ensure_ascii=False))
        return
    for sentence in told.sentences:
        print(sentence)


def _lines_of(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        _stop(_("{file} kan ikke leses: {reason}.").format(file=file, reason=reason_of(error)))
    except UnicodeDecodeError:
        _stop(_("{file} er ikke skrevet i UTF-8.").format(file=file))


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
