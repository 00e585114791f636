"""Proof of the other engines at full size: durable-rules and DuckDB against the columns, in every cell of random cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl

from kontroll.domain.rulebook import ENHET_RULE
from kontroll.engine.agreement import differences
from kontroll.engine.columnar import evaluate
from kontroll.engine.engines import DUCKDB, opened

from .case import Case
from .inference import WORDS, both
from .rules import case_of
from .run import each_plan
from .seed import VARIABLE
from .world import Plan

#: What another engine says of a case, beside the columns: both frames, and the rules they may be held against each other on.
BothFrames = Callable[[Case], tuple[pl.DataFrame, pl.DataFrame, frozenset[str]]]
#: So far from the cases of the evaluators' own proof and of the daily tests.
_APART = 2_000_000_000


def prove_inference(number: int, cases: int) -> dict[str, Any]:
    """Every rule by durable-rules. Raises AssertionError where it says something else than the columns."""

    def inferred(case: Case) -> tuple[pl.DataFrame, pl.DataFrame, frozenset[str]]:
        columnar, other = both(case)
        return columnar, other.frame, other.rules

    return _proved(number, cases, inferred)


def prove_duckdb(number: int, cases: int) -> dict[str, Any]:
    """Every rule by DuckDB. Raises AssertionError where it says something else than Polars."""

    def twice(case: Case) -> tuple[pl.DataFrame, pl.DataFrame, frozenset[str]]:
        facts = case.facts()
        polars = evaluate(case.rulebook, facts, case.first, case.last)
        with opened(DUCKDB) as backend:
            duckdb = evaluate(case.rulebook, facts, case.first, case.last, backend=backend)
        return polars.frame, duckdb.frame, frozenset({*case.rulebook.rules, ENHET_RULE})

    return _proved(number, cases, twice)


def _proved(number: int, cases: int, frames: BothFrames) -> dict[str, Any]:
    results: Counter[str] = Counter()
    rules = 0

    def judge(plan: Plan) -> None:
        nonlocal rules
        columnar, other, judged = frames(case_of(plan))
        found = differences(columnar, other, judged)
        assert found.is_empty(), f"{VARIABLE}={_APART + number}\n{plan}\n{found.head(5)}"
        rules += len(judged)
        results.update(dict(other.group_by("resultat").len().iter_rows()))

    each_plan(_APART + number, cases, judge)
    return {
        "cases": cases,
        "rules": rules,
        "results": {WORDS[code].value: n for code, n in results.items()},
        "differences": 0,
    }
