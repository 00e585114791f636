"""What the plain evaluator says of some cells is the same on the facts that those cells can read as on everything."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import pytest

from kontroll.domain.month import Month
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine import narrowed_records
from kontroll.engine.cell import Cell
from kontroll.engine.narrowed import narrowed
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import Facts

from .case import Case
from .comparison import Cell as Answered
from .comparison import Results, plain_answers
from .rules import case_of
from .run import each_plan
from .seed import VARIABLE, rotating_seed
from .world import Plan

#: Cells that are asked about together: one alone reads least, and many read almost everything.
TOGETHER = (*[1] * 20, 3, 10, 40)


def test_cells_judged_on_what_they_read_come_out_as_on_everything():
    seed = rotating_seed()

    for one in cases(seed, 5):
        for together in TOGETHER:
            cells = random.Random(f"{seed}/{together}").sample(sorted(one.results), together)
            assert said(one, cells) == {cell: one.results[cell] for cell in cells}, f"{VARIABLE}={seed}"


def test_less_is_read_than_everything():
    (one,) = cases(1, 1)

    kept = rows_of(narrowed(one.case.rulebook, one.facts, [asked(min(one.results))], small=0))

    assert kept < rows_of(one.facts) / 2


@pytest.mark.parametrize("forgotten", ["_alike", "_look_up", "of_enheter"])
def test_a_reading_that_is_forgotten_is_seen(forgotten: str, monkeypatch: pytest.MonkeyPatch):
    whole = narrowed_records.NarrowedRecords.of_enheter

    def nothing(self, dataset, *_more):
        return whole(self, dataset, [], 0) if forgotten != "_look_up" else None

    monkeypatch.setattr(narrowed_records.NarrowedRecords, forgotten, nothing)

    assert any(
        said(one, [cell]) != {cell: one.results[cell]}
        for one in cases(1, 4)
        for cell in random.Random(1).sample(sorted(one.results), 100)
    )


@dataclass(frozen=True)
class Judged:
    """A case, and what the plain evaluator says of it all."""

    case: Case
    facts: Facts
    results: Results


@cache
def cases(seed: int, count: int) -> list[Judged]:
    drawn: list[Plan] = []
    each_plan(seed, count, drawn.append)
    return [Judged(case, case.facts(), plain_answers(case).results) for case in map(case_of, drawn[:count])]


def said(one: Judged, cells: list[Answered]) -> dict[Answered, Result | None]:
    rulebook = one.case.rulebook
    evaluator = PlainEvaluator(rulebook, narrowed(rulebook, one.facts, map(asked, cells), small=0))
    return {cell: judged(rulebook, evaluator, cell) for cell in cells}


def judged(rulebook: Rulebook, evaluator: PlainEvaluator, cell: Answered) -> Result | None:
    month = Month.parse(cell.month)
    if cell.rule == ENHET_RULE:
        found = (evaluator.enhet_quality(id, cell.key, month) for id in rulebook.datasets)
        return next((result for result in found if result is not None), None)
    if cell.key:
        return evaluator.record_result(cell.rule, cell.key, month)
    return evaluator.result(cell.rule, cell.enhet, month)


def asked(cell: Answered) -> Cell:
    return Cell(cell.rule, cell.enhet, cell.key, Month.parse(cell.month))


def rows_of(facts) -> int:
    return facts.measurements.height + sum(table.frame.height for table in facts.records.values())
