"""Today's cases with fewer rules than usual, for what takes long over each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from .case import Case
from .comparison import Results, columnar_results
from .rules import case_of
from .run import each_plan
from .world import Plan

CASES = 2


@cache
def todays_cases(seed: int) -> list[tuple[Case, Results]]:
    """Cases of the seed, with what the columnar evaluator says of each."""
    return [(case, columnar_results(case)) for case in map(case_of, _plans(seed))]


def _plans(seed: int) -> Iterator[Plan]:
    drawn: list[Plan] = []
    each_plan(seed, CASES, drawn.append)
    return (replace(plan, unit_rules=12, record_rules=9) for plan in drawn[:CASES])
