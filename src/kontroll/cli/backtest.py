"""`kontroll tilbakeprov`: what a new or changed rule would have found, month by month."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress

from kontroll.cli.console import month, print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.cli.serve import settings_of
from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.settings import FILE
from kontroll.texts import _, reason_of

if TYPE_CHECKING:
    from kontroll.domain.backtest import BackTest
    from kontroll.domain.rulebook import Rulebook
    from kontroll.flows.judging.backtest import Asked

_T = TypeVar("_T")


def add_to(app: typer.Typer) -> None:
    app.command(
        "tilbakeprov", help=_("Prøver regler på månedene som har vært: hva de ville funnet, og hvem de ville varslet.")
    )(tilbakeprov)


def tilbakeprov(
    fra: Annotated[str, typer.Option(metavar="MÅNED", help="Første måned, f.eks. 2025-01.")],
    til: Annotated[str, typer.Option(metavar="MÅNED", help="Siste måned, f.eks. 2026-10.")],
    regel: Annotated[
        list[str] | None,
        typer.Argument(metavar="REGEL...", help="Id-er. Uten: alle reglene i --regler, ellers alle kommunens."),
    ] = None,
    regler: Annotated[
        Path | None, typer.Option(metavar="MAPPE", help="Mappe med utkast. De legges over kommunens regler.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(metavar="MAPPE", help="En datamappe i stedet for databasen. Den vet ikke når noe kom."),
    ] = None,
    ut: Annotated[Path | None, typer.Option(metavar="FIL.csv", help="Skriver hvert utslag til en fil.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Exit 0 whatever was found; 1 where rules or data cannot be read, or the basis is deleted; 2 for an unknown rule."""
    from kontroll.cli.backtested import print_back_test
    from kontroll.engine.truths import TooLarge
    from kontroll.report.backtest import as_csv, as_json

    first, last = month(fra), month(til)
    if last < first:
        raise typer.BadParameter(_("--til er før --fra."))
    wanted = _Wanted(regel or [], regler, first, last, quiet=json_)
    try:
        found = _in_database(mappe, wanted) if data is None else _in_folder(mappe, data, wanted)
    except TooLarge as error:
        print(_("Tallene i «{what}» er for store til å regnes eksakt.").format(what=error), file=sys.stderr)
        raise typer.Exit(1) from None
    if ut is not None:
        _write(ut, as_csv(found))
    if json_:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        print_back_test(found)


@dataclass(frozen=True, slots=True)
class _Wanted:
    ids: Sequence[str]
    drafts: Path | None
    first: Month
    last: Month
    quiet: bool

    @property
    def months(self) -> int:
        return self.last.ordinal - self.first.ordinal + 1


def _in_database(home: Path, wanted: _Wanted) -> BackTest:
    from kontroll.flows.judging.backtest import back_test

    with desk_of(home) as desk:
        asked = _asked(desk.rulebook, desk.rule_folders, wanted)
        with _bar(wanted) as progress:
            return _or_exit(*back_test(desk.database, desk.policies, asked, progress))


def _in_folder(home: Path, data: Path, wanted: _Wanted) -> BackTest:
    from kontroll.flows.judging.asked_rules import rules_and_policies
    from kontroll.flows.judging.backtest import back_test_folder

    # Whoever drafts a rule need not have a kommune: what comes with kontroll is enough.
    settings = settings_of(home) if (home / FILE).is_file() else None
    rulebook, policies, folders, problems = rules_and_policies(settings)
    if problems:
        print_problems(problems)
        raise typer.Exit(1)
    asked = _asked(rulebook, folders, wanted)
    with _bar(wanted) as progress:
        return _or_exit(*back_test_folder(data, policies, asked, progress))


def _asked(in_use: Rulebook, folders: Sequence[Path], wanted: _Wanted) -> Asked:
    from kontroll.flows.judging.asked_rules import UnknownRule, asked_rules

    try:
        asked, problems = asked_rules(in_use, folders, wanted.drafts, wanted.ids, wanted.first, wanted.last)
    except UnknownRule as unknown:
        told = _("Regelen «{id}» finnes ikke.").format(id=unknown.id)
        guess = " " + _("Mente du «{guess}»?").format(guess=unknown.guess) if unknown.guess else ""
        raise typer.BadParameter(told + guess) from None
    return _or_exit(asked, problems)


def _or_exit(found: _T | None, problems: Sequence[Problem]) -> _T:
    """What was found; exit 1 with what stands in the way."""
    print_problems(problems)
    if found is None:
        raise typer.Exit(1)
    return found


@contextmanager
def _bar(wanted: _Wanted) -> Iterator[Callable[[int], None]]:
    """A bar of the months on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=wanted.quiet or not console.is_terminal) as bar:
        task = bar.add_task(_("Prøver månedene"), total=wanted.months)
        yield lambda done: bar.update(task, completed=done)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = _("filen kan ikke skrives: {reason}").format(reason=reason_of(error))
        fix = _("Oppgi en fil i en mappe du kan skrive i, med --ut.")
        print_problems([Problem(Place(str(path)), what, _("Utslagene er ikke skrevet."), fix)])
        raise typer.Exit(1) from None
