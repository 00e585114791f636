"""`kontroll vurder`: rules and a data folder in, verdicts out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import month, print_problems
from kontroll.engine.backend import Unsupported
from kontroll.engine.engines import ENGINES, POLARS
from kontroll.engine.truths import TooLarge
from kontroll.flows.evaluate import evaluate_folder
from kontroll.texts import _


def add_to(app: typer.Typer) -> None:
    app.command("vurder", help="Vurderer regler mot en datamappe og skriver ett svar per regel, enhet og måned.")(
        vurder
    )


def vurder(
    regler: Annotated[
        list[Path], typer.Option(metavar="MAPPE", help="Mappe med regler. Kan gis flere ganger; den siste vinner.")
    ],
    data: Annotated[Path, typer.Option(metavar="MAPPE", help="Datamappe (organisasjon.csv, maalinger/ …).")],
    periode: Annotated[str, typer.Option(metavar="MÅNED", help="Måneden som vurderes, f.eks. 2026-10.")],
    til: Annotated[str | None, typer.Option(metavar="MÅNED", help="Siste måned, når flere skal vurderes.")] = None,
    format: Annotated[str, typer.Option(metavar="csv|json", help="Hvordan svarene skrives.")] = "csv",
    motor: Annotated[
        str,
        typer.Option(
            metavar="polars|duckdb",
            help="Hva som regner: polars i minnet, eller duckdb for mer enn minnet rommer. Svarene er de samme.",
        ),
    ] = POLARS,
) -> None:
    """Exit 0 with the verdicts on standard output; 1 where a rule file or the folder cannot be read."""
    first = month(periode)
    last = month(til) if til else first
    if last < first:
        raise typer.BadParameter(_("--til er før --periode."))
    if format not in ("csv", "json"):
        raise typer.BadParameter(_("--format er csv eller json."))
    if motor not in ENGINES:
        raise typer.BadParameter(_("--motor er polars eller duckdb."))
    try:
        evaluated = evaluate_folder(regler, data, first, last, motor)
    except Unsupported as error:
        print(
            _(
                "Regelen «{rule}» kan ikke vurderes med --motor {engine}: den bruker {what}. Bruk --motor polars."
            ).format(rule=error.rule, engine=error.engine, what=error.what),
            file=sys.stderr,
        )
        raise typer.Exit(1) from None
    except TooLarge as error:
        print(_("Tallene i «{what}» er for store til å regnes eksakt.").format(what=error), file=sys.stderr)
        raise typer.Exit(1) from None
    print_problems(evaluated.problems)
    if evaluated.verdicts is None:
        raise typer.Exit(1)
    sys.stdout.flush()
    sys.stdout.buffer.write(evaluated.verdicts.csv() if format == "csv" else evaluated.verdicts.json())
