"""Reasons: why answers of a month are unknown, counted per rule within a bound.

Why a bound: each is found by walking the rule once more over the cell's own facts. Where a whole source is silent, tens of
thousands of cells are unknown, and most for the same reason. So many of each rule are walked, spread evenly over all; the
rest is told as not looked into, and not guessed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.cell import Cell
from kontroll.engine.narrowed import narrowed
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import Facts
from kontroll.report.causes import ORDER, Cause, Causes

#: Cells of a rule that are walked.
MOST = 50
#: The other words that may stand where a Reason does.
LEFT_OUT = "regel utelatt"
NOT_EXAMINED = "ikke undersøkt"


def unknown_reasons(
    rulebook: Rulebook,
    facts: Facts,
    verdicts: pl.DataFrame,
    month: Month,
    today: date,
    left_out: Collection[str] = (),
    most: int = MOST,
) -> dict[str, Counter[str]]:
    """Rule -> reason (the value of a Reason, LEFT_OUT or NOT_EXAMINED) -> answers. Each answer is counted once.

    verdicts: the month's (engine.verdicts.SCHEMA).
    """
    found: dict[str, Counter[str]] = {}
    asked: list[Cell] = []
    unknown = verdicts.filter((pl.col("resultat") == CODES[Result.UNKNOWN]) & (pl.col("regel") != ENHET_RULE))
    for (rule,), rows in unknown.sort("regel", "enhet", "post").group_by("regel", maintain_order=True):
        cells = [Cell(str(rule), enhet, post, month) for enhet, post in rows.select("enhet", "post").iter_rows()]
        walked = _spread(cells, most)
        asked += walked
        found[str(rule)] = Counter({NOT_EXAMINED: len(cells) - len(walked)} if len(cells) > len(walked) else {})
    if not asked:
        return found
    few = narrowed(rulebook, facts, asked)
    evaluator = PlainEvaluator(rulebook, few, left_out)
    causes = Causes(evaluator, rulebook, few, today)
    for cell in asked:
        answer = (
            evaluator.record_answer(cell.rule, cell.post, month)
            if cell.post
            else evaluator.answer(cell.rule, cell.enhet, month)
        )
        found[cell.rule][_first(causes.of(answer) if answer is not None else frozenset())] += 1
    return found


def _spread(cells: Sequence[Cell], most: int) -> list[Cell]:
    if len(cells) <= most:
        return list(cells)
    return [cells[n * len(cells) // most] for n in range(most)]


def _first(causes: frozenset[Cause]) -> str:
    """Nothing that is delivered is lacking where a rule that is asked about may not run."""
    return ORDER[min(cause.rank for cause in causes)].value if causes else LEFT_OUT
