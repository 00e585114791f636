"""`kontroll vurder` gives the same bytes whatever the process's hash seed, language, time zone and folder order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from differential.seed import by_turns
from village import DATA, RULES, write

SETTINGS = [
    {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4242", "LANG": "nb_NO.UTF-8", "LC_ALL": "nb_NO.UTF-8", "TZ": "America/Los_Angeles"},
    {"PYTHONHASHSEED": "random", "LANG": "tr_TR.ISO-8859-9", "LC_ALL": "", "TZ": "Asia/Kathmandu"},
]


def evaluated(home: Path, form: str, **environment: str) -> tuple[bytes, bytes]:
    """(standard output, standard error) of the command, run as a user runs it."""
    command = [sys.executable, "-m", "kontroll", "vurder", "--regler", "rules", "--data", "inbox"]
    command += ["--periode", "2026-01", "--til", "2026-03", "--format", form]
    done = subprocess.run(command, cwd=home, env={**os.environ, **environment}, capture_output=True, check=True)
    return done.stdout, done.stderr


@pytest.mark.parametrize("form", by_turns(["csv", "json"], 1))
def test_the_same_rules_and_data_give_the_same_bytes(tmp_path, form):
    first, second = tmp_path / "first", tmp_path / "second"
    write(first / "rules", RULES)
    write(first / "inbox", DATA)
    write(second / "rules", dict(reversed(RULES.items())))
    write(second / "inbox", dict(reversed(DATA.items())))

    found = [evaluated(home, form, **environment) for home in (first, second) for environment in SETTINGS]

    assert 1 == len({output for output, _told in found})
    assert found[0][0].count(b"\n") > 30


def test_what_is_printed_is_utf8_with_plain_line_ends_and_in_order(tmp_path):
    write(tmp_path / "rules", RULES)
    write(tmp_path / "inbox", DATA)

    output, _told = evaluated(tmp_path, "csv", **SETTINGS[0])

    heading, *rows = output.decode("utf-8").split("\n")[:-1]
    assert "regel;enhet;periode;post;resultat" == heading
    assert rows == sorted(rows, key=lambda row: row.split(";")[:4])
    assert b"\r" not in output
    assert not output.startswith(b"\xef\xbb\xbf")
