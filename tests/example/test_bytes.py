"""The same seed and last month give the same bytes, wherever and whenever the folder is built."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from differential.seed import one_day_in
from kontroll.domain.month import Month
from kontroll.example import build

from .conftest import LAST, SEED, rows_of

BUILD = "import sys; from pathlib import Path; from kontroll.domain.month import Month; from kontroll.example import build; "


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@one_day_in(2)
def test_another_process_with_other_hashes_locale_and_time_zone_writes_the_same_bytes(
    kommune: Path, tmp_path: Path
) -> None:
    strange = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = BUILD + f"build(Path(sys.argv[1]), {SEED}, Month.parse('{LAST}'))"

    subprocess.run([sys.executable, "-c", command, str(tmp_path)], env=os.environ | strange, check=True)

    assert digests(kommune) == digests(tmp_path)


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same kommune with another seed and another last month."""
    folder = tmp_path_factory.mktemp("neighbour")
    build(folder, SEED + 1, Month(2025, 12))
    return folder


@one_day_in(4, "neighbour")
def test_another_seed_has_other_people_and_figures_in_the_same_units(kommune: Path, neighbour: Path) -> None:
    here, there = rows_of(kommune / "organisasjon.csv"), rows_of(neighbour / "organisasjon.csv")
    people_here, people_there = rows_of(kommune / "personer.csv"), rows_of(neighbour / "personer.csv")

    assert {r["enhet"] for r in here} == {r["enhet"] for r in there}
    assert [r["navn"] for r in people_here[:20]] != [r["navn"] for r in people_there[:20]]


@one_day_in(4, "neighbour")
def test_any_last_month_will_do_and_december_finishes_the_survey_year(neighbour: Path) -> None:
    surveys = sorted(path.stem for path in (neighbour / "maalinger").glob("medarbeider*.xlsx"))

    assert "medarbeiderundersokelse-2025" == surveys[-1]
    assert (neighbour / "maalinger" / "okonomi-2025-12.csv").exists()
    assert not (neighbour / "maalinger" / "okonomi-2026-01.csv").exists()


def test_a_workbook_bears_no_trace_of_when_or_where_it_was_written(kommune: Path) -> None:
    with zipfile.ZipFile(kommune / "maalinger" / "medarbeiderundersokelse-2025.xlsx") as book:
        entries = book.infolist()

    assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in entries}
    assert {zipfile.ZIP_STORED} == {entry.compress_type for entry in entries}


def test_the_whole_folder_is_small_enough_to_build_for_a_demonstration(kommune: Path) -> None:
    size = sum(path.stat().st_size for path in kommune.rglob("*") if path.is_file())

    assert size < 60_000_000
