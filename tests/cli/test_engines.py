"""`kontroll vurder --motor` gives the same bytes on either engine."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app
from village import DATA, RULES, write


@pytest.mark.parametrize("form", ["csv", "json"])
def test_both_engines_print_the_same_bytes(tmp_path, form):
    write(tmp_path / "rules", RULES)
    write(tmp_path / "inbox", DATA)
    folders = ["--regler", str(tmp_path / "rules"), "--data", str(tmp_path / "inbox")]
    months = ["--periode", "2026-01", "--til", "2026-03", "--format", form]

    found = [CliRunner().invoke(app, ["vurder", *folders, *months, *motor]) for motor in ([], ["--motor", "duckdb"])]

    assert [0, 0] == [done.exit_code for done in found]
    assert found[0].stdout_bytes == found[1].stdout_bytes
    assert found[0].stdout_bytes.count(b"\n") > 30


def test_the_help_says_what_the_engines_are_for():
    done = CliRunner().invoke(app, ["vurder", "--help"], env={"COLUMNS": "200"})

    assert "Svarene er de samme." in done.stdout
