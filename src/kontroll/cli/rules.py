"""`kontroll regler …`: what a rule author asks about the rule files themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from kontroll.cli import approvals, show_rule
from kontroll.cli.console import print_problems
from kontroll.cli.show_rule import usual_folders, usual_policies
from kontroll.domain.problem import Place, Problem
from kontroll.domain.rule import Rule
from kontroll.flows.judging.check_rules import BARS, Checked, check_rules
from kontroll.rulebook.schema import ALL, exported
from kontroll.texts import NORWAY, _, ngettext, reason_of


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        help=_("Regelfilene: les dem på norsk, sjekk dem, og få hjelp til å skrive dem."), no_args_is_help=True
    )
    group.command(
        "sjekk", help=_("Sjekker regelfilene, kjører testene i dem, og ser om en test merker det når en regel endres.")
    )(sjekk)
    group.command("skjema", help=_("Skriver JSON Schema, så redigeringsprogrammet fullfører og sjekker regelfiler."))(
        skjema
    )
    show_rule.add_to(group)
    approvals.add_to(group)
    app.add_typer(group, name="regler")


def sjekk(
    mappe: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="MAPPE...",
            help="Mapper med regler; den siste vinner. Uten: reglene som følger med, og kommunens egne "
            "når kommandoen gis i kommunens mappe.",
        ),
    ] = None,
    som_json: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
) -> None:
    """Exit 0 where every rule may go into use, 1 where something must be mended first."""
    checked = _check(mappe or usual_folders(), quiet=som_json)
    if som_json:
        print(_as_json(checked))
    else:
        print_problems(checked.problems)
        print(_summary(checked))
    raise typer.Exit(0 if checked.holds else 1)


def skjema(
    ut: Annotated[Path, typer.Option("--ut", metavar="MAPPE", help="Mappen skjemaene skrives til.")] = Path("skjema"),
) -> None:
    """Exit 0 with the files written; 1 where the folder cannot be written to."""
    try:
        ut.mkdir(parents=True, exist_ok=True)
        for name, text in exported():
            (ut / name).write_text(text, encoding="utf-8")
    except OSError as error:
        why, fix = _("Skjemaene er ikke skrevet."), _("Oppgi en mappe du kan skrive i, med --ut.")
        what = _("mappen kan ikke brukes: {reason}").format(reason=reason_of(error))
        print_problems([Problem(Place(str(ut)), what, why, fix)])
        raise typer.Exit(1) from None
    print(_("Skjemaene ligger i {folder}. I VS Code: legg denne linjen i .vscode/settings.json:").format(folder=ut))
    print(f'  "yaml.schemas": {{"{(ut / ALL).as_posix()}": "**/rules/**/*.yaml"}}')


def _check(folders: Sequence[Path], *, quiet: bool) -> Checked:
    today = datetime.now(NORWAY).date()
    with Progress(console=Console(file=sys.stderr), transient=True, disable=quiet or not sys.stderr.isatty()) as bar:
        task: TaskID | None = None

        def progress(rule: Rule, count: int) -> None:
            nonlocal task
            task = bar.add_task(_("Kjører reglenes egne tester"), total=count) if task is None else task
            bar.advance(task)

        return check_rules(folders, today, progress, usual_policies())


def _summary(checked: Checked) -> str:
    rules = ngettext("{count} regel", "{count} regler", len(checked.rulebook.rules)).format(
        count=len(checked.rulebook.rules)
    )
    tests = ngettext("{count} test", "{count} tester", checked.tests).format(count=checked.tests)
    if checked.holds:
        return _("{rules} med {tests}: alt i orden.").format(rules=rules, tests=tests)
    bars = sum(problem.gravity in BARS for problem in checked.problems)
    wrong = ngettext("{count} ting må rettes", "{count} ting må rettes", bars).format(count=bars)
    return _("{rules} med {tests}: {wrong} før reglene kan tas i bruk.").format(rules=rules, tests=tests, wrong=wrong)


def _as_json(checked: Checked) -> str:
    problems = [
        {
            "fil": problem.place.file,
            "linje": problem.place.line,
            "kolonne": problem.place.column,
            "hva": problem.what,
            "hvorfor": problem.why,
            "gjor_slik": problem.fix,
            "alvor": problem.gravity.value,
        }
        for problem in checked.problems
    ]
    found = {
        "i_orden": checked.holds,
        "regler": len(checked.rulebook.rules),
        "tester": checked.tests,
        "problemer": problems,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
