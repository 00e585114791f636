"""`kontroll vurder`: rules and a data folder in, verdicts out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.console import month, print_problems
from kontroll.cli.result_list import result_list
from kontroll.domain.disagreement import DURABLE
from kontroll.domain.month import Month
from kontroll.domain.run import Inference
from kontroll.engine.backend import Unsupported
from kontroll.engine.engines import ENGINES, POLARS
from kontroll.engine.truths import TooLarge
from kontroll.flows.judging.evaluate import Evaluated, evaluate_folder
from kontroll.texts import _, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.month.second_opinion import SecondOpinion

#: Disagreements that are printed.
_SHOWN = 20
_LIST = "liste"


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
    format: Annotated[
        str,
        typer.Option(
            metavar="csv|json|liste",
            help="Hvordan svarene skrives. liste: bare det som er funnet, for et menneske, det tyngste først, med summer.",
        ),
    ] = "csv",
    motor: Annotated[
        str,
        typer.Option(
            metavar="polars|duckdb",
            help="Hva som regner: polars i minnet, eller duckdb for mer enn minnet rommer. Svarene er de samme.",
        ),
    ] = POLARS,
    etterprov: Annotated[
        bool,
        typer.Option(
            "--etterprov",
            help="Lar de to andre motorene regne også: alle sammensatte regler, og 200 svar som trekkes.",
        ),
    ] = False,
    antall: Annotated[
        int, typer.Option(metavar="N", min=1, help="Hvor mange grupper og poster listen viser av hvert slag.")
    ] = 15,
    vis_personopplysninger: Annotated[
        bool,
        typer.Option(
            "--vis-personopplysninger",
            help="Viser personlige felt i listen. Bare for den som har lov til å se dem.",
        ),
    ] = False,
) -> None:
    """Exit 0 with the verdicts on standard output; 1 where a rule file or the folder cannot be read.

    With --etterprov also 1 where the evaluators disagree, or one of them could not be asked; the verdicts are printed then too.
    """
    first = month(periode)
    last = month(til) if til else first
    if last < first:
        raise typer.BadParameter(_("--til er før --periode."))
    if format not in ("csv", "json", _LIST):
        raise typer.BadParameter(_("--format er csv, json eller liste."))
    if motor not in ENGINES:
        raise typer.BadParameter(_("--motor er polars eller duckdb."))
    if etterprov and motor != POLARS:
        raise typer.BadParameter(_("--etterprov virker bare med --motor polars."))
    try:
        evaluated = evaluate_folder(regler, data, first, last, motor, check=etterprov)
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
    if format == _LIST:
        _print_list(evaluated, first, last, antall, personal=vis_personopplysninger)
    else:
        sys.stdout.buffer.write(evaluated.verdicts.csv() if format == "csv" else evaluated.verdicts.json())
    if evaluated.opinion is not None:
        sys.stdout.flush()
        print("\n".join(_told(evaluated.opinion)), file=sys.stderr)
        raise typer.Exit(0 if evaluated.opinion.holds else 1)


def _print_list(evaluated: Evaluated, first: Month, last: Month, count: int, *, personal: bool) -> None:
    assert evaluated.facts is not None
    assert evaluated.verdicts is not None
    lines = result_list(evaluated.rulebook, evaluated.facts, evaluated.verdicts, first, last, count, personal=personal)
    print("\n".join(lines))


def _told(opinion: SecondOpinion) -> Iterator[str]:
    if opinion.state is Inference.RESERVE:
        yield _("Slutningsmotoren kunne ikke brukes (motor: reserve). Svarene er ikke holdt mot den.")
    elif opinion.state is Inference.DONE:
        yield _("Slutningsmotoren har regnet ut {count} svar fra sammensatte regler.").format(
            count=number(opinion.inferred)
        )
    yield ngettext(
        "{count} trukket svar er regnet ut på nytt, celle for celle, fra de leverte radene.",
        "{count} trukne svar er regnet ut på nytt, celle for celle, fra de leverte radene.",
        opinion.judged_again,
    ).format(count=number(opinion.judged_again))
    if not opinion.disagreements:
        yield _("Motorene er enige.")
        return
    yield ngettext(
        "Motorene er uenige om {count} svar. Ikke bruk svarene før feilen er funnet:",
        "Motorene er uenige om {count} svar. Ikke bruk svarene før feilen er funnet:",
        len(opinion.disagreements),
    ).format(count=number(len(opinion.disagreements)))
    for one in opinion.disagreements[:_SHOWN]:
        place = " ".join(part for part in (one.rule, one.enhet, str(one.month), one.post) if part)
        yield _("  {place}: kolonnevis «{columnar}», {engine} «{other}»").format(
            place=place,
            columnar=one.columnar or _("ingen rad"),
            engine=_("slutningsmotoren") if one.engine == DURABLE else _("cellevis"),
            other=one.other or _("ingen rad"),
        )
