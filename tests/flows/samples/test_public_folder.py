"""The folder for a web server: the running series as a page, and one folder for each draw."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli import sample_publish
from kontroll.cli.main import app
from kontroll.domain.draw import DrawState
from kontroll.flows.samples.public_folder import NoSuchDraw, public_folder

from ..small import Kommune, Make
from .invoices import NOW, draw, with_invoices
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
