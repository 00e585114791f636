"""Comparison: every cell of a case by both evaluators, and where they part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import PlainEvaluator, RuleAnswer
from kontroll.engine.verdicts import Verdicts

from .case import Case


class Cell(NamedTuple):
    """key: the record's key, "" for an enhet. enhet: "" for a record without one."""

    rule: str
    enhet: str
    month: str
    key: str


#: None = no result row.
Results = Mapping[Cell, Result]


class Difference(NamedTuple):
    cell: Cell
    columnar: Result | None
    plain: Result | None


class _Remembering(PlainEvaluator):
    """The plain evaluator, with every answer it gave on the way."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.rulebook, case.facts())
        self.given: list[RuleAnswer] = []

    def answer(self, rule_id: str, enhet: str, month: Month) -> RuleAnswer | None:
        return self._remembered(super().answer(rule_id, enhet, month))

    def record_answer(self, rule_id: str, key: str, month: Month) -> RuleAnswer | None:
        return self._remembered(super().record_answer(rule_id, key, month))

    def _remembered(self, answer: RuleAnswer | None) -> RuleAnswer | None:
        if answer is not None:
            self.given.append(answer)
        return answer


@dataclass(frozen=True, slots=True)
class PlainAnswers:
    """results: every cell. answers: the grounds of those that belong to a rule of the rulebook."""

    results: Results
    answers: tuple[RuleAnswer, ...]


def plain_answers(case: Case) -> PlainAnswers:
    evaluator = _Remembering(case)
    results = {Cell(*row[:4]): row.result for row in evaluator.results(case.first, case.last)}
    asked = tuple(answer for answer in evaluator.given if case.first <= answer.month <= case.last)
    return PlainAnswers(results, asked)


def columnar_results(case: Case, judge: Callable[..., Verdicts] = evaluate) -> Results:
    """judge: takes what `evaluate` takes; another engine, say."""
    printed = judge(case.rulebook, case.facts(), case.first, case.last).printed()
    results = {Cell(*row[:4]): Result(row[4]) for row in printed.iter_rows()}
    assert len(results) == len(printed), "a cell stands twice"
    return results


def differences(columnar: Results, plain: Results) -> list[Difference]:
    """Cells in which the two do not say the same, also where only one of them has a row; sorted."""
    return [
        Difference(cell, columnar.get(cell), plain.get(cell))
        for cell in sorted(columnar.keys() | plain.keys())
        if columnar.get(cell) is not plain.get(cell)
    ]


def first_difference(case: Case) -> Difference | None:
    """The first cell in which the evaluators part; None where they agree."""
    return next(iter(differences(columnar_results(case), plain_answers(case).results)), None)


def grounds(case: Case, cell: Cell) -> RuleAnswer | None:
    """The plain evaluator's answer in one cell."""
    evaluator = PlainEvaluator(case.rulebook, case.facts())
    rule = case.rulebook.rules.get(cell.rule)
    if rule is None:
        return None
    month = Month.parse(cell.month)
    if rule.dataset is None:
        return evaluator.answer(cell.rule, cell.enhet, month)
    return evaluator.record_answer(cell.rule, cell.key, month)
