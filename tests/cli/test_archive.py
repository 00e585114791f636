"""`kontroll arkivpakke` and `kontroll personvern` as they are typed: what they write, and how they end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSED_CONTROL, Outcome, Sak, SakState
from kontroll.store.database import Database

runner = CliRunner()
NOW = datetime(2026, 2, 9, 8, tzinfo=UTC)
CLOSED = Sak(
    id="S2026-00001", kind=MISSED_CONTROL, rule=None, enhet="1000", month=Month(2026, 1), opened=date(2026, 2, 2),
    owner="TOPP", owner_enhet="1000", deadline=None, state=SakState.CLOSED, severity=Severity.HIGH,
    outcome=Outcome.DOCUMENTED, closed_by="TOPP", closed_on=date(2026, 2, 9),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hjem") / "bygda"
    assert typed("ny", str(made), "--kommune", "Bygda").exit_code == 0
    database = Database(f"sqlite:///{made / 'kontroll.db'}")
    with database.transaction("test", NOW) as tx:
        tx.saker.add(CLOSED)
    database.close()
    return made


def typed(*words: str) -> Result:
    return runner.invoke(app, list(words))


def test_what_was_decided_is_packed_and_said_by_series(home: Path, tmp_path: Path):
    done = typed("arkivpakke", "--fra", "2026-02", "--ut", str(tmp_path / "pakke"), "--mappe", str(home))

    assert done.exit_code == 0, done.output
    assert "Saker om avvik: 1" in done.output
    assert "Pakken er ikke prøvd mot Nasjonalarkivets skjema" in done.output
    assert (tmp_path / "pakke/dokumenter/2026-00001/01.pdf").exists()
    assert "kl." in (tmp_path / "pakke/LESMEG.txt").read_text(encoding="utf-8")


def test_months_without_decisions_end_with_1_and_a_folder_in_use_with_2(home: Path, tmp_path: Path):
    nothing = typed("arkivpakke", "--fra", "2020-02", "--ut", str(tmp_path / "pakke"), "--mappe", str(home))
    (tmp_path / "noe.txt").write_text("noe")
    in_use = typed("arkivpakke", "--fra", "2026-02", "--ut", str(tmp_path), "--mappe", str(home))
    backwards = typed(
        "arkivpakke", "--fra", "2026-02", "--til", "2026-01", "--ut", str(tmp_path / "x"), "--mappe", str(home)
    )

    assert (1, 2, 2) == (nothing.exit_code, in_use.exit_code, backwards.exit_code)
    assert "Ingenting som skal til arkivet" in nothing.output
    assert ["noe.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_draft_is_written_in_what_the_file_is_called(home: Path, tmp_path: Path):
    done = typed("personvern", "dpia", "--regel", "overtid-001", "--ut", str(tmp_path / "a.html"), "--mappe", str(home))

    assert done.exit_code == 0, done.output
    assert "Dette må kommunen skrive" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_an_ending_there_is_not_is_told_before_anything_is_read(tmp_path: Path):
    ending = typed("personvern", "protokoll", "--ut", str(tmp_path / "a.txt"), "--mappe", str(tmp_path))

    assert ending.exit_code == 2
    assert "Filen må slutte på" in ending.output
