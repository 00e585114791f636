"""What stands beside a ground of a talk and the measured part of pay: how far a survey's figure may be from the true one."""

from __future__ import annotations

import re

import pytest

from bonus_village import DECEMBER, bonus_village
from kontroll.domain.scorecard import Scorecards
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from kontroll.web.pages.talk_words import answered


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    return bonus_village(tmp_path_factory.mktemp("usikkerhet"))


def test_a_figure_of_a_survey_is_told_with_its_uncertainty_and_one_of_the_ledger_without(situation):
    cards = read_policies([shipped_policies()])[0].scorecards

    told = [line for line in answered(situation, cards, "bonus-001", "1", DECEMBER).why if "usikkerheten" in line]

    # 1.96 times 20 by the root of 40, rounded up.
    assert [True] == [
        bool(re.search(r"2025: usikkerheten er 6,2 til hver side, for 40 har svart", one)) for one in told
    ]
    none = answered(situation, Scorecards(), "bonus-001", "1", DECEMBER)
    assert not any("usikkerheten" in line for line in none.why)
