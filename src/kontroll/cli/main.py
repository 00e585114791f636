"""All commands in one place; each group stands in its own file and adds itself here."""

from __future__ import annotations

from typing import Annotated

import typer

from kontroll.cli import (
    archive,
    audit,
    backtest,
    backup,
    baerum,
    database,
    deliver,
    demo,
    evaluate,
    explain,
    handout,
    hooks,
    keys,
    new,
    privacy,
    reglement,
    report,
    rules,
    run,
    sample,
    serve,
    trail,
    users,
    worker,
)
from kontroll.cli.bokmal import App
from kontroll.texts import _

app = App(name="kontroll", help="Betryggende kontroll: regler, avvik og stikkprøver for en kommune.")


def _show_version(asked: bool) -> None:
    if asked:
        # Loaded when asked for: it takes longer than all the rest of this module.
        from importlib.metadata import version

        print(_("kontroll {version}").format(version=version("kontroll")))
        raise typer.Exit


@app.callback()
def kontroll(
    versjon: Annotated[
        bool, typer.Option("--versjon", "--version", help="Viser versjonen.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """What holds for every command."""


demo.add_to(app)
new.add_to(app)
serve.add_to(app)
worker.add_to(app)
report.add_to(app)
deliver.add_to(app)
run.add_to(app)
sample.add_to(app)
trail.add_to(app)
audit.add_to(app)
archive.add_to(app)
database.add_to(app)
users.add_to(app)
handout.add_to(app)
privacy.add_to(app)
keys.add_to(app)
hooks.add_to(app)
backup.add_to(app)
evaluate.add_to(app)
explain.add_to(app)
backtest.add_to(app)
baerum.add_to(app)
rules.add_to(app)
reglement.add_to(app)
