"""All commands in one place; each group stands in its own file and adds itself here."""

from __future__ import annotations

import typer

from kontroll.cli import evaluate

app = typer.Typer(
    name="kontroll",
    help="Betryggende kontroll: regler, avvik og stikkprøver for en kommune.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def kontroll() -> None:
    """A group even while it has few commands."""


evaluate.add_to(app)
