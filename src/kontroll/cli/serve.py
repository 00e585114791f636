"""`kontroll tjener`: the pages for a kommune's home, on this machine only: there is no sign-in yet."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kontroll import log
from kontroll.cli.console import print_problems
from kontroll.cli.handed import Handed
from kontroll.cli.progress import stages
from kontroll.domain.problem import Gravity
from kontroll.settings import Settings, read_settings
from kontroll.texts import N_, NORWAY, _

if TYPE_CHECKING:
    from kontroll.report.summary import Summaries
    from kontroll.wiring import Desk

HOST = "127.0.0.1"
PORT_METAVAR = N_("PORT")
PORT_HELP = N_("Porten sidene vises på; 0 tar en ledig.")


def add_to(app: typer.Typer) -> None:
    app.command("tjener", help=_("Viser sidene for en kommunes mappe i nettleseren, på denne maskinen."))(tjener)


def tjener(
    ctx: typer.Context,
    mappe: Annotated[Path, typer.Option(metavar="MAPPE", help="Kommunens mappe, med kontroll.toml.")] = Path(),
    port: Annotated[int | None, typer.Option(metavar=PORT_METAVAR, min=0, max=65535, help=PORT_HELP)] = None,
) -> None:
    """Exit 1 where the home, its rules or its inbox cannot be used, or the port is taken."""
    # Loaded here: other commands should not wait for it.
    from kontroll.flows.assess import STAGES, assess
    from kontroll.report.summary import Summaries

    settings = settings_of(mappe)
    chosen = settings.port if port is None else port
    refuse_taken(chosen)
    with stages(STAGES) as tell:
        situation, problems = assess(settings, datetime.now(NORWAY).date(), tell)
    if situation is None:
        print_problems(problems)
        raise typer.Exit(1)
    # Before the log begins: the tools of the database have much to say as they wake up, and none of it is news.
    desk = _desk(settings)
    personal = {
        field.id for dataset in situation.rulebook.datasets.values() for field in dataset.fields if field.personal
    }
    log.configure(settings.log_level, personal.union(settings.personal_columns))
    try:
        pages(ctx, Summaries(situation), desk, chosen, _announce)
    finally:
        if desk is not None:
            desk.database.close()


def _desk(settings: Settings) -> Desk | None:
    """None where the database or the policies cannot be used; the pages then say so, and show the figures."""
    from kontroll.wiring import open_desk

    desk, problems = open_desk(settings)
    if desk is None:
        print_problems(problems)
    return desk


def _announce(address: str) -> None:
    print(_("Sidene vises på {address}").format(address=address))
    print(_("Trykk Ctrl-C for å stoppe."), flush=True)


def settings_of(home: Path) -> Settings:
    """The settings of a home; exit 1 with everything that is wrong with them."""
    settings, problems = read_settings(home)
    print_problems(problems)
    if settings is None or any(problem.gravity is Gravity.STOPS for problem in problems):
        raise typer.Exit(1)
    return settings


def refuse_taken(port: int) -> None:
    """Exit 1 now rather than after the evaluation, where the pages could not be served on the port."""
    error = _taken(port)
    if error is not None:
        _stop_at_port(port, error)


def is_free(port: int) -> bool:
    return _taken(port) is None


def _taken(port: int) -> OSError | None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            return error
    return None


def pages(ctx: typer.Context, summaries: Summaries, desk: Desk | None, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted. How is handed in by the program: commands and pages do not know each other."""
    handed: Handed = ctx.obj
    try:
        handed.serve(summaries, desk, HOST, port, ready)
    except OSError as error:
        _stop_at_port(port, error)
    except KeyboardInterrupt:
        pass
    print("\n" + _("Sidene er stoppet."))


def _stop_at_port(port: int, error: OSError) -> NoReturn:
    told = (
        _("Port {port} krever administratorrettigheter. Velg en over 1023 med --port, eller 0 for en ledig.")
        if isinstance(error, PermissionError)
        else _("Port {port} er opptatt. Velg en annen med --port, eller 0 for en ledig.")
    )
    print(told.format(port=port), file=sys.stderr)
    raise typer.Exit(1) from None
