"""A figure with few behind it is for the enhet's own line of leaders and HR, whoever else follows the months."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontroll.domain.access import Role, Viewer
from kontroll.domain.month import Period
from kontroll.domain.monthly import Theme, YearIs
from kontroll.flows.showing.month_figures import Figures, Measured
from village import MARCH, village

THEME = Theme(id="fravaer", name="Sykefravær", indicator="fravaer", year_is=YearIs.MEAN, limit=Decimal(8))
INDICATOR = """
indikatorer:
  - {id: fravaer, navn: Sykefravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1,
     kilde: HR-systemet, vis_min_antall: 5, forfaller: 10}
"""
FIGURES = """enhet;indikator;periode;verdi;antall
1;fravaer;2026-03;9,5;5
2;fravaer;2026-03;9,5;4
"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    rules = {"indikatorer/fravaer.yaml": INDICATOR}
    return Figures(village(tmp_path_factory.mktemp("few"), rules=rules, tall=FIGURES), MARCH)


def seen_by(figures: Figures, enhet: str, **places: frozenset[str] | None) -> Measured:
    viewer = Viewer(user="u", person="u", name="u", places={Role[role]: place for role, place in places.items()})
    return figures.measured(THEME, figures.situation.rulebook.indicators["fravaer"], enhet, viewer)


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "AUDITOR"])
def test_those_who_control_see_it_from_five_and_not_of_four(figures: Figures, role: str):
    five, four = (seen_by(figures, enhet, **{role: None}) for enhet in "12")

    assert (Decimal("9.5"), True, False) == (five.value, five.deviates, five.few)
    assert (None, False, True) == (four.value, four.deviates, four.few)


@pytest.mark.parametrize(
    "places", [{"LEADER": frozenset("2")}, {"SUPERIOR": frozenset("2")}, {"TOP": None}, {"HR": None}]
)
def test_its_own_line_and_hr_see_it(figures: Figures, places: dict[str, frozenset[str] | None]):
    assert Decimal("9.5") == seen_by(figures, "2", **places).value


class Hiding:
    """Of what is published, that one enhet is not, though many stand behind it."""

    def is_hidden(self, indicator: str, enhet: str, period: Period) -> bool:
        return (indicator, enhet, str(period)) == ("fravaer", "1", "2026-03")


def test_what_the_pages_hide_beside_the_few_is_hidden_here_too(figures: Figures, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(figures.situation.__dict__, "published", Hiding())

    assert seen_by(figures, "1", AUDITOR=None).few
    assert Decimal("9.5") == seen_by(figures, "1", LEADER=frozenset("1")).value


def test_the_leader_of_another_enhet_does_not(figures: Figures):
    assert seen_by(figures, "2", LEADER=frozenset("1")).few
