"""The page of the enhet that is nobody's shows the kommune's own figures beside those of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest

from followed_village import followed_village
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from sources.jsonstatfile import YEAR, Axis, Table, text
from village import DATA, village

DESCRIBED = Path(__file__).resolve().parents[2] / "rules" / "datasett" / "sammenligning.yaml"
DEBT: Axis = ("ContentsCode", "statistikkvariabel", {"KG1": "Gjeld i prosent"})
PLACES: Axis = ("Region", "region", {"0301": "Oslo - Oslove", "4601": "Bergen", "5001": "Trondheim - Tråante"})
FIGURES = {"0301/KG1/2024": 62.5, "4601/KG1/2024": 90, "5001/KG1/2024": 120}


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "rules" / "datasett").mkdir(parents=True)
    copy(DESCRIBED, tmp_path / "rules" / "datasett")
    (tmp_path / "inbox" / "formater").mkdir(parents=True)
    table = text(Table(axes=(PLACES, DEBT, YEAR), figures=FIGURES).two())
    (tmp_path / "inbox" / "formater" / "gjeld.json").write_text(table, encoding="utf-8")
    below = DATA["organisasjon.csv"].replace("2;Lia skole;tjenestested;;", "2;Lia skole;tjenestested;1;")
    situation = replace(village(tmp_path, organisasjon=below), municipality="Bergen kommune")
    desk = followed_village(tmp_path, situation)
    with visitor(create_app(Summaries(situation), desk, clock), cookies(desk)) as client:
        yield client
    desk.database.close()


def test_the_uppermost_enhet_shows_the_median_and_the_others(pages):
    shown = text_of(pages.get("/enhet/1")).partition("Sammenlignet med andre kommuner")[2]

    assert "Gjeld i prosent Statistisk sentralbyrå, tabell 12134 2024 90,0 91,3 62,5 120,0 2 kommuner" in shown
    assert "Oslo - Oslove: 62,5 (formater/gjeld.json:1)" in shown


def test_an_enhet_below_another_shows_nothing_of_other_kommuner(pages):
    assert "Sammenlignet med andre kommuner" not in text_of(pages.get("/enhet/2"))
