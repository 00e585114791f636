"""What is told of other kommuner: invented, in the form of the statistics, and what the shipped målekart is held beside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.report.comparison import Comparison, comparisons
from kontroll.settings import shipped_policies

from .conftest import LAST, Rows

NAME = "Furuvik kommune"


@pytest.fixture(scope="module")
def compared(
    kommune: Path, rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[date], dict[tuple[str, str, str], Comparison]]:
    folder = tmp_path_factory.mktemp("compared")
    shutil.copy(kommune / "organisasjon.csv", folder)
    shutil.copytree(kommune / "datasett" / "sammenligning", folder / "datasett" / "sammenligning")
    facts, problems = read_folder(folder, rulebook)
    assert not [one for one in problems if one.place.file.endswith("sammenligning.csv")]
    return lambda day: {(one.table, one.variable, one.group): one for one in comparisons(facts, NAME, day)}


def test_every_figure_that_the_shipped_maalekart_names_has_its_own_and_that_of_others(compared):
    found = compared(LAST.last_day)
    named = [
        one.elsewhere for one in read_policies([shipped_policies()])[0].scorecards.joined.values() if one.elsewhere
    ]

    assert len(named) >= 5
    for one in named:
        held = found[one.table, one.variable, one.group]
        assert held.period == "2025"
        assert held.own is not None
        assert held.own.value is not None
        assert len(held.others) == 7
        assert len(held.known) >= 6
        assert held.known[0] < held.known[-1]


def test_a_figure_that_is_not_told_is_missing_and_says_why(compared):
    silent = [figure for one in compared(LAST.last_day).values() for figure in one.others if figure.value is None]

    assert silent
    assert {figure.sign for figure in silent} == {":"}


def test_the_year_before_holds_until_the_year_has_ended(compared):
    assert {one.period for one in compared(date(2025, 12, 30)).values()} == {"2024"}


def test_what_had_not_been_told_of_is_not_in_the_folder(records: Callable[[str], Rows]):
    rows = records("sammenligning")

    assert max(row["oppdatert"] for row in rows) <= LAST.last_day.isoformat()
    assert all(row["oppdatert"] > row["periodeslutt"] for row in rows)
    assert len({row["post"] for row in rows}) == len(rows)


def test_the_own_figure_is_the_mean_of_what_was_delivered(records: Callable[[str], Rows], measurements):
    told = {
        row["variabel"]: row["verdi"] for row in records("sammenligning") if row["post"].startswith("nokkeltall/9000/")
    }
    latest = {
        (row["enhet"], row["periode"]): (row["verdi"], int(row["antall"] or 0))
        for file, row in measurements
        if row["indikator"] == "brukertilfredshet" and row["periode"] == "2025" and file.startswith("bruker")
    }
    sums = [(float(value.replace(",", ".")) * many, many) for value, many in latest.values()]

    assert float(told["brukertilfredshet"].replace(",", ".")) == round(
        sum(s for s, _ in sums) / sum(n for _, n in sums), 1
    )
