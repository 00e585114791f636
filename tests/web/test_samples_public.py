"""What is published of the draws: a stranger checks a draw from the pages alone, and is told nothing before it is drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from flows.samples.invoices import draw, with_invoices
from flows.samples.test_published import promised, sampled
from flows.small import Kommune, Make
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock
from village import village

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
SERIES, ONE = "/offentlig/stikkprover", "/offentlig/stikkprove/2026-1"


@pytest.fixture
def bygda(database: Database, tmp_path: Path) -> Kommune:
    return with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))


@pytest.fixture
def stranger(bygda: Kommune, tmp_path: Path) -> Iterator[httpx.Client]:
    """Not signed in."""
    with visitor(create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock), {}) as page:
        yield page


def test_before_the_draw_there_is_a_number_and_then_a_promise(bygda: Kommune, stranger: httpx.Client):
    with bygda.desk.database.transaction("KARI", draw().made_at) as tx:
        tx.draws.add(draw(id="2026-2", number=2))
    promised(bygda, draw())
    for address in (SERIES, ONE, "/offentlig/stikkprove/2026-2", f"{ONE}/LESMEG.txt"):
        answer = stranger.get(address)
        assert answer.status_code == 200
        for word in ("bilag", "hovedstratum", "belop"):
            assert word not in text_of(answer).casefold(), address
    commitment = stranger.get(f"{ONE}/forpliktelse.txt").text.strip()
    assert re.fullmatch("[0-9a-f]{64}", commitment)
    assert commitment in text_of(stranger.get(ONE))
    for name in (
        "plan.json",
        "populasjon.tsv",
        "utvalg.tsv",
        "nokler.tsv",
        "hemmelighet",
        "v0/hemmelighet",
        "..%2Fhemmelighet",
    ):
        assert stranger.get(f"{ONE}/{name}").status_code == 404, name


def test_a_stranger_makes_the_draw_again_from_the_pages_alone(bygda: Kommune, stranger: httpx.Client, tmp_path: Path):
    sampled(bygda, promised(bygda, draw()))
    assert f'href="{ONE}"' in stranger.get(SERIES).text
    folder = tmp_path / "lastet-ned"
    folder.mkdir()
    for link in re.findall(rf'href="({ONE}/[^"]+)"', stranger.get(ONE).text):
        answer = stranger.get(link)
        (named,) = re.findall(r"filename\*=UTF-8''(\S+)", answer.headers["content-disposition"])
        (folder / unquote(named)).write_bytes(answer.content)
    lines = [line[4:] for line in (folder / "LESMEG.txt").read_text("utf-8").splitlines() if line.startswith("    ")]
    check = next(line for line in lines if line.startswith("python3 "))
    run = subprocess.run(
        ["sh", "-c", check.replace("python3", f"{sys.executable} -I -S -O", 1)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout == "STEMMER\n"
    sums = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS.txt"], cwd=folder, capture_output=True, check=False
    )
    assert sums.returncode == 0
