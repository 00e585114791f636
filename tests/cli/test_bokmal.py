"""The command line speaks bokmål: every command's help, and every kind of wrong use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from differential.seed import by_turns
from kontroll.cli.bokmal import DEBUG, App, Command, Group
from kontroll.cli.main import app

#: Words that typer, click, argparse and pydantic use, and a few that any English sentence has.
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|errors?|show|this|message|exit|try|help for|missing|invalid|value|such|did you|"
    r"mean|required|requires|default|must|should|the|is not|not|does|takes?|got|unexpected|extra|aborted|please|valid|"
    r"integer|string|path|file|directory|possible|choose|from|one of|text|int|str|bool|float|input)\b",
    re.IGNORECASE,
)
#: Names that are typed as they are: `--help` is what people try, format names are what they are.
TYPED = re.compile(r"--[a-z-]+|\bkontroll( [a-z]+)*\b|«[^»]*»|[\w./-]+\.(py|yaml|csv|toml|txt)\b|\bJSON\b")

runner = CliRunner()


def english_in(text: str) -> list[str]:
    return [found[0] for found in ENGLISH.finditer(TYPED.sub(" ", text))]


def every_command(command: Any, typed: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield typed
    for name, child in getattr(command, "commands", {}).items():
        yield from every_command(child, (*typed, name))


COMMANDS = list(every_command(get_command(app)))


def below(command: Any) -> Iterator[Any]:
    yield command
    for child in getattr(command, "commands", {}).values():
        yield from below(child)


def test_every_command_and_group_is_of_the_kind_that_speaks_bokmal():
    assert all(isinstance(command, Group | Command) for command in below(get_command(app)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("help_option", by_turns(["--help", "--hjelp", "-h"], 1))
def test_help_is_in_bokmal(command, help_option):
    answer = runner.invoke(app, [*command, help_option])

    assert 0 == answer.exit_code
    assert answer.output.startswith("Bruk: ")
    assert [] == english_in(answer.output)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_the_same_every_time_and_fits_eighty_columns(command):
    first, second = (runner.invoke(app, [*command, "--help"]).output for _ in range(2))

    assert first == second
    assert 80 >= max(map(len, first.splitlines()))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_unknown_option_is_told_in_bokmal(command):
    answer = runner.invoke(app, [*command, "--finnes-ikke"])

    assert 2 == answer.exit_code
    assert "Valget «--finnes-ikke» finnes ikke." in answer.output
    assert [] == english_in(answer.output)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Kommandoer:"),
        ("vurdr", "Kommandoen «vurdr» finnes ikke. Mente du «vurder»?"),
        ("fly", "Kommandoen «fly» finnes ikke."),
        ("regler", "Kommandoer:"),
        ("regler sjek", "Kommandoen «sjek» finnes ikke. Mente du «sjekk»?"),
        ("vurder", "--regler må oppgis."),
        ("vurder --regler", "--regler må følges av en verdi."),
        ("vurder --regel a", "Valget «--regel» finnes ikke. Mente du «--regler»?"),
        ("vurder --regler a --data b --periode 2026-10 c d", "For mye på kommandolinjen: c d."),
        ("vurder --regler a --data b --periode 2026-13", "«2026-13» er ikke en måned. Skriv den på formen 2026-10."),
        ("vurder --regler a --data b --periode 2026-10 --til 2026-09", "--til er før --periode."),
        ("vurder --regler a --data b --periode 2026-10 --format xml", "csv, json eller liste"),
        ("demo --port mange", "--port: «mange» kan ikke brukes; det skal være et helt tall."),
        ("demo --port 70000", "--port: «70000» kan ikke brukes; det skal være høyst 65535."),
        ("demo --port -1", "--port: «-1» kan ikke brukes; det skal være minst 0."),
        ("demo --uten-tjener=ja", "--uten-tjener skal ikke ha noen verdi."),
        ("ny", "Argumentet MAPPE må oppgis."),
        ("-x", "Valget «-x» finnes ikke."),
    ],
)
def test_wrong_use_is_told_in_bokmal_and_is_exit_2(typed, told):
    answer = runner.invoke(app, typed.split())

    assert 2 == answer.exit_code
    assert told in answer.output
    assert [] == english_in(answer.output)


def test_a_mistake_is_told_first_then_how_to_do_it_and_where_to_read_on():
    mistake, usage, more = runner.invoke(app, ["vurder"]).output.strip().splitlines()

    assert "--regler må oppgis." == mistake
    assert usage.startswith("Bruk: ")
    assert more.startswith("Mer hjelp: ")


@pytest.mark.parametrize("option", ["--versjon", "--version"])
def test_the_version_is_told(option):
    answer = runner.invoke(app, [option])

    assert 0 == answer.exit_code
    assert re.fullmatch(r"kontroll \d+\.\d+\.\d+\n", answer.output)


# --- when kontroll itself fails


@pytest.fixture
def failing() -> App:
    """A program with a command that fails with a personal value in its message, and one that is interrupted."""
    program = App(name="prøve", help="Prøve.")

    @program.command("feil", help="Feiler.")
    def fail() -> None:
        raise ZeroDivisionError("the value 01019012345 of Kari")

    @program.command("avbryt", help="Avbrytes.")
    def interrupt() -> None:
        raise KeyboardInterrupt

    return program


def test_an_unexpected_failure_is_one_sentence_a_line_in_the_log_and_exit_1(failing):
    answer = runner.invoke(failing, ["feil"])

    logged, told = answer.output.strip().splitlines()
    assert 1 == answer.exit_code
    assert '"event": "command failed"' in logged
    assert '"exception": "ZeroDivisionError"' in logged
    assert told.startswith("Det oppsto en feil i kontroll (ZeroDivisionError), og kommandoen er stoppet.")
    assert "Traceback" not in answer.output
    assert "Kari" not in answer.output


def test_debugging_shows_where_it_happened(failing, monkeypatch):
    monkeypatch.setenv(DEBUG, "1")

    assert isinstance(runner.invoke(failing, ["feil"]).exception, ZeroDivisionError)


def test_an_interrupted_command_says_so(failing):
    answer = runner.invoke(failing, ["avbryt"])

    assert 130 == answer.exit_code
    assert "Avbrutt." in answer.output


def test_an_option_that_is_empty_until_it_is_given_is_not_told_to_be_otherwise_empty():
    assert "[ellers ]" not in "".join(runner.invoke(app, [*command, "--help"]).output for command in COMMANDS)
