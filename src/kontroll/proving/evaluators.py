"""Evaluators: what each of those that a run relies on says of some cells, asked in one way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.cell import Cell
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import Facts

_RESULTS = {code: result for result, code in CODES.items()}

#: The result of each cell; None = no result row. A cell about a record need not say whose it is.
Answers = Callable[[Rulebook, Facts, Sequence[Cell]], list[Result | None]]


def plain_answers(rulebook: Rulebook, facts: Facts, cells: Sequence[Cell]) -> list[Result | None]:
    evaluator = PlainEvaluator(rulebook, facts)

    def answer(cell: Cell) -> Result | None:
        if cell.rule == ENHET_RULE:
            (dataset,) = rulebook.datasets
            return evaluator.enhet_quality(dataset, cell.post, cell.month)
        if cell.post:
            return evaluator.record_result(cell.rule, cell.post, cell.month)
        return evaluator.result(cell.rule, cell.enhet, cell.month)

    return [answer(cell) for cell in cells]


def columnar_answers(rulebook: Rulebook, facts: Facts, cells: Sequence[Cell]) -> list[Result | None]:
    if not cells:
        return []
    months = [cell.month for cell in cells]
    verdicts = evaluate(rulebook, facts, min(months), max(months)).frame
    asked = pl.DataFrame(
        [(cell.rule, cell.post or cell.enhet, cell.month.ordinal) for cell in cells],
        schema={"regel": pl.String, "subject": pl.String, "month": pl.Int64},
        orient="row",
    ).unique()
    subject = pl.when(pl.col("post") == "").then(pl.col("enhet")).otherwise(pl.col("post")).alias("subject")
    answered = verdicts.with_columns(subject).join(asked, on=["regel", "subject", "month"], how="semi")
    found = {
        (rule, subject, month): _RESULTS[code]
        for rule, subject, month, code in answered.select("regel", "subject", "month", "resultat").iter_rows()
    }
    return [found.get((cell.rule, cell.post or cell.enhet, cell.month.ordinal)) for cell in cells]


#: By the names that people see.
EVALUATORS: Mapping[str, Answers] = {"cellevis": plain_answers, "kolonnevis": columnar_answers}
