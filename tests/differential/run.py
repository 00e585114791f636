"""Run: a number of random cases through both evaluators, drawn by hypothesis from one seed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from .comparison import columnar_results, differences, plain_answers
from .reduction import report
from .rules import case_of
from .seed import VARIABLE
from .tally import Demands, Tally
from .world import Plan

#: What `make test` runs each day, and the least it must show. The full proof asks for more: see full_proof.py.
ROTATING_CASES = 10
ROTATING = Demands(trees=300, cells=10_000, decisive=1)


def plans(run: int) -> st.SearchStrategy[Plan]:
    """Cases of a run; two runs have no case in common."""
    return st.builds(
        Plan,
        seed=st.integers(0, 2**32 - 1).map(lambda drawn: (run << 32) + drawn),
        unit_rules=st.integers(24, 36),
        record_rules=st.integers(15, 21),
        enheter=st.integers(6, 14),
        months=st.integers(4, 7),
        missing=st.integers(0, 50),
    )


def each_plan(run: int, cases: int, judge: Callable[[Plan], None]) -> None:
    """Hand so many plans to `judge`; the first that it refuses is told with what reproduces it."""

    @seed(run)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        # A plan shrinks to another case altogether; reduction.py makes the failing case itself smaller.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans(run))
    def refused_by_none(plan: Plan) -> None:
        judge(plan)

    refused_by_none()


def compared(run: int, cases: int) -> Tally:
    """Everything that was compared. Raises AssertionError with the smallest case found where the evaluators part."""
    tally = Tally()

    def judge(plan: Plan) -> None:
        case = case_of(plan)
        plain = plain_answers(case)
        found = differences(columnar_results(case), plain.results)
        tally.add(case, plain, len(found))
        assert not found, f"{VARIABLE}={run}\n{_reported(plan)}"

    each_plan(run, cases, judge)
    return tally


@lru_cache(maxsize=1)
def _reported(plan: Plan) -> str:
    """Once per plan: hypothesis asks again about the case that failed."""
    case = case_of(plan)
    found = differences(columnar_results(case), plain_answers(case).results)
    return report(case, found[0]) if found else "the difference did not show again"
