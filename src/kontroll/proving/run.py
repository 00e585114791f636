"""Run the tests of a rule: what came out in each month or for each record, and every comparison on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kontroll.domain.dataset import Stock
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.plain import Comparison, PlainEvaluator, RuleAnswer, comparisons
from kontroll.facts.facts import KEY
from kontroll.proving.world import World, build_world


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expected answer of a test. subject: a month, or a record's key. got None = no result row."""

    subject: str
    expected: Result
    got: Result | None

    @property
    def holds(self) -> bool:
        return self.got is self.expected


@dataclass(frozen=True, slots=True)
class TestRun:
    """A test that was run, and the small kommune that it was run in."""

    __test__ = False  # not a test class, for pytest

    test: RuleTest
    outcomes: tuple[Outcome, ...]
    comparisons: tuple[Comparison, ...]
    world: World

    @property
    def holds(self) -> bool:
        return bool(self.outcomes) and all(outcome.holds for outcome in self.outcomes)


def run_tests(rulebook: Rulebook, rule: Rule) -> list[TestRun]:
    """Every test of the rule, in file order, by the plain evaluator."""
    return [_run(build_world(rulebook, rule, test), rule, test) for test in rule.tests]


def _run(world: World, rule: Rule, test: RuleTest) -> TestRun:
    evaluator = PlainEvaluator(world.rulebook, world.facts)
    answers: list[tuple[str, Result, RuleAnswer | None]] = []
    if rule.dataset is None:
        for month, expected in zip(world.months, test.expected, strict=True):
            answers.append((str(month), expected, evaluator.answer(rule.id, world.enhet, month)))
    else:
        months = judged_months(world, rule)
        for key, expected in test.expected_records:
            answers.append((key, expected, evaluator.record_answer(rule.id, key, months.get(key, world.month))))
    outcomes = tuple(Outcome(s, e, None if a is None else a.result) for s, e, a in answers)
    return TestRun(test, outcomes, tuple(_compared([a for _s, _e, a in answers if a is not None])), world)


def _compared(answers: Sequence[RuleAnswer]) -> list[Comparison]:
    return [found for answer in answers for tree in answer.answers() for found in comparisons(tree)]


def judged_months(world: World, rule: Rule) -> dict[str, Month]:
    """The month of each dated record; a stock is judged in the test's month."""
    assert rule.dataset is not None
    dataset = world.rulebook.dataset(rule.dataset)
    if not isinstance(dataset.dated_by, str) or isinstance(dataset.dated_by, Stock):
        return {}
    table = world.facts.table(rule.dataset).standing()
    dated = table.select(KEY, pl.col(dataset.dated_by).cast(pl.Date)).drop_nulls()
    return {key: Month.of(day) for key, day in dated.iter_rows()}
