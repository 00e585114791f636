"""The folder for a web server: the running series as a page, and one folder for each draw."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli import sample_publish
from kontroll.cli.main import app
from kontroll.domain.draw import DrawState
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment, seed_amendment
from kontroll.flows.samples.public_folder import NoSuchDraw, public_folder, write_folder
from kontroll.flows.samples.reconcile_draw import reconcile_draw

from ..small import Kommune, Make
from . import test_draw_life as life
from .invoices import NOW, deliver, draw, with_invoices
from .test_published import promised, sampled

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def kommune(make: Make, monkeypatch: pytest.MonkeyPatch) -> Kommune:
    """One draw that is drawn, one that is missing, one given up with a reason that somebody might take for HTML."""
    made = with_invoices(make)
    sampled(made, promised(made, draw()))
    with made.desk.database.transaction("KARI", NOW) as tx:
        entry = tx.trail.append("stikkprøve avbrutt", texts={"text": "Feil måned <script>"})
        tx.draws.add(replace(draw(id="2026-3", number=3), state=DrawState.ABORTED, aborted=entry))

    @contextmanager
    def desk_of(_home: Path):
        yield made.desk

    monkeypatch.setattr(sample_publish, "desk_of", desk_of)
    return made


def test_the_page_leads_to_every_file_and_shows_the_number_that_is_missing(kommune: Kommune):
    content = dict(public_folder(kommune.desk))
    page = content["index.html"].decode()
    links = set(re.findall(r'href="([^"]+)"', page))
    assert links == {name.replace("ø", "%C3%B8") for name in content if "/" in name}
    assert "Nummeret mangler i serien." in page
    assert "<script>" not in page
    assert [line.split("\t")[:2] for line in content["oversikt.tsv"].decode().splitlines()[1:]] == [
        ["2026-3", "avbrutt"], ["2026-2", "mangler"], ["2026-1", "trukket"],
    ]  # fmt: skip


def test_one_draw_alone_and_none_that_is_not_there(kommune: Kommune):
    assert {name.split("/")[0] for name, _content in public_folder(kommune.desk, "2026-1")} == {"2026-1"}
    for missing in ("2026-2", "2025-1"):
        with pytest.raises(NoSuchDraw):
            next(public_folder(kommune.desk, missing))


@pytest.mark.usefixtures("kommune")
def test_what_has_not_changed_is_not_written_again(tmp_path: Path):
    ask = ["stikkprove", "offentliggjor", "--ut", str(tmp_path / "ut")]
    first, again = CliRunner().invoke(app, ask), CliRunner().invoke(app, ask)
    assert first.exit_code == again.exit_code == 0, first.output
    assert again.stdout.startswith("0 filer er nye eller endret")
    assert (tmp_path / "ut" / "2026-1" / "frø.txt").is_file()
    assert not list((tmp_path / "ut").rglob("*.ny"))


@pytest.mark.usefixtures("kommune")
def test_what_cannot_be_done_is_said_with_exit_1(tmp_path: Path):
    (tmp_path / "fil").write_text("")
    unknown = CliRunner().invoke(app, ["stikkprove", "offentliggjor", "2026-9", "--ut", str(tmp_path / "ut")])
    unwritable = CliRunner().invoke(app, ["stikkprove", "offentliggjor", "--ut", str(tmp_path / "fil")])
    assert [unknown.exit_code, unwritable.exit_code] == [1, 1]
    assert "Det finnes ingen stikkprøve med nummeret 2026-9." in unknown.output
    assert "kan ikke skrives" in unwritable.output


def test_every_version_of_an_amended_list_is_verified_by_the_line_that_its_text_gives(make: Make, tmp_path: Path):
    bygda = with_invoices(make)
    made = life.drawn(bygda)
    deliver(bygda, "glemt", "B20;2026-01-09;1;300;0301;ANNE;A;20", "B21;2026-01-09;1;301;0301;ANNE;A;21")
    amended(bygda, made.id, 10, 5)
    words = {"place": "Møtet", "witnesses": ["Per", "Pål"], "now": life.hours(9)}
    seed_amendment(bygda.desk, made.id, life.KNUT, "12345678901234567890", life.hours(8), **words)  # type: ignore[arg-type]
    # What came in goes out again, and one that was drawn with it.
    drawn = [life.items(bygda, made)[identity].post for identity in life.in_sample(bygda, made)]
    gone = next(post for post in drawn if post not in ("B20", "B21"))
    years_ago = [f"{one};2024-01-09;1;300;0301;ANNE;A;20" for one in ("B20", "B21", gone)]
    deliver(bygda, "rettet", *years_ago)
    amended(bygda, made.id, 7, 10)
    write_folder(tmp_path, public_folder(bygda.desk, made.id))
    folder = tmp_path / made.id
    text = (folder / "LESMEG.txt").read_text("utf-8")
    checks = [line.strip() for line in text.splitlines() if line.startswith("    python3 ")]
    assert len(checks) == 3
    for check in checks:
        line = check.replace("python3", sys.executable, 1)
        run = subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False)
        assert run.stdout == "STEMMER\n", check
    assert [line[:1] for line in (folder / "v3" / "endringer.tsv").read_text().splitlines()] == ["-", "-", "-"]


def amended(bygda: Kommune, draw_id: str, count: int, at: float) -> None:
    amend_draw(bygda.desk, draw_id, life.KARI, "Bilag var ikke der de skulle", life.hours(at))
    reconcile_draw(bygda.desk, draw_id, life.KNUT, count, None, "Hovedboken, ny rapport", life.hours(at + 1))
    commit_amendment(bygda.desk, draw_id, life.KARI, life.hours(at + 2), supplement_size=1)
