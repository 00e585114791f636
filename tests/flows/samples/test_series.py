"""The running series at a terminal: every number, how far it has come, and a number that somebody took away."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli import sample_list
from kontroll.cli.main import app
from kontroll.flows.samples.abort_draw import abort_draw

from ..small import Kommune, Make
from . import test_draw_life as life
from .invoices import with_invoices

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    def build() -> Kommune:
        made = with_invoices(make)
        abort_draw(made.desk, life.started(made).id, life.KARI, "Feil måneder", life.hours(1))
        life.checked(made, life.drawn(made))
        life.started(made)
        return made

    return make.once("series of draws", build)


@pytest.fixture
def listed(bygda: Kommune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sample_list, "database_of", lambda _home: nullcontext(bygda.desk.database))

    def typed(*words: str, expected: int = 0) -> str:
        done = CliRunner().invoke(app, ["stikkprove", "liste", *words, "--mappe", str(Path())])
        assert expected == done.exit_code, done.output
        return done.output

    return typed


def test_every_number_is_told_with_how_far_it_has_come(listed):
    assert listed().splitlines() == [
        "2026-3    under planlegging  Bilag våren (bilag, 2026-01–2026-03)",
        "2026-2    trukket            Bilag våren (bilag, 2026-01–2026-03): 3 av 3 poster er kontrollert",
        "2026-1    avbrutt            Bilag våren (bilag, 2026-01–2026-03)",
    ]


def test_a_program_is_told_the_same(listed):
    found = json.loads(listed("--json"))

    assert [("2026-3", 0, 0), ("2026-2", 3, 3), ("2026-1", 0, 0)] == [
        (one["id"], one["poster"], one["kontrollert"]) for one in found
    ]
    assert ("bilag", "2026-01", "2026-03", "alle", None) == tuple(
        found[1][word] for word in ("datasett", "fra", "til", "blant", "kontroll")
    )


def test_a_number_that_somebody_took_away_is_missed(bygda: Kommune, listed):
    with closing(sqlite3.connect(str(bygda.desk.database.url.database))) as connection, connection:
        connection.execute("DELETE FROM draw WHERE id = '2026-1'")

    said = listed(expected=1)

    assert "2026-1    mangler" in said
    assert "Disse numrene mangler i rekken: 2026-1." in said
