"""What is told in a mail of whoever is the best of its tjeneste: its own figure, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonus_village import DECEMBER, bonus_village
from kontroll.engine.plain import PlainEvaluator
from kontroll.report.why import why

#: Skole 4 is measured, and not the best.
OTHERS = {"4": ("60,0", "70,0", 9)}


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    return bonus_village(tmp_path_factory.mktemp("hvorfor"), OTHERS)


def told(situation, **index: int) -> str:
    """index: what it says of itself; then its parts are known to rules from three answers, and shown from five."""
    known = {id: replace(one, min_count=3) if index else one for id, one in situation.rulebook.indicators.items()}
    known["brukere_indeks"] = replace(known["brukere_indeks"], **index)
    rulebook = replace(situation.rulebook, indicators=known)
    answer = PlainEvaluator(rulebook, situation.facts, frozenset()).answer("bonus-001", "1", DECEMBER)
    assert answer is not None
    return "\n".join(why(rulebook, answer))


def test_no_figure_of_a_rival_is_in_it(situation):
    found = told(situation)

    assert "81,0" in found
    assert not any(other in found for other in ("74,0", "70,0", "77,7"))


def test_an_index_of_what_few_answered_is_not_in_it_whatever_it_says_of_itself(situation, tmp_path):
    few = bonus_village(tmp_path, OTHERS | {"1": ("80,0", "81,0", 4)})

    answers = [told(one, shown_from_count=0, min_count=0) for one in (situation, few)]

    assert [True, False] == ["81,0" in one for one in answers]
    assert "få personer" in answers[1]
