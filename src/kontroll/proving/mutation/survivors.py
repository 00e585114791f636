"""Survivors: the mutants of a rule that none of its tests notice.

How so fast: a test's world is built once and its leaves are answered once; a mutant asks only for what was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kontroll.domain.condition import Condition, Leaf
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.plain import Answer, PlainEvaluator
from kontroll.engine.plain.decision import decide
from kontroll.proving.mutation.change import is_moved, moved
from kontroll.proving.mutation.equivalent import is_equivalent
from kontroll.proving.mutation.mutant import Mutant, mutants
from kontroll.proving.run import TestRun, judged_months
from kontroll.report.plainly.registers import parameters_read


def survivors(rulebook: Rulebook, rule: Rule, runs: Sequence[TestRun]) -> list[Mutant]:
    """In reading order. runs: the tests of the rule as it stands, all of which must hold."""
    asked = list(mutants(rulebook, rule))
    cases = [_Case(run, rule, _moved_ids(asked)) for run in runs]
    alive = [mutant for mutant in asked if not any(case.notices(mutant.rule) for case in cases)]
    return [mutant for mutant in alive if not is_equivalent(rulebook, mutant)]


def _moved_ids(asked: Iterable[Mutant]) -> list[str]:
    conditions: list[Condition] = [mutant.after for mutant in asked]
    return [id for id in parameters_read(conditions) if is_moved(id)]


class _Case:
    """One test: the answers it waits for, and the leaves as they were answered on the way."""

    def __init__(self, run: TestRun, rule: Rule, moved_ids: Sequence[str]) -> None:
        world = run.world
        parameters = dict(world.rulebook.parameters)
        parameters |= {id: moved(parameters, id) for id in moved_ids}
        self._evaluator = PlainEvaluator(replace(world.rulebook, parameters=parameters), world.facts)
        months = judged_months(world, rule) if rule.dataset is not None else {}
        self._cells = [
            (outcome.subject, months.get(outcome.subject, world.month), outcome.expected) for outcome in run.outcomes
        ]
        if rule.dataset is None:
            self._cells = [
                (world.enhet, month, outcome.expected)
                for month, outcome in zip(world.months, run.outcomes, strict=True)
            ]
        self._answers: dict[tuple[Leaf, str, Month], Answer] = {}

    def notices(self, rule: Rule) -> bool:
        """Whether the changed rule answers anything else than the test waits for."""
        return any(self._result(rule, subject, month) is not expected for subject, month, expected in self._cells)

    def _result(self, rule: Rule, subject: str, month: Month) -> Result:
        return decide(rule, subject, "", month, lambda leaf: self._leaf(rule, leaf, subject, month)).result

    def _leaf(self, rule: Rule, leaf: Leaf, subject: str, month: Month) -> Answer:
        key = (leaf, subject, month)
        if key not in self._answers:
            self._answers[key] = self._evaluator.leaf(rule, leaf, subject, month)
        return self._answers[key]
