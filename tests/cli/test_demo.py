"""`kontroll demo`, `ny` and `tjener` as they are typed: what is printed, what is served, and how they end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from differential.seed import one_day_in
from kontroll.cli.handed import Handed
from kontroll.cli.main import app
from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.flows.example import example_home
from kontroll.flows.home.start_home import INBOX, write_home
from kontroll.flows.home.upgrade_database import upgrade_database
from kontroll.settings import FILE, read_settings

runner = CliRunner()

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Bygda skole;tjenestested;;skole;;2020-01;;
2;Lia skole;tjenestested;;skole;;2020-01;;
"""


def small(folder: Path, _seed: int, last: Month) -> None:
    """A generator of two schools, one with a deficit, in two months."""
    (folder / "maalinger").mkdir(parents=True, exist_ok=True)
    (folder / "organisasjon.csv").write_text(ORGANISATION, encoding="utf-8")
    rows = [f"1;okonomi_avvik;{month};-12,5;\n" for month in (last.plus(-1), last)]
    (folder / "maalinger" / "tall.csv").write_text("enhet;indikator;periode;verdi;antall\n" + "".join(rows))


def small_home(home: Path, *, today: date, **_given: object) -> tuple[bool, list[Problem]]:
    """A home with those two schools and an empty database, where the demo builds and lives Furuvik."""
    write_home(home, "Furuvik kommune")
    small(home / INBOX, 1, Month.of(today).plus(-1))
    settings, _problems = read_settings(home, {})
    assert settings is not None
    upgrade_database(settings)
    return True, []


@pytest.fixture
def small_example(monkeypatch):
    monkeypatch.setattr(example_home, "example_home", small_home)


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> tuple[Path, str]:
    """(where, what) `kontroll demo --uten-tjener` printed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example_home, "example_home", small_home)
        answer = runner.invoke(app, ["demo", "--mappe", str(folder), "--uten-tjener"])
    assert 0 == answer.exit_code, answer.output
    return folder, answer.stdout


def test_the_summary_has_its_blocks_in_order(printed):
    headings = [
        "Hva som er kontrollert",
        "Hva som ikke er kontrollert, og hvorfor",
        "Utslag etter område og alvor",
        "De ti som betyr mest",
        "Hva det har ført til",
        "Hvor du ser videre",
    ]

    places = [printed[1].index(heading) for heading in headings]

    assert places == sorted(places)


def test_the_summary_tells_what_matters_and_where_to_look_next(printed):
    folder, output = printed

    assert "Bygda skole (1)" in output[output.index("De ti som betyr mest") :]
    assert f"kontroll tjener --mappe {folder}" in output


def test_what_is_printed_to_a_file_has_no_colours_and_no_trailing_spaces(printed):
    assert "\x1b" not in printed[1]
    assert not [line for line in printed[1].splitlines() if line != line.rstrip()]


def test_numbers_are_written_the_norwegian_way(printed):
    assert re.search(r"\(\d+,\d %\)", printed[1])


def test_a_folder_with_something_else_stops_it(tmp_path):
    (tmp_path / "viktig.csv").write_text("x")

    answer = runner.invoke(app, ["demo", "--mappe", str(tmp_path), "--uten-tjener"])

    assert 1 == answer.exit_code
    assert "mappen holder noe annet enn eksempelkommunen" in answer.output


@one_day_in(2)
def test_the_demo_serves_the_summary_it_made(tmp_path, small_example):
    served = []

    def serve(how, desk):
        served.append((how.first().situation.municipality, how.host, how.port))
        how.opened("http://127.0.0.1:4711/")
        raise KeyboardInterrupt

    answer = runner.invoke(
        app, ["demo", "--mappe", str(tmp_path / "demo"), "--port", "4711"], obj=Handed(serve=serve, work=_nobody_works)
    )

    assert 0 == answer.exit_code
    assert [("Furuvik kommune", "127.0.0.1", 4711)] == served
    assert "http://127.0.0.1:4711/" in answer.output
    assert "Sidene er stoppet." in answer.output


def _nobody_works(*_given: object) -> None:
    raise AssertionError


def test_a_new_home_is_started_and_a_second_time_refused(tmp_path):
    home = str(tmp_path / "bygda")

    first = runner.invoke(app, ["ny", home, "--kommune", "Bygda kommune"])
    second = runner.invoke(app, ["ny", home])

    assert (0, 1) == (first.exit_code, second.exit_code)
    assert 'kommune = "Bygda kommune"' in (tmp_path / "bygda" / FILE).read_text(encoding="utf-8")
    assert "mappen er ikke tom" in second.output


def test_a_home_that_is_not_there_is_told(tmp_path):
    answer = runner.invoke(app, ["tjener", "--mappe", str(tmp_path / "ingen")])

    assert 1 == answer.exit_code
    assert "Gjør slik:" in answer.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    runner.invoke(app, ["ny", str(tmp_path / "bygda"), "--kommune", "Bygda kommune"])
    small(tmp_path / "bygda" / "inbox", 1, Month(2026, 3))
    return tmp_path / "bygda"


def served(home: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kontroll", "tjener", "--mappe", str(home), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_pages_are_served_on_this_machine_and_end_politely(home):
    process = served(home, "--port", "0")
    try:
        told = process.stdout.readline()
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", told)
        started = time.monotonic()
        page = httpx.get(address, trust_env=False, timeout=60, follow_redirects=True)
        first_page = time.monotonic() - started

        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
    finally:
        process.kill()

    assert "Bygda kommune" in page.text
    assert first_page < 20  # a tenth of a second alone; the machine of a test may be busy
    assert 0 == process.returncode
    assert output.endswith("Sidene er stoppet.\n")
    assert "Traceback" not in errors


def test_a_port_that_is_taken_is_told(home):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = str(holder.getsockname()[1])
        output, errors = served(home, "--port", taken).communicate(timeout=120)

    assert f"Port {taken} er opptatt." in errors
    assert "Sidene vises" not in output
