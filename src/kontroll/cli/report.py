"""`kontroll rapport`: the report of a month or a tertial, as a file. `--periode` says which."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.cli.progress import stages
from kontroll.texts import NORWAY, _, reason_of


def add_to(app: App) -> None:
    app.command("rapport", help=_("Skriver månedsrapporten eller tertialrapporten til fil."))(rapport)


def rapport(
    navn: Annotated[str, typer.Argument(metavar="NAVN", help="maanedsrapport eller tertialrapport.")],
    periode: Annotated[str, typer.Option("--periode", metavar="P", help="Måneden, 2026-10, eller tertialet, 2026-T2.")],
    ut: Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen: .html eller .xlsx.")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing of the period is judged or the file cannot be written, 2 for a name, period or ending there is not."""
    from kontroll.flows.judging.assess import STAGES, assess
    from kontroll.flows.people.looking import looking
    from kontroll.flows.showing.period_report import period_report
    from kontroll.report.monthly.period_report import ReportKind, period_of
    from kontroll.report.monthly.report_files import WRITERS
    from kontroll.report.summary import Summaries

    kind = next((one for one in ReportKind if one.value == navn), None)
    if kind is None:
        names = _(" eller ").join(one.value for one in ReportKind)
        raise typer.BadParameter(_("Rapporten heter {names}.").format(names=names))
    period = period_of(kind, periode)
    if period is None:
        raise typer.BadParameter(_("Perioden skrives 2026-10 for en måned og 2026-T2 for et tertial."))
    writer = WRITERS.get(ut.suffix.lower())
    if writer is None:
        raise typer.BadParameter(_("Filen må slutte på {endings}.").format(endings=", ".join(WRITERS)))
    with desk_of(mappe) as desk:
        day = datetime.now(NORWAY).date()
        with stages(STAGES) as tell:
            situation, problems = assess(desk.settings, day, tell, desk.database)
        if situation is None:
            print_problems(problems)
            raise typer.Exit(1)
        with looking(desk, day) as look:
            report = period_report(look.tx, look.today, Summaries(situation), kind, period)
    if report is None:
        print(_("Ingen måned i perioden {period} er vurdert.").format(period=period), file=sys.stderr)
        raise typer.Exit(1)
    try:
        ut.write_bytes(writer(report))
    except OSError as error:
        print(_("{file} kan ikke skrives: {reason}.").format(file=ut, reason=reason_of(error)), file=sys.stderr)
        raise typer.Exit(1) from error
    print(_("{report} er skrevet til {file}.").format(report=report.title, file=ut))
