"""Evaluators that lie about one cell, as a fault in them would show: planted where a run asks them, and nowhere else.

Why not a fault in what they are made of: most of those make the rules' own tests fail, which a run finds first.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.verdicts import CODES, Verdicts
from kontroll.flows.month import cross_check, infer_too, monthly_run

#: Rule, enhet and month that are lied about, and what is said.
Lie = tuple[str, str, str, Result]


def plant(engine: str, lie: Lie, patch: pytest.MonkeyPatch) -> None:
    {"columnar": _in_columns, "plain": _cell_by_cell, "durable": _in_inference}[engine](lie, patch)


def _in_columns(lie: Lie, patch: pytest.MonkeyPatch) -> None:
    real = monthly_run.evaluated

    def evaluated(*given):
        found = real(*given)
        return replace(found, verdicts=Verdicts(_changed(found.verdicts.frame, lie)))

    patch.setattr(monthly_run, "evaluated", evaluated)


def _in_inference(lie: Lie, patch: pytest.MonkeyPatch) -> None:
    real = infer_too.infer

    def infer(*given, **named):
        found = real(*given, **named)
        return replace(found, frame=_changed(found.frame, lie))

    patch.setattr(infer_too, "infer", infer)


def _cell_by_cell(lie: Lie, patch: pytest.MonkeyPatch) -> None:
    rule, enhet, month, result = lie

    class Lying(PlainEvaluator):
        def result(self, rule_id: str, of: str, at: Month) -> Result | None:
            lied = (rule_id, of, str(at)) == (rule, enhet, month)
            return result if lied else super().result(rule_id, of, at)

    patch.setattr(cross_check, "PlainEvaluator", Lying)


def _changed(frame: pl.DataFrame, lie: Lie) -> pl.DataFrame:
    rule, enhet, month, result = lie
    ordinal = Month.parse(month).ordinal
    cell = (pl.col("regel") == rule) & (pl.col("enhet") == enhet) & (pl.col("month") == ordinal)
    return frame.with_columns(pl.when(cell).then(CODES[result]).otherwise(pl.col("resultat")).alias("resultat"))
