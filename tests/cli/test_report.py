"""`kontroll rapport`: what it writes, and what it refuses before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app


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
