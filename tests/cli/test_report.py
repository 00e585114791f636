"""`kontroll rapport`: what it writes, and what it refuses before anything is read."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli import report
from kontroll.cli.main import app
from kontroll.report.document.files import BY_ENDING
from report.document.small import DOCUMENT


@pytest.mark.parametrize(
    "asked",
    [
        ["aarsoversikt", "--periode", "2026-10", "--ut", "x.html"],
        ["maanedsrapport", "--periode", "2026-T1", "--ut", "x.html"],
        ["tertialrapport", "--periode", "2026-10", "--ut", "x.html"],
        ["arsrapport", "--periode", "2026-T2", "--ut", "x.html"],
        ["maanedsrapport", "--periode", "2026-10", "--ut", "x.doc"],
    ],
)
def test_a_wrong_name_period_or_ending_is_wrong_use(asked: list[str], tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(app, ["rapport", *asked])

    assert 2 == answer.exit_code
    assert [] == list(tmp_path.iterdir())


@dataclass
class FakeSettings:
    address: str = "https://kontroll.furuvik.example/"


@dataclass
class FakeDesk:
    settings: FakeSettings


@pytest.fixture
def made(monkeypatch) -> None:
    """A report that is made already: how it is made is tried elsewhere."""
    monkeypatch.setattr(report, "desk_of", lambda _home: nullcontext(FakeDesk(FakeSettings())))
    monkeypatch.setattr(report, "_document", lambda _desk, _kind, _period: DOCUMENT)


@pytest.mark.parametrize("ending", BY_ENDING)
def test_it_is_written_in_the_form_that_the_name_of_the_file_asks_for(made: None, ending: str, tmp_path: Path):
    out = tmp_path / f"Rapport{ending.upper()}"

    answer = CliRunner().invoke(app, ["rapport", "arsrapport", "--periode", "2026", "--ut", str(out)])

    assert 0 == answer.exit_code
    assert f"{DOCUMENT.title} er skrevet til {out}." in answer.output
    assert BY_ENDING[ending].write(DOCUMENT, "https://kontroll.furuvik.example/arsrapport/2026") == out.read_bytes()


def test_a_place_that_cannot_be_written_to_is_told(made: None, tmp_path: Path):
    answer = CliRunner().invoke(
        app, ["rapport", "arsrapport", "--periode", "2026", "--ut", str(tmp_path / "ikke" / "x.html")]
    )

    assert 1 == answer.exit_code
    assert "kan ikke skrives" in answer.output
