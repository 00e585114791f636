"""The pages of a run whose evaluators disagreed, and of one that the reserve stood in for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from flows.lying import plant
from flows.small import Kommune, kommune, rule
from kontroll.domain.truth import Result
from kontroll.engine.inference import Limits
from kontroll.flows.month import monthly_run
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from village import village

DAY = date(2026, 2, 20)
BOTH = rule("begge", condition="{alle: [{indikator: balanse, er: under, verdi: 0}, {utslag: minus}]}")


@pytest.fixture
def bygda(database: Database, tmp_path: Path) -> Kommune:
    made = kommune(database, tmp_path, {**rule("minus"), **BOTH})
    made.measure("2026-01", DAY, e1=-2, e2=1, e3=1)
    return made


@pytest.fixture
def read(bygda: Kommune, tmp_path: Path) -> Callable[[str], str]:
    """The text of a page."""
    summaries = Summaries(village(tmp_path / "village"))

    def text(address: str) -> str:
        with visitor(create_app(summaries, bygda.desk, clock), cookies(bygda.desk)) as page:
            return " ".join(text_of(page.get(address)).split())

    return text


def test_a_failed_run_shows_each_cell_and_what_was_said_of_it(bygda: Kommune, read, monkeypatch: pytest.MonkeyPatch):
    plant("durable", ("begge", "1", "2026-01", Result.FALSE), monkeypatch)
    bygda.run("2026-01", DAY)

    page = read("/kjoringer/2026-01-1")

    assert "Motorene er uenige om ett svar. Måneden er ikke vurdert, og ingenting er endret." in page
    assert "begge januar 2026 1 sann usann slutningsmotoren" in page
    assert "Feilet" in read("/kjoringer")


def test_a_run_by_the_reserve_is_marked_on_the_list_and_on_its_page(
    bygda: Kommune, read, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(monthly_run, "Limits", partial(Limits, symbols=1))
    bygda.run("2026-01", DAY)

    assert "Motor: reserve" in read("/kjoringer")
    page = read("/kjoringer/2026-01-1")
    assert "Motor: reserve. Regelen «begge» er videre enn slutningsmotoren kan stoles på." in page
    assert "Feilet" not in page
