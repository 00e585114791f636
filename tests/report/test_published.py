"""What is shown of an enhet to others than its own line, and of groups."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.month import Period
from kontroll.report.published import EVERYBODY, Group, GroupKind, Shown, ShownState
from kontroll.report.situation import Situation
from report.scorecard.small import DATA, small

Y2024, Y2025 = Period.parse("2024"), Period.parse("2025")
SCHOOLS = Group(GroupKind.SERVICE, "skole")
HEADING = DATA["organisasjon.csv"].splitlines()[0]
#: Beside the two of `small`: schools with four, six, seven and eight answers.
MORE = {"5": (4, "50,0"), "6": (6, "55,0"), "7": (7, "65,0"), "8": (8, "60,0")}
UNITS = DATA["organisasjon.csv"] + "".join(f"{id};Skole {id};tjenestested;0;skole;;2020-01;;\n" for id in MORE)


def answers(*ids: str) -> str:
    return "".join(f"{id};fornoyd;2025;{MORE[id][1]};{MORE[id][0]}\n" for id in ids)


@pytest.fixture(scope="module")
def kommune(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    return small(tmp_path_factory.mktemp("kommune"), organisasjon=UNITS, more_tall=answers(*MORE))


def test_a_figure_that_many_stand_behind_is_shown_with_how_many(kommune: Situation) -> None:
    assert kommune.published.value("fornoyd", "1", Y2025) == Shown(
        value=Decimal("80.0"), state=ShownState.VALUE, count=40
    )


def test_what_four_have_answered_is_shown_to_nobody_not_even_their_leader(kommune: Situation) -> None:
    for own in (False, True):
        assert kommune.published.value("fornoyd", "5", Y2025, own=own).state is ShownState.SHIELDED


def test_who_is_hidden_for_the_sake_of_others_is_so_for_others_alone(kommune: Situation) -> None:
    aside = [id for id in ("1", "2", "6", "7", "8") if kommune.published.value("fornoyd", id, Y2025).aside]

    assert aside == ["6", "7"]
    assert kommune.published.value("fornoyd", "6", Y2025, own=True).value == Decimal("55.0")


def test_the_total_holds_the_hidden_too_where_that_tells_nobody_of_them(kommune: Situation) -> None:
    shown = kommune.published.total("fornoyd", SCHOOLS, Y2025)

    # 40 × 80 + 25 × 61 + 4 × 50 + 6 × 55 + 7 × 65 + 8 × 60, of 90 answers
    assert (shown.value, shown.count, shown.left_out) == (Decimal("68.8"), 90, 0)


def test_beside_two_large_schools_alone_the_total_is_given_without_the_small_one(tmp_path: Path) -> None:
    kommune = small(tmp_path, organisasjon=UNITS, more_tall=answers("5"))

    for group in (SCHOOLS, EVERYBODY):
        shown = kommune.published.total("fornoyd", group, Y2025)
        # 40 × 80 + 25 × 61, of 65 answers
        assert (shown.value, shown.count, shown.left_out) == (Decimal("72.7"), 65, 1)
    assert kommune.published.value("fornoyd", "2", Y2025).is_shown


def test_where_all_is_hidden_there_is_no_total(tmp_path: Path) -> None:
    kommune = small(tmp_path, more_tall="3;fornoyd;2025;70,0;4\n")

    assert kommune.published.total("fornoyd", Group(GroupKind.SERVICE, "barnehage"), Y2025).state is ShownState.SHIELDED


def test_a_year_without_a_survey_is_not_measured_and_not_hidden(kommune: Situation) -> None:
    year = Period.parse("2023")

    assert kommune.published.value("fornoyd", "5", year).state is ShownState.NOT_MEASURED
    assert kommune.published.total("fornoyd", SCHOOLS, year).state is ShownState.NOT_MEASURED
    assert kommune.published.total("fornoyd", SCHOOLS, Period.parse("2026")).state is ShownState.NOT_DUE


def test_the_best_is_the_best_of_those_that_are_shown(tmp_path: Path) -> None:
    kommune = small(tmp_path, organisasjon=UNITS, more_tall="5;fornoyd;2025;99,0;4\n" + answers("6"))

    assert kommune.published.best("fornoyd", SCHOOLS, Y2025) == ("1",)


def test_where_nobody_is_few_nothing_is_left_out(kommune: Situation) -> None:
    shown = kommune.published.total("fornoyd", SCHOOLS, Y2024)

    assert (shown.value, shown.left_out) == (Decimal("66.2"), 0)
