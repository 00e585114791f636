"""`kontroll demo`: the example kommune, built, evaluated, summed up and shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.progress import stages
from kontroll.cli.serve import PORT_HELP, PORT_METAVAR, pages, refuse_taken, settings_of
from kontroll.domain.month import Month
from kontroll.settings import shipped_rules
from kontroll.texts import NORWAY, _


def add_to(app: typer.Typer) -> None:
    app.command(
        "demo", help=_("Bygger eksempelkommunen, vurderer alle månedene, skriver et sammendrag og viser sidene.")
    )(demo)


def demo(
    ctx: typer.Context,
    mappe: Annotated[Path, typer.Option(metavar="MAPPE", help="Mappen eksempelkommunen legges i.")] = Path("demo"),
    port: Annotated[int, typer.Option(metavar=PORT_METAVAR, min=0, max=65535, help=PORT_HELP)] = 0,
    uten_tjener: Annotated[bool, typer.Option("--uten-tjener", help="Stopper etter sammendraget.")] = False,
) -> None:
    """Exit 1 where the folder holds something else than the example, or the port is taken."""
    # Loaded here: other commands should not wait for it.
    from kontroll.cli.summary import print_summary
    from kontroll.flows.assess import STAGES, assess
    from kontroll.flows.build_example import SEED, build_example
    from kontroll.report.summary import Summaries

    if not uten_tjener:
        refuse_taken(port)
    today = datetime.now(NORWAY).date()
    with stages(STAGES + 2) as tell:
        tell(_("Bygger eksempelkommunen i {folder}").format(folder=mappe))
        _built, problems = build_example(mappe, SEED, Month.of(today).plus(-1))
        if problems:
            print_problems(problems)
            raise typer.Exit(1)
        situation, problems = assess(settings_of(mappe), today, tell)
        if situation is None:
            print_problems(problems)
            raise typer.Exit(1)
        tell(_("Finner ut hvorfor svar er ukjente"))
        summaries = Summaries(situation)
        summary = summaries.of(situation.last)
    steps = [
        (
            _("Alle svarene for måneden:"),
            f"kontroll vurder --regler {_shown(shipped_rules())} --data {_shown(situation.data)} --periode {situation.last}",
        ),
        (_("Reglene, og om de består sine egne tester:"), "kontroll regler sjekk"),
        (_("En tom mappe for egen kommune:"), _("kontroll ny MAPPE")),
    ]
    if uten_tjener:
        print_summary(summary, [*steps, (_("Sidene i nettleseren:"), f"kontroll tjener --mappe {mappe}")])
        return

    def ready(address: str) -> None:
        print_summary(summary, [*steps, (_("Sidene i nettleseren (Ctrl-C stopper dem):"), address)])

    pages(ctx, summaries, port, ready)


def _shown(path: Path) -> str:
    """Relative to where the user stands, when it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
