"""`kontroll baerum`: would the rules have seen the case in time, and what would it have cost everybody else?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kontroll.cli.console import month, print_problems
from kontroll.cli.progress import stages
from kontroll.domain.problem import Place, Problem
from kontroll.texts import _, listed, reason_of

if TYPE_CHECKING:
    from kontroll.domain.month import Month
    from kontroll.domain.policy import Policies
    from kontroll.domain.rulebook import Rulebook
    from kontroll.domain.trial import Trial
    from kontroll.flows.baerum.run_back import RunBack

_STAGES = 20


def add_to(app: typer.Typer) -> None:
    app.command(
        "baerum",
        help=_(
            "Bærum-prøven: legger en sak inn i eksempelkommunen, kjører månedene tilbake med det som var kjent da, og viser "
            "når reglene slo ut, hvem som fikk vite det, og hva den rene tvillingen ble varslet om. Saker fra andre: "
            "--data MAPPE --fasit FIL, der fasiten er JSON: "
            '{"start": "2025-01", "enhet": "5102", "leverandor": "L7", "poster": ["B1"], "rene": false}.'
        ),
    )(baerum)


def baerum(
    fro: Annotated[int, typer.Option("--fro", metavar="TALL", help="Frøet saken trekkes av.")] = 2006,
    styrke: Annotated[
        float,
        typer.Option(
            "--styrke", metavar="TALL", min=0.05, max=2.0, help="1 er slik det ble gjort; mindre er bedre skjult."
        ),
    ] = 1.0,
    monster: Annotated[str, typer.Option("--monster", metavar="MØNSTER", help="Hva slags sak.")] = "kameraderi",
    mappe: Annotated[
        Path | None,
        typer.Option("--mappe", metavar="MAPPE", help="Der dataene legges. Uten: et sted som tømmes etterpå."),
    ] = None,
    fro_til: Annotated[
        int | None,
        typer.Option(
            "--fro-til",
            metavar="TALL",
            help="Alle frø fra --fro til og med dette; det som er gjort, gjøres ikke om igjen.",
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="MAPPE", help="En sak laget av andre.")] = None,
    fasit: Annotated[Path | None, typer.Option("--fasit", metavar="FIL", help="Hva som er sant om den.")] = None,
    tvilling: Annotated[
        Path | None, typer.Option("--tvilling", metavar="MAPPE", help="Samme kommune uten saken, når den finnes.")
    ] = None,
    slutt: Annotated[str, typer.Option("--slutt", metavar="MÅNED", help="Siste måned i kommunen.")] = "2026-10",
    maaneder: Annotated[
        int, typer.Option("--maaneder", metavar="ANTALL", min=1, max=24, help="Så mange måneder kjøres fra starten.")
    ] = 12,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FIL", help="Tegner forløpet i en SVG-fil.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
) -> None:
    """Exit 1 where something cannot be read or written, 2 for wrong use."""
    # Loaded here: other commands should not wait for it.
    from kontroll.cli.baerum_shown import print_many, print_trial
    from kontroll.flows.judging.asked_rules import rules_and_policies
    from kontroll.report.baerum.as_data import as_json
    from kontroll.report.baerum.drawing import drawing

    if (data is None) != (fasit is None):
        raise typer.BadParameter(_("--data og --fasit hører sammen."))
    last = month(slutt)
    rulebook, policies, _folders, problems = rules_and_policies(None)
    if problems:
        print_problems(problems)
        raise typer.Exit(1)
    with _place(mappe) as home:
        if fro_til is not None:
            found = _many(home, monster, range(fro, fro_til + 1), styrke, last, maaneder, rulebook, policies)
            if json_:
                print(json.dumps(found, ensure_ascii=False, indent=1))
            else:
                print_many(monster, styrke, found)
            return
        if data is not None and fasit is not None:
            trial, run = _foreign(data, fasit, tvilling, maaneder, rulebook, policies)
        else:
            trial, run = _own(home, monster, fro, styrke, last, maaneder, rulebook, policies)
    rows = run.lists[max(run.lists)] if run.lists else []
    if svg is not None:
        _write(svg, drawing(trial))
    if json_:
        print(json.dumps(as_json(trial, rows), ensure_ascii=False, indent=1))
    else:
        print_trial(trial, rows)


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="kontroll-baerum-") as name:
        yield Path(name)


def _known(pattern: str) -> None:
    from kontroll.example.patterns import patterns

    if pattern not in patterns():
        raise typer.BadParameter(
            _("Mønsteret «{pattern}» finnes ikke. Velg blant {known}.").format(
                pattern=pattern, known=listed(list(patterns()))
            )
        )


def _own(
    home: Path,
    pattern: str,
    seed: int,
    strength: float,
    last: Month,
    span: int,
    rulebook: Rulebook,
    policies: Policies,
) -> tuple[Trial, RunBack]:
    from kontroll.flows.baerum.baerum import Wanted, baerum

    _known(pattern)
    wanted = Wanted(pattern=pattern, seed=seed, strength=strength, last=last, span=span)
    with stages(_STAGES) as tell:
        return baerum(home, wanted, rulebook, policies, tell)


def _foreign(
    data: Path, fasit: Path, twin: Path | None, span: int, rulebook: Rulebook, policies: Policies
) -> tuple[Trial, RunBack]:
    from kontroll.flows.baerum.answers import read_answer
    from kontroll.flows.baerum.foreign_case import foreign_case

    answer, problems = read_answer(fasit)
    if answer is None:
        print_problems(problems)
        raise typer.Exit(1)
    with stages(_STAGES) as tell:
        trial, run, problems = foreign_case(data, twin, answer, rulebook, policies, span, tell)
    print_problems(problems)
    if trial is None or run is None:
        raise typer.Exit(1)
    return trial, run


def _many(
    home: Path,
    pattern: str,
    seeds: range,
    strength: float,
    last: Month,
    span: int,
    rulebook: Rulebook,
    policies: Policies,
) -> list[dict[str, object]]:
    from kontroll.flows.baerum.baerum import Wanted
    from kontroll.flows.baerum.many_seeds import many_seeds
    from kontroll.report.baerum.summed import IN_TIME

    _known(pattern)
    # No more months than the figures need: the rest of the case tells nothing about them.
    span = min(span, IN_TIME)
    wanted = [
        Wanted(pattern=pattern, seed=seed, strength=strength, last=last, span=span, lists=False) for seed in seeds
    ]
    with _bar(len(wanted)) as tell:
        return many_seeds(home, wanted, rulebook, policies, tell)


@contextmanager
def _bar(count: int) -> Iterator[Callable[[int], None]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done: print(_("{done} av {count} frø").format(done=done, count=count), file=sys.stderr, flush=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(_("Prøver frøene"), total=count)
        yield lambda done: bar.update(task, completed=done)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = _("filen kan ikke skrives: {reason}").format(reason=reason_of(error))
        fix = _("Oppgi en fil i en mappe du kan skrive i, med --svg.")
        print_problems([Problem(Place(str(path)), what, _("Tegningen er ikke laget."), fix)])
        raise typer.Exit(1) from None
