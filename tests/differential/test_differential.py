"""The columnar evaluator says what the plain one says, in every cell of every random case."""

from __future__ import annotations

from functools import cache

import pytest

from .case import Case
from .comparison import Results, columnar_results, differences, plain_answers
from .faults import FAULTS, Plant
from .rules import case_of
from .run import ROTATING, ROTATING_CASES, compared, each_plan
from .seed import VARIABLE, by_turns, rotating_seed
from .world import Plan


def test_the_evaluators_agree_in_every_cell_of_todays_cases():
    seed = rotating_seed()

    tally = compared(seed, ROTATING_CASES)

    assert not tally.unmet(ROTATING), f"{VARIABLE}={seed}"


@pytest.mark.parametrize("plant", by_turns(FAULTS, 4), ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_caught_by_todays_cases(plant: Plant, monkeypatch: pytest.MonkeyPatch):
    seed = rotating_seed()
    cases = todays_cases(seed)
    plant(monkeypatch)

    caught = any(differences(columnar_results(case), plain) for case, plain in cases)

    assert caught, f"{plant.__doc__} Nobody saw it with {VARIABLE}={seed}"


@cache
def todays_cases(seed: int) -> list[tuple[Case, Results]]:
    """The cases of the seed, with what the plain evaluator says of each."""
    drawn: list[Plan] = []
    each_plan(seed, ROTATING_CASES, drawn.append)
    return [(case, plain_answers(case).results) for case in map(case_of, drawn[:ROTATING_CASES])]
