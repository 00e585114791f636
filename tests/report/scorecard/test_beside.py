"""The kommune's figure beside that of other kommuner: the one that maalekart.yaml names, of the latest period that had ended."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from shutil import copy

import pytest

from kontroll.report.scorecard import Figure, scorecard_of
from kontroll.report.scorecard.joins import Joins
from report.scorecard.small import CARDS, LAST, small
from village import write

DESCRIBED = Path(__file__).resolve().parents[3] / "rules" / "datasett" / "sammenligning.yaml"
HEADINGS = (
    "post;tabell;tabellnavn;region;regionnavn;regiontype;variabel;variabelnavn;maaleenhet;desimaler;periode;periodeslutt;"
    "gruppe;gruppenavn;verdi;merknad;kilde;oppdatert\n"
)
NAMED = CARDS.replace("veies_med: aarsverk,", "veies_med: aarsverk, andre_kommuner: {tabell: T1, variabel: BAL},")


def line(region: str, year: int, value: str, variable: str = "BAL") -> str:
    return (
        f"T1/{region}/{variable}/{year};T1;Regnskap;{region};{region};kommune;{variable};Balanse;prosent;1;{year};"
        f"{year}-12-31;;;{value};;SSB;{year}-03-01\n"
    )


FIGURES = HEADINGS + "".join(
    [
        line("Oslo", 2024, "9,0"),
        line("Bygda", 2025, "1,4"),
        line("Oslo", 2025, "2,0"),
        line("Bergen", 2025, "3,0"),
        line("Hamar", 2025, "7,0"),
        line("Oslo", 2026, "8,0"),
        line("Oslo", 2025, "99,0", "ANNET"),
    ]
)


def of_the_whole(folder: Path, cards: str) -> Figure:
    (folder / "rules" / "datasett").mkdir(parents=True)
    copy(DESCRIBED, folder / "rules" / "datasett")
    write(folder / "inbox", {"datasett/sammenligning/tall.csv": FIGURES})
    found = scorecard_of(Joins(small(folder, cards=cards)), "0", LAST, line=False).figure("balanse")
    assert found is not None
    return found


@pytest.fixture
def found(tmp_path) -> Figure:
    return of_the_whole(tmp_path, NAMED)


def test_the_median_of_the_others_stands_beside_the_whole_with_how_many_they_are(found):
    assert found.beside is not None
    assert (found.beside.median, found.beside.others, found.beside.period) == (Decimal("3.0"), 3, "2025")
    assert found.beside.own == Decimal("1.4")


def test_where_nobody_has_said_which_figure_it_is_there_is_none(tmp_path):
    assert of_the_whole(tmp_path, CARDS).beside is None


def test_an_enhet_is_held_beside_its_own_kommune_and_not_beside_others(tmp_path):
    of_the_whole(tmp_path, NAMED)
    card = scorecard_of(Joins(small(tmp_path, cards=NAMED)), "1", LAST, line=False)

    assert {one.id: one.beside for one in card.figures} == {"fornoyd": None, "balanse": None, "kroner": None}
