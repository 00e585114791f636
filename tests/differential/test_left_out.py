"""A rule that may not run gets no verdict, and whoever asks about it gets *ukjent*: the same from both evaluators."""

from __future__ import annotations

from kontroll.domain.rulebook import referred_rules
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import PlainEvaluator

from .case import Case
from .comparison import Cell, differences
from .rules import case_of
from .run import each_plan
from .seed import rotating_seed
from .world import Plan

CASES = 3


def test_the_evaluators_agree_when_rules_are_left_out():
    changed = []

    def judge(plan: Plan) -> None:
        case = case_of(plan)
        left_out = asked_about(case)[::2]
        with_all, columnar = columnar_of(case, []), columnar_of(case, left_out)
        plain = PlainEvaluator(case.rulebook, case.facts(), left_out).results(case.first, case.last)

        found = differences(columnar, {Cell(*row[:4]): row.result for row in plain})

        assert not found, found[:5]
        assert not [cell for cell in columnar if cell.rule in left_out]
        changed.extend(c for c in columnar if columnar[c] is Result.UNKNOWN and with_all[c] is not Result.UNKNOWN)

    each_plan(rotating_seed(), CASES, judge)
    assert changed, "no verdict became unknown: the cases prove nothing"


def asked_about(case: Case) -> list[str]:
    """The rules that other rules ask about."""
    return sorted({id for rule in case.rulebook.rules.values() for id in referred_rules(rule)})


def columnar_of(case: Case, left_out: list[str]) -> dict[Cell, Result]:
    printed = evaluate(case.rulebook, case.facts(), case.first, case.last, left_out).printed()
    return {Cell(*row[:4]): Result(row[4]) for row in printed.iter_rows()}
