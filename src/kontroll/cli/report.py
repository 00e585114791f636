"""`kontroll rapport`: the report of a month, a tertial or a year, as a file. `--periode` says which."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.cli.progress import stages
from kontroll.texts import NORWAY, _, reason_of

if TYPE_CHECKING:
    from kontroll.domain.month import Period
    from kontroll.report.document.kinds import ReportKind
    from kontroll.report.document.model import Document
    from kontroll.wiring import Desk

#: As some write it who have no å.
_NAMES = {"maanedsrapport": "manedsrapport", "aarsrapport": "arsrapport"}


def add_to(app: App) -> None:
    app.command("rapport", help=_("Skriver månedsrapporten, tertialrapporten eller årsrapporten til fil."))(rapport)


def rapport(
    navn: Annotated[str, typer.Argument(metavar="NAVN", help="manedsrapport, tertialrapport eller arsrapport.")],
    periode: Annotated[
        str, typer.Option("--periode", metavar="P", help="Måneden, 2026-10, tertialet, 2026-T2, eller året, 2026.")
    ],
    ut: Annotated[
        Path, typer.Option("--ut", metavar="FIL", help="Filen: .html, .pdf, .docx, .xlsx, .zip eller .json.")
    ],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing of the period is judged or the file cannot be written, 2 for a name, period or ending there is not."""
    from kontroll.report.document.files import BY_ENDING
    from kontroll.report.document.kinds import ReportKind, period_of

    kind = _NAMES.get(navn, navn)
    names = [one.value for one in ReportKind]
    if kind not in names:
        raise typer.BadParameter(_("Rapporten heter {names}.").format(names=_(" eller ").join(names)))
    period = period_of(ReportKind(kind), periode)
    if period is None:
        raise typer.BadParameter(_("Perioden skrives 2026-10 for en måned, 2026-T2 for et tertial og 2026 for et år."))
    file = BY_ENDING.get(ut.suffix.lower())
    if file is None:
        raise typer.BadParameter(_("Filen må slutte på {endings}.").format(endings=", ".join(BY_ENDING)))
    with desk_of(mappe) as desk:
        document = _document(desk, ReportKind(kind), period)
        at = f"{desk.settings.address.rstrip('/')}/{kind}/{period}"
    if document is None:
        print(_("Ingen måned i perioden {period} er vurdert.").format(period=period), file=sys.stderr)
        raise typer.Exit(1)
    try:
        ut.write_bytes(file.write(document, at))
    except OSError as error:
        print(_("{file} kan ikke skrives: {reason}.").format(file=ut, reason=reason_of(error)), file=sys.stderr)
        raise typer.Exit(1) from error
    print(_("{report} er skrevet til {file}.").format(report=document.title, file=ut))


def _document(desk: Desk, kind: ReportKind, period: Period) -> Document | None:
    """None where no month of the period is judged."""
    from kontroll.flows.judging.assess import STAGES, assess
    from kontroll.flows.people.looking import looking
    from kontroll.flows.periods.period_report import period_report
    from kontroll.flows.yearly.yearly_report import yearly_report
    from kontroll.report.document.kinds import ReportKind
    from kontroll.report.summary import Summaries

    day = datetime.now(NORWAY).date()
    with stages(STAGES) as tell:
        situation, problems = assess(desk.settings, day, tell, desk.database)
    if situation is None:
        print_problems(problems)
        raise typer.Exit(1)
    with looking(desk, day) as look:
        if kind is ReportKind.YEAR:
            yearly = yearly_report(look.tx, look.today, Summaries(situation), period.first_month.year)
            return yearly.document if yearly is not None else None
        report = period_report(look.tx, look.today, Summaries(situation), kind, period)
    return report.document if report is not None else None
