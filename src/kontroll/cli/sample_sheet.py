"""`kontroll stikkprove ark`: the items of a draw as an Excel file to fill in, and back in again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.texts import _, number, reason_of


def ark(
    id: Annotated[str, typer.Argument(metavar="ID", help="Stikkprøvens nummer, for eksempel 2026-3.")],
    ut: Annotated[Path | None, typer.Option("--ut", metavar="FIL", help="Filen arket skrives til (.xlsx).")] = None,
    inn: Annotated[Path | None, typer.Option("--inn", metavar="FIL", help="Det utfylte arket.")] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="PERSON", help="Den som har kontrollert; med --ut: bare postene til den."),
    ] = None,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where anything is wrong, and nothing is then kept."""
    from kontroll.domain.drawflow import DrawRefused
    from kontroll.flows.saker.acting import today_of
    from kontroll.flows.samples.give_sheet import given_sheet
    from kontroll.flows.samples.take_sheet import take_sheet
    from kontroll.flows.samples.with_draw import UnknownDraw
    from kontroll.notices.draw_refusals import told_of_draw

    if (ut is None) == (inn is None) or (inn is not None and person is None):
        raise typer.BadParameter(_("Bruk enten --ut FIL, eller --inn FIL med --person."))
    now = datetime.now(UTC)
    try:
        with desk_of(mappe) as desk:
            if ut is not None:
                with desk.database.reading() as tx:
                    given = given_sheet(tx, today_of(desk, tx, now), id, person, now.date())
                ut.write_bytes(given.content)
                print(_("{n} poster er skrevet til {file}.").format(n=number(given.items), file=ut))
                return
            assert inn is not None
            assert person is not None
            taken = take_sheet(desk, id, inn.read_bytes(), person, now, shown_as=inn.name)
    except UnknownDraw:
        _stop(_("Det finnes ingen stikkprøve {id}.").format(id=id))
    except DrawRefused as refused:
        _stop(str(told_of_draw(refused)))
    except OSError as error:
        _stop(_("{file} kan ikke leses eller skrives: {reason}.").format(file=ut or inn, reason=reason_of(error)))
    if taken.problems:
        print_problems(taken.problems)
        raise typer.Exit(1)
    told = _("{added} poster er kontrollert, {same} var levert likt før, og {left} er ikke fylt ut ennå.")
    print(told.format(added=number(taken.added), same=number(taken.same), left=number(taken.left)))


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)
