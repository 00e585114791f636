"""The revisor's package is computed again where there is no kontroll, and whatever is changed in it is found."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followed_village import followed_village
from kontroll.domain.month import Month
from kontroll.flows.audit.package import NotEmpty, NotRun, write_package
from kontroll.wiring import Desk
from village import village

MONTHS = [Month(2026, n) for n in (1, 2, 3)]
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory):
    made = followed_village(tmp_path_factory.mktemp("home"), village(tmp_path_factory.mktemp("village")))
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def package(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "pakke"
    write_package(desk, MONTHS, folder, "RITA", NOW)
    return folder


def checked(folder: Path) -> tuple[int, list[str]]:
    """By a Python that has nothing but its standard library, from a folder that is not the package's."""
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-S", str(folder / "etterprov.py")],
        cwd=folder.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_everything_is_computed_again_without_kontroll(package: Path):
    code, lines = checked(package)

    tests = [line for line in lines if ".." in line]
    assert code == 0
    assert lines[-1] == "Alt stemmer."
    assert all(line.endswith(" STEMMER") for line in tests)
    assert [line.split(" .")[0] for line in tests if "Utregningen" in line] == [f"Utregningen {one}" for one in MONTHS]
    assert any("Stikkprøve 2026-1" in line for line in tests)


def test_what_is_computed_again_is_every_answer_of_the_months(package: Path):
    rows = sum(len((package / f"svar/{month}.csv").read_text().splitlines()) - 1 for month in MONTHS)

    assert rows > 40


def test_it_tells_why_each_avvik_was_one(package: Path):
    told = (package / "forklaringer/2026-02.txt").read_text(encoding="utf-8")
    opened = [line for line in (package / "avvik.csv").read_text(encoding="utf-8").splitlines() if ";2026-02;" in line]

    assert opened
    assert told.count("-" * 80) == sum(line.split(";")[6] == "2026-02" for line in opened) - 1


def test_the_trail_is_told_what_was_packed(desk: Desk, package: Path):
    with desk.database.reading() as tx:
        told = [one.content["about"] for one in tx.trail.entries() if one.content["kind"] == "revisorpakke"]

    contents = hashlib.sha256((package / "innhold.json").read_bytes()).hexdigest()
    assert [one["contents"] for one in told] == [contents]  # type: ignore[index]


def test_a_month_without_answers_or_a_folder_that_holds_something_gives_nothing(desk: Desk, tmp_path: Path):
    with pytest.raises(NotRun):
        write_package(desk, [Month(2026, 4)], tmp_path / "ny", "RITA", NOW)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/noe.txt").write_text("her")
    with pytest.raises(NotEmpty):
        write_package(desk, MONTHS, tmp_path / "full", "RITA", NOW)

    assert [one.name for one in tmp_path.rglob("*")] == ["full", "noe.txt"]


def test_what_stops_half_way_leaves_nothing_and_is_not_on_the_trail(desk: Desk, tmp_path: Path):
    def full(name: str) -> None:
        if name.startswith("svar/"):
            raise OSError(28, "No space left on device")

    with desk.database.reading() as tx:
        before = tx.trail.end()
    with pytest.raises(NotEmpty):
        write_package(desk, MONTHS, tmp_path / "ny", "RITA", NOW, full)

    with desk.database.reading() as tx:
        assert before == tx.trail.end()
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_is_a_finding_with_its_reason(package: Path, tmp_path: Path):
    folder = tmp_path / "pakke"
    shutil.copytree(package, folder)
    with (folder / "logg/logg.jsonl").open("a") as log:
        log.write("{ødelagt\n")

    code, lines = checked(folder)

    assert code == 1
    assert any(line.startswith("Resten kan ikke prøves") and line.endswith("AVVIK") for line in lines)


# --- planted ----------------------------------------------------------------------------------------------------------


def _as_if_packed(folder: Path) -> None:
    """Whoever changes a file also changes the list of contents."""
    listed = json.loads((folder / "innhold.json").read_text())
    for one in listed:
        one["sha256"] = hashlib.sha256((folder / one["fil"]).read_bytes()).hexdigest()
    (folder / "innhold.json").write_text(json.dumps(listed))


def _replaced(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (file,) = [one for one in folder.glob(name) if before in one.read_text(encoding="utf-8")][:1]
        file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")

    return change


def _answer_that_fits_its_digest(folder: Path) -> None:
    """The answer, its digest in the list of months, and nothing in the log."""
    _replaced("svar/2026-02.csv", ";sann\n", ";usann\n")(folder)
    months = json.loads((folder / "maaneder.json").read_text())
    months[1]["digest"] = hashlib.sha256((folder / "svar/2026-02.csv").read_bytes()).hexdigest()
    (folder / "maaneder.json").write_text(json.dumps(months))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_replaced("svar/2026-02.csv", ";sann\n", ";usann\n"), "Svarene 2026-02"),
        (_answer_that_fits_its_digest, "Utregningen 2026-02"),
        (_replaced("logg/logg.jsonl", "leveranse", "leveranze"), "Loggen"),
        (_replaced("regler/*/regler.json", '"verdi": 1000', '"verdi": 900000'), "Utregningen"),
        (_replaced("regler/*/0/parametre/grense.yaml", "verdi: 1000", "verdi: 1001"), "Reglene"),
        (_replaced("leveranser/leveranser.json", '"rows": ', '"rows": 1'), "Leveransene"),
        (_replaced("stikkprover/2026-1/utvalg.tsv", "p-", "q-"), "Stikkprøve 2026-1"),
    ],
)  # fmt: skip
def test_whoever_changes_something_is_found(package: Path, tmp_path: Path, change: Callable[[Path], None], found: str):
    folder = tmp_path / "pakke"
    shutil.copytree(package, folder)
    change(folder)
    _as_if_packed(folder)

    code, lines = checked(folder)

    assert code == 1
    assert any(line.startswith(found) and line.endswith(" AVVIK") for line in lines), "\n".join(lines)


def test_a_file_that_is_changed_taken_away_or_put_in_is_named(package: Path, tmp_path: Path):
    folder = tmp_path / "pakke"
    shutil.copytree(package, folder)
    (folder / "LESMEG.txt").write_text("Alt er i orden.")
    (folder / "saker.csv").unlink()
    (folder / "ny.txt").write_text("")

    code, lines = checked(folder)

    assert code == 1
    assert {"LESMEG.txt er endret", "saker.csv mangler", "ny.txt hører ikke til pakken"} <= {
        one.strip() for one in lines
    }
