"""`kontroll forklar`: why a rule answered as it did, with sources, and what would have changed it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import month, print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.texts import NORWAY, _

_PERSONS = "Viser personopplysninger og tall som få personer står bak. Bare for den som har lov til å se dem."


def add_to(app: typer.Typer) -> None:
    app.command("forklar", help=_("Forklarer ett svar: hvorfor, med kilder, og hva som skulle til for et annet."))(
        forklar
    )


def forklar(
    regel: Annotated[str, typer.Argument(metavar="REGEL", help="Regelens id.")],
    enhet: Annotated[str, typer.Argument(metavar="ENHET", help="Enhetens id.")],
    maaned: Annotated[str, typer.Argument(metavar="MÅNED", help="Måneden, f.eks. 2026-10.")],
    post: Annotated[str, typer.Option(metavar="POST", help="Postens nøkkel, for en regel om poster.")] = "",
    mappe: Home = Path(),
    data: Annotated[
        Path | None, typer.Option(metavar="MAPPE", help="Datamappe, i stedet for kommunens database.")
    ] = None,
    regler: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="MAPPE", help="Mappe med regler, sammen med --data. Kan gis flere ganger; den siste vinner."
        ),
    ] = None,
    vis_personopplysninger: Annotated[bool, typer.Option("--vis-personopplysninger", help=_PERSONS)] = False,
    json_: Annotated[bool, typer.Option("--json", help="Skriver forklaringen som JSON.")] = False,
) -> None:
    """Exit 1 where rules or data cannot be read, 2 where there is no such rule, or --post is wrong for it.

    That a rule has no answer is an answer.
    """
    from kontroll.flows.judging.explain import explain, explain_in_folder
    from kontroll.flows.judging.guard import guard_of
    from kontroll.report.explaining.as_json import as_json
    from kontroll.report.explaining.explainer import Cell
    from kontroll.report.explaining.readings import Seen
    from kontroll.report.explaining.text import as_text
    from kontroll.report.explaining.told import told

    if (data is None) is not (not regler):
        raise typer.BadParameter(_("--data og --regler hører sammen: oppgi begge eller ingen."))
    cell = Cell(regel, enhet, month(maaned), post)
    seen, today = Seen(persons=vis_personopplysninger), datetime.now(NORWAY).date()
    if data is not None:
        explained = explain_in_folder(regler or [], data, cell, today, seen)
    else:
        with desk_of(mappe) as desk, desk.database.reading() as tx:
            if not seen.persons:
                seen = replace(seen, hidden=guard_of(tx, desk, today), guarded=True)
            explained = explain(tx, desk.rulebook, cell, today, seen)
    if explained.explanation is None:
        print_problems(explained.problems)
        raise typer.Exit(2 if explained.misused else 1)
    sentences = told(explained.explanation)
    if json_:
        print(json.dumps(as_json(explained.explanation, sentences), ensure_ascii=False))
    else:
        print(as_text(sentences))
