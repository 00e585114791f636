"""`kontroll tjener --prosesser 2`: both answer on one port, count together, and end when they are asked to."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kontroll.flows.home.start_home import write_home
from kontroll.flows.home.upgrade_database import upgrade_database
from kontroll.settings import read_settings

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Bygda skole;tjenestested;;skole;;2020-01;;
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    home = tmp_path / "bygda"
    write_home(home, "Bygda kommune")
    (home / "inbox" / "maalinger").mkdir(exist_ok=True)
    (home / "inbox" / "organisasjon.csv").write_text(ORGANISATION, encoding="utf-8")
    figures = "enhet;indikator;periode;verdi;antall\n1;okonomi_avvik;2026-03;-12,5;\n"
    (home / "inbox" / "maalinger" / "tall.csv").write_text(figures, encoding="utf-8")
    settings, _problems = read_settings(home, {})
    assert settings is not None
    upgrade_database(settings)
    command = [sys.executable, "-m", "kontroll", "tjener", "--mappe", str(home), "--port", "0", "--prosesser", "2"]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env={"TMPDIR": str(tmp_path), "PATH": ""}
        ) as process,
    ):
        yield process
        if process.poll() is None:
            process.kill()


@pytest.mark.slow
def test_two_processes_answer_count_together_and_end_politely(running: subprocess.Popen[str], tmp_path: Path) -> None:
    assert running.stdout is not None
    (address,) = re.findall(r"http://\S+:\d+", running.stdout.readline())
    until, asked = time.monotonic() + 60, 0
    while len(_answering(tmp_path / "log")) < 2 and time.monotonic() < until:
        # Many at once: whoever is idle takes them.
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as one:
            assert one.get("/logg-inn").status_code == 200
        asked += 1
    figures = httpx.get(f"{address}/metrikk", trust_env=False, timeout=60).text
    running.send_signal(signal.SIGTERM)
    output, _nothing = running.communicate(timeout=120)

    assert len(_answering(tmp_path / "log")) == 2
    assert f'kontroll_http_requests_total{{method="GET",route="/logg-inn",status="200"}} {asked}.0' in figures
    assert figures.count("kontroll_database_usable 1.0") == 1
    assert (running.returncode, output.splitlines()[-1]) == (0, "Sidene er stoppet.")
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("kontroll-*"))


def _answering(log: Path) -> set[int]:
    """The processes that have answered a request."""
    # The last line may be half written.
    whole = log.read_text(encoding="utf-8").rpartition("\n")[0]
    lines = [line for line in whole.splitlines() if '"event": "request"' in line]
    return {json.loads(line)["process"] for line in lines}
