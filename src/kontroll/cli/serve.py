"""`kontroll tjener`: the pages for a kommune's home; beyond this machine only where somebody can sign in."""

from __future__ import annotations

import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kontroll import log
from kontroll.cli.console import print_problems
from kontroll.cli.handed import Handed, Serving
from kontroll.cli.progress import stages
from kontroll.domain.problem import Gravity
from kontroll.settings import Settings, read_settings
from kontroll.texts import N_, NORWAY, _

if TYPE_CHECKING:
    from kontroll.domain.rulebook import Rulebook
    from kontroll.report.summary import Summaries
    from kontroll.wiring import Desk

HOST = "127.0.0.1"
#: More than a machine has processors is of no use, and each holds the months in memory.
MOST_PROCESSES = 64
PORT_METAVAR = N_("PORT")
PORT_HELP = N_("Porten sidene vises på; 0 tar en ledig.")


def add_to(app: typer.Typer) -> None:
    app.command("tjener", help=_("Viser sidene for en kommunes mappe i nettleseren."))(tjener)


def tjener(
    ctx: typer.Context,
    mappe: Annotated[Path, typer.Option(metavar="MAPPE", help="Kommunens mappe, med kontroll.toml.")] = Path(),
    port: Annotated[int | None, typer.Option(metavar=PORT_METAVAR, min=0, max=65535, help=PORT_HELP)] = None,
    prosesser: Annotated[
        int,
        typer.Option(
            metavar="ANTALL",
            min=1,
            max=MOST_PROCESSES,
            help="Så mange prosesser viser sidene. Flere enn én: enda en passer på dem og gjør månedene klare.",
        ),
    ] = 1,
) -> None:
    """Exit 1 where the home, its rules or its inbox cannot be used, or the port is taken."""
    settings = settings_of(mappe)
    chosen = settings.port if port is None else port
    refuse_taken(chosen, settings.host)
    # Before the log begins: the tools of the database have much to say as they wake up, and none of it is news.
    desk = _desk(settings)
    try:
        refuse_open_house(settings, desk)
        _configure_log(settings, desk.rulebook if desk is not None else None)
        how = Serving(
            first=lambda: _assessed(settings, desk),
            host=settings.host,
            port=chosen,
            opened=_announce,
            shown=lambda: print(_("Månedene er klare."), flush=True),
            processes=prosesser,
        )
        pages(ctx, desk, how)
    finally:
        if desk is not None:
            desk.database.close()


def _assessed(settings: Settings, desk: Desk | None) -> Summaries | None:
    # Loaded here: other commands should not wait for it.
    from kontroll.flows.judging.assess import STAGES, assess
    from kontroll.report.summary import Summaries

    with stages(STAGES) as tell:
        database = desk.database if desk is not None else None
        situation, problems = assess(settings, datetime.now(NORWAY).date(), tell, database)
    if situation is None:
        print_problems(problems)
        return None
    _configure_log(settings, situation.rulebook)
    return Summaries(situation)


def _configure_log(settings: Settings, rulebook: Rulebook | None) -> None:
    personal = rulebook.personal_columns if rulebook is not None else frozenset()
    log.configure(settings.log_level, personal.union(settings.personal_columns))


def _desk(settings: Settings) -> Desk | None:
    """None where the database or the policies cannot be used; the pages then say so, and show the figures."""
    from kontroll.wiring import open_desk

    desk, problems = open_desk(settings)
    if desk is None:
        print_problems(problems)
    return desk


def refuse_open_house(settings: Settings, desk: Desk | None) -> None:
    """Exit 1 where others than this machine would reach pages that nobody, or anybody, can sign in to."""
    if settings.on_this_machine:
        return
    if settings.example_users:
        told = _("Eksempelbrukere logger inn uten passord. Fjern «eksempelbrukere», eller sett «vert» til {host}.")
    elif desk is None or not (settings.oidc_issuer or _any_user(desk)):
        told = _(
            "Ingen kan logge inn ennå, og sidene vises ikke utenfor denne maskinen før noen kan. Lag den første brukeren "
            "med «kontroll bruker ny BRUKERNAVN --rolle administrator», eller sett «vert» til {host}."
        )
    else:
        return
    print(told.format(host=HOST), file=sys.stderr)
    raise typer.Exit(1)


def _any_user(desk: Desk) -> bool:
    with desk.database.reading() as tx:
        return any(user.is_open for user in tx.users.all())


def _announce(address: str) -> None:
    print(_("Sidene vises på {address}").format(address=address))
    print(_("Månedene gjøres klare mens du logger inn. Trykk Ctrl-C for å stoppe."), flush=True)


def settings_of(home: Path) -> Settings:
    """The settings of a home; exit 1 with everything that is wrong with them."""
    settings, problems = read_settings(home)
    print_problems(problems)
    if settings is None or any(problem.gravity is Gravity.STOPS for problem in problems):
        raise typer.Exit(1)
    return settings


def refuse_taken(port: int, host: str = HOST) -> None:
    """Exit 1 now rather than after the evaluation, where the pages could not be served on the port."""
    error = _taken(port, host)
    if error is not None:
        _stop_at_port(port, error)


def is_free(port: int) -> bool:
    return _taken(port) is None


def _taken(port: int, host: str = HOST) -> OSError | None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            return error
    return None


def pages(ctx: typer.Context, desk: Desk | None, how: Serving) -> None:
    """Serve until interrupted. By what is handed in by the program: commands and pages do not know each other.

    Exit 1 where there is nothing to show, or the port is taken.
    """
    handed: Handed = ctx.obj
    try:
        if not handed.serve(how, desk):
            raise typer.Exit(1)
    except OSError as error:
        _stop_at_port(how.port, error)
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
