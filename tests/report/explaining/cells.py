"""Answers of random kommuner to be explained: every kind of rule, leaf and delivery that the differential tests draw."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from differential.case import Case
from differential.rules import case_of
from differential.seed import rotating_seed
from differential.world import Plan
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.engine.plain import PlainEvaluator, RuleAnswer
from kontroll.report.explaining.explainer import Cell, Explainer

#: Long after every period: nothing is waited for.
TODAY = date(2030, 1, 1)


@dataclass(frozen=True)
class Asked:
    """One answer, with what it takes to explain it."""

    case: Case
    explainer: Explainer
    evaluator: PlainEvaluator
    cell: Cell
    answer: RuleAnswer


def asked(cases: int, cells: int, missing: int = 15) -> Iterator[Asked]:
    """So many answers of each of so many kommuner; other ones each day (KONTROLL_SEED)."""
    for number in range(cases):
        seed = (rotating_seed() << 16) + number
        case = case_of(Plan(seed=seed, unit_rules=16, record_rules=10, enheter=6, months=4, missing=missing))
        facts = case.facts()
        explainer, evaluator = Explainer(case.rulebook, facts, TODAY), PlainEvaluator(case.rulebook, facts)
        rows = [row for row in evaluator.results(case.last, case.last) if row.rule != ENHET_RULE]
        for row in random.Random(seed).sample(rows, min(cells, len(rows))):
            cell = Cell(row.rule, row.enhet, case.last, row.key)
            answer = explainer.answer(case.rulebook.rules[row.rule], cell)
            assert answer is not None
            yield Asked(case, explainer, evaluator, cell, answer)


def reproduced(one: Asked) -> str:
    """For a failing test: which answer it was."""
    return f"KONTROLL_SEED={rotating_seed()} {one.cell}"
