"""`kontroll revisorpakke` as it is typed, and its folder computed again in an environment that holds nothing."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app

# A home of one rule in which September and October were run; nobody changes it here.
from .test_as_then import _alone, lived

__all__ = ["_alone", "lived"]

runner = CliRunner()


def packed(home: Path, to: Path, *words: str) -> Result:
    return runner.invoke(app, ["revisorpakke", "--ut", str(to), *words, "--mappe", str(home)])


@pytest.fixture(scope="module")
def told(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Where the package of both months is, and what was said."""
    folder = tmp_path_factory.mktemp("revisor") / "pakke"
    answer = packed(lived, folder, "--fra", "2026-09", "--til", "2026-10")
    assert 0 == answer.exit_code, answer.output
    return folder, answer.stdout


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a virtual environment in which nothing is installed."""
    folder = tmp_path_factory.mktemp("tomt")
    venv.create(folder, with_pip=False, symlinks=True)
    return folder / "bin" / "python"


def checked(python: Path, folder: Path) -> tuple[int, list[str]]:
    """Without the variables of its surroundings, the folder it stands in, and what is installed on the machine."""
    done = subprocess.run(
        [str(python), "-I", "-S", str(folder / "etterprov.py")],
        cwd="/", env={}, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_it_is_told_where_the_package_is_whom_it_is_for_and_how_it_is_checked(told: tuple[Path, str]):
    folder, output = told

    assert str(folder) in output
    assert "Pakken inneholder personopplysninger; bare du kan lese den." in output
    assert "Revisor etterprøver med «python3 etterprov.py» i mappen." in output
    assert 0o077 & folder.stat().st_mode == 0


def test_nothing_of_kontroll_is_there_and_everything_agrees(told: tuple[Path, str], nothing: Path):
    asked = subprocess.run(
        [str(nothing), "-I", "-c", "import kontroll"], cwd="/", capture_output=True, text=True, check=False
    )
    code, lines = checked(nothing, told[0])

    assert "No module named 'kontroll'" in asked.stderr
    assert 0 == code
    assert "Alt stemmer." == lines[-1]
    tests = [line for line in lines if ".." in line]
    assert len(tests) >= 8
    assert all(line.endswith(" STEMMER") for line in tests)


def test_an_answer_that_was_changed_is_found_there(told: tuple[Path, str], nothing: Path):
    answers = told[0] / "svar" / "2026-09.csv"
    kept = answers.read_text(encoding="utf-8")
    answers.write_text(kept.replace(";usann\n", ";sann\n"), encoding="utf-8")
    try:
        code, lines = checked(nothing, told[0])
    finally:
        answers.write_text(kept, encoding="utf-8")

    assert 1 == code
    assert any(line.startswith("Utregningen 2026-09") and line.endswith(" AVVIK") for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["--fra", "2026-08"], 1, "2026-08"),
        (["--fra", "2026-10", "--til", "2026-09"], 2, "--til er før --fra."),
        (["--fra", "oktober"], 2, "oktober"),
    ],
)
def test_what_cannot_be_packed_is_said_and_nothing_is_written(
    lived: Path, tmp_path: Path, words: list[str], code: int, what: str
):
    answer = packed(lived, tmp_path / "pakke", *words)

    assert code == answer.exit_code
    assert what in answer.output
    assert [] == list(tmp_path.rglob("*"))


def test_a_folder_that_holds_something_is_left_as_it_was(lived: Path, tmp_path: Path):
    (tmp_path / "viktig.txt").write_text("her")

    answer = packed(lived, tmp_path, "--fra", "2026-09")

    assert 2 == answer.exit_code
    assert "er ikke tom" in answer.output
    assert ["viktig.txt"] == [file.name for file in tmp_path.iterdir()]
