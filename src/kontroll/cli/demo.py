"""`kontroll demo`: the example kommune, built, lived day by day, summed up and shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import desk_of
from kontroll.cli.handed import Serving
from kontroll.cli.progress import stages
from kontroll.cli.serve import HOST, PORT_HELP, PORT_METAVAR, is_free, pages, refuse_taken, settings_of
from kontroll.settings import shipped_rules
from kontroll.texts import NORWAY, _

#: Months that the example holds.
MONTHS = 36


def add_to(app: typer.Typer) -> None:
    app.command(
        "demo", help=_("Bygger eksempelkommunen, lever månedene dag for dag, skriver et sammendrag og viser sidene.")
    )(demo)


def demo(
    ctx: typer.Context,
    mappe: Annotated[Path, typer.Option(metavar="MAPPE", help="Mappen eksempelkommunen legges i.")] = Path("demo"),
    port: Annotated[int | None, typer.Option(metavar=PORT_METAVAR, min=0, max=65535, help=PORT_HELP)] = None,
    maaneder: Annotated[
        int,
        typer.Option(
            "--maaneder",
            metavar="ANTALL",
            min=1,
            max=MONTHS,
            help="Så mange måneder leves, regnet bakfra; de før er historie.",
        ),
    ] = MONTHS,
    uten_tjener: Annotated[bool, typer.Option("--uten-tjener", help="Stopper etter sammendraget.")] = False,
) -> None:
    """Exit 1 where the folder holds something else than the example, or the port is taken."""
    # Loaded here: other commands should not wait for it.
    from kontroll.cli.follow_up import follow_up
    from kontroll.cli.summary import print_summary
    from kontroll.flows.example.build_example import SEED
    from kontroll.flows.example.example_home import example_home, stages_of
    from kontroll.flows.judging.assess import STAGES, assess
    from kontroll.flows.month.proved import latest_proof
    from kontroll.flows.showing.followed import followed
    from kontroll.report.summary import Summaries

    if not uten_tjener and port is not None:
        refuse_taken(port)
    today = datetime.now(NORWAY).date()
    with stages(stages_of(maaneder) + STAGES + 1) as tell:
        _built, problems = example_home(mappe, seed=SEED, months=maaneder, today=today, tell=tell)
        if problems:
            print_problems(problems)
            raise typer.Exit(1)
        settings = settings_of(mappe)
        situation, problems = assess(settings, today, tell)
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
        (_("Sporet, og om noen har endret det:"), f"kontroll logg etterprov --mappe {mappe}"),
        (_("En tom mappe for egen kommune:"), _("kontroll ny MAPPE")),
    ]
    with desk_of(mappe) as desk:
        with desk.database.reading() as tx:
            led_to = follow_up(followed(tx, today), _shown(settings.outbox), latest_proof(tx))
        if uten_tjener:
            print_summary(summary, led_to, [*steps, (_("Sidene i nettleseren:"), f"kontroll tjener --mappe {mappe}")])
            return

        def ready(address: str) -> None:
            print_summary(summary, led_to, [*steps, (_("Sidene i nettleseren (Ctrl-C stopper dem):"), address)])

        chosen = _port(settings.port) if port is None else port
        pages(ctx, desk, Serving(first=lambda: summaries, host=HOST, port=chosen, opened=ready))


def _port(usual: int) -> int:
    """The port that the links in the messages lead to, or a free one (0) where another has it."""
    return usual if is_free(usual) else 0


def _shown(path: Path) -> str:
    """Relative to where the user stands, when it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
