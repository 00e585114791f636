"""The pages of målekart and balansehåndbok: what stands there, for whom, and that they can be read as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import openpyxl
import pytest

from kontroll.domain.access import Role
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from report.scorecard.small import small
from served import served, text_of
from signed_in import clock, cookies

FEW = "2;fornoyd;2025;61,0;4\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, desk) -> Iterator[str]:
    situation = small(tmp_path_factory.mktemp("maalekart"), more_tall=FEW)
    with served(create_app(Summaries(situation), desk, clock)) as at:
        yield at


@pytest.fixture
def control(address, desk) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60, cookies=cookies(desk)) as client:
        yield client


@pytest.fixture
def employee(address, desk) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60, cookies=cookies(desk, None, [Role.HR])) as client:
        yield client


def test_the_map_of_a_skole_tells_value_colour_ambition_trend_and_the_others(control):
    shown = text_of(control.get("/malekart/1"))

    assert "Målekart: Bygda skole" in shown
    assert "Fornøyde brukere" in shown
    assert re.search(r"Grønn 80,0 poeng ± 6,2 grønn fra 75, gul fra 65 10,0 bedre enn året før", shown), shown
    assert "Felles og For skoler" in shown


def test_the_whole_is_joined_and_says_how_and_of_how_many(employee):
    shown = text_of(employee.get("/malekart"))

    assert "Kommunens målekart" in shown
    assert "veid snitt av 2 av 3 enheter" in shown
    assert "sum av 3 av 3 enheter" in shown
    for name in ("Bygda skole", "Lia skole", "Grenda barnehage"):
        assert name in shown


def test_grey_states_have_words_of_their_own(employee):
    shown = text_of(employee.get("/malekart/2"))

    assert "Skjermet" in shown
    assert "61,0" not in shown
    assert "Ikke målt" in text_of(employee.get("/malekart/3"))


def test_an_enhet_that_there_is_not_is_not_found(employee):
    assert employee.get("/malekart/finnes-ikke").status_code == 404


def test_the_file_holds_what_the_page_shows(control):
    answer = control.get("/malekart/1/maalekart.xlsx")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    figure = next(row for row in rows if "Fornøyde brukere" in row)
    assert figure[:2] == ["Brukere", "Fornøyde brukere"]
    assert (figure[5], figure[7]) == (80, "grønn")


def test_whoever_may_not_take_lists_out_gets_no_file(employee):
    assert employee.get("/malekart/1/maalekart.xlsx").status_code == 403
    assert "Excel" not in text_of(employee.get("/malekart/1"))


# --- balansehåndbok ---------------------------------------------------------------------------------------------------


def test_the_list_holds_every_figure_under_its_area(employee):
    shown = text_of(employee.get("/balansehandbok"))

    assert "Hva brukerne får." in shown
    for name in ("Fornøyde brukere", "Regnskap mot budsjett", "Årsverk"):
        assert name in shown


def test_a_figure_tells_source_owner_thresholds_rules_and_who_is_best(employee):
    shown = text_of(employee.get("/balansehandbok/balanse"))

    for told in ("Om det holder.", "Økonomisystemet", "Snitt, der hver enhet teller så mye som «Årsverk».", "2026 Alle 1 0",
                 "Skole Bygda skole 2,0 prosent", "Merforbruk"):  # fmt: skip
        assert told in shown, told


def test_the_best_is_told_only_of_what_is_published(tmp_path, desk):
    few = small(tmp_path, more_tall="1;fornoyd;2025;80,0;4\n2;fornoyd;2025;61,0;25\n")
    with served(create_app(Summaries(few), desk, clock)) as at:
        answer = httpx.get(f"{at}/balansehandbok/fornoyd", cookies=cookies(desk), trust_env=False, timeout=60)

    assert "Bygda skole" not in text_of(answer).partition("Best i hver tjeneste")[2]


def test_a_figure_that_there_is_not_is_not_found(employee):
    assert employee.get("/balansehandbok/finnes-ikke").status_code == 404
