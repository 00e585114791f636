"""Controls of the control: a rule's own tests, run again inside every run, by every evaluator that the run relies on.

Why: an empty list of utslag looks the same whether all is well or the control is dead. A test in which the rule is known
to strike (a positive control) and one in which it is known to keep still (a negative one) tell the two apart.

Bound to its period: only tests of the version that holds in the run's month count as such. A test whose month lies in
another version is run too, and must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from kontroll.domain.coverage import ControlFault, Controlled, Tried, TriedTest
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.verdicts import CODES
from kontroll.proving.enhetrule import enhet_tests, enhet_world
from kontroll.proving.run import judged_months
from kontroll.proving.world import World, build_world
from kontroll.rulebook.stamps import stamp_of

_RESULTS = {code: result for result, code in CODES.items()}
#: Worlds that are kept for the next run of the same process. They are what was delivered, never what was answered.
_KEPT_WORLDS = 2048


@dataclass(frozen=True, slots=True)
class Cell:
    """One expected answer: the enhet's in a month, or that of the record with the key `post`."""

    enhet: str
    post: str
    month: Month
    expected: Result

    @property
    def subject(self) -> str:
        return self.post or str(self.month)


#: What an evaluator says of the cells of a rule in a world; None = no result row.
Answers = Callable[[World, Rule, Sequence[Cell]], list[Result | None]]


def controls(rulebook: Rulebook, month: Month, left_out: Collection[str]) -> list[Controlled]:
    """What the tests of every rule that may run show in the month of a run, by id.

    left_out: rules that may not run. Nothing is remembered from an earlier run: the tests are run here and now.
    """
    return [tried.in_month(month) for tried in try_rules(rulebook, left_out)]


def try_rules(
    rulebook: Rulebook, left_out: Collection[str], evaluators: Mapping[str, Answers] | None = None
) -> list[Tried]:
    """All tests of every rule that may run, by the rule's id; that of the rule that is always there with them.

    evaluators: by name; the plain and the columnar one where none are given.
    """
    answers = EVALUATORS if evaluators is None else evaluators
    rules = [rule for id, rule in rulebook.rules.items() if id not in left_out]
    built_in = enhet_tests(rulebook)
    tried = [_tried(rulebook, rule, answers) for rule in [*rules, *([built_in] if built_in else [])]]
    return sorted(tried, key=lambda one: one.rule.id)


def _tried(rulebook: Rulebook, rule: Rule, evaluators: Mapping[str, Answers]) -> Tried:
    stamp = stamp_of(rulebook, rule.id)
    tests = []
    for number, test in enumerate(rule.tests):
        world = _built(_Asked(stamp, number, rulebook, rule))
        cells = list(_cells(world, rule, test))
        faults = (
            fault for name, answers in evaluators.items() for fault in _faults(world, rule, test, cells, name, answers)
        )
        tests.append(TriedTest(tuple((cell.month, cell.expected) for cell in cells), tuple(faults)))
    return Tried(rule, tuple(tests))


def _faults(
    world: World, rule: Rule, test: RuleTest, cells: Sequence[Cell], evaluator: str, answers: Answers
) -> Iterator[ControlFault]:
    for cell, got in zip(cells, answers(world, rule, cells), strict=True):
        if got is not cell.expected:
            yield ControlFault(test.name, evaluator, cell.subject, cell.expected, got)


def _cells(world: World, rule: Rule, test: RuleTest) -> Iterator[Cell]:
    if rule.dataset is None and not test.expected_records:
        for month, expected in zip(world.months, test.expected, strict=True):
            yield Cell(world.enhet, "", month, expected)
    else:
        months = judged_months(world, rule) if rule.dataset is not None else {}
        for key, expected in test.expected_records:
            yield Cell("", key, months.get(key, world.month), expected)


# --- worlds -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A test, known by the stamp of its rule: that changes with all the rule reads, and with its tests."""

    stamp: str
    number: int
    rulebook: Rulebook = field(compare=False)
    rule: Rule = field(compare=False)


@lru_cache(maxsize=_KEPT_WORLDS)
def _built(asked: _Asked) -> World:
    test = asked.rule.tests[asked.number]
    return (
        enhet_world(asked.rulebook, test)
        if asked.rule.id == ENHET_RULE
        else build_world(asked.rulebook, asked.rule, test)
    )


# --- evaluators -------------------------------------------------------------------------------------------------------


def plain_answers(world: World, rule: Rule, cells: Sequence[Cell]) -> list[Result | None]:
    evaluator = PlainEvaluator(world.rulebook, world.facts)
    if rule.id == ENHET_RULE:
        (dataset,) = world.rulebook.datasets
        return [evaluator.enhet_quality(dataset, cell.post, cell.month) for cell in cells]
    if rule.dataset is None:
        return [evaluator.result(rule.id, cell.enhet, cell.month) for cell in cells]
    return [evaluator.record_result(rule.id, cell.post, cell.month) for cell in cells]


def columnar_answers(world: World, rule: Rule, cells: Sequence[Cell]) -> list[Result | None]:
    if not cells:
        return []
    months = [cell.month for cell in cells]
    verdicts = evaluate(world.rulebook, world.facts, min(months), max(months)).frame.filter(pl.col("regel") == rule.id)
    found = {
        ("" if post else enhet, post, month): _RESULTS[code]
        for enhet, month, post, code in verdicts.select("enhet", "month", "post", "resultat").iter_rows()
    }
    return [found.get((cell.enhet, cell.post, cell.month.ordinal)) for cell in cells]


#: The evaluators that every run relies on, by the names that people see.
EVALUATORS: Mapping[str, Answers] = {"cellevis": plain_answers, "kolonnevis": columnar_answers}
