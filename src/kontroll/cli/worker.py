"""`kontroll arbeider`: the process that runs the jobs of the kommune's plan, by the clock."""

from __future__ import annotations

from pathlib import Path

import typer

from kontroll import log
from kontroll.cli.desk import Home, desk_of
from kontroll.cli.handed import Handed
from kontroll.texts import _, ngettext, number


def add_to(app: typer.Typer) -> None:
    app.command(
        "arbeider",
        help=_(
            "Kjører kommunens jobber til de tidene kjoreplan.yaml sier: tar inn filer, vurderer måneden, minner om "
            "frister og sender meldinger. Flere kan kjøre samtidig; én arbeider, og de andre står klare."
        ),
    )(arbeider)


def arbeider(ctx: typer.Context, mappe: Home = Path()) -> None:
    """Until interrupted. Exit 1 where the home, its rules or its database cannot be used."""
    handed: Handed = ctx.obj
    with desk_of(mappe) as desk:
        log.configure(desk.settings.log_level, desk.rulebook.personal_columns.union(desk.settings.personal_columns))
        jobs = len(desk.policies.jobs)
        handed.work(desk, lambda: _announce(jobs))
    print(_("Arbeideren er stoppet."))


def _announce(jobs: int) -> None:
    print(ngettext("{count} jobb i kjøreplanen.", "{count} jobber i kjøreplanen.", jobs).format(count=number(jobs)))
    print(_("Trykk Ctrl-C for å stoppe; en jobb som er i gang, får gå ferdig."), flush=True)
