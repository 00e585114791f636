"""Inference: what durable-rules says of a case, held against the columns and the plain evaluator."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.agreement import differences
from kontroll.engine.columnar import evaluated
from kontroll.engine.inference import Inferred, infer
from kontroll.engine.verdicts import CODES

from .case import Case
from .comparison import Cell, Results

WORDS = {code: result for result, code in CODES.items()}


def both(case: Case, left_out: Collection[str] = ()) -> tuple[pl.DataFrame, Inferred]:
    """The rows of the columns, and of every rule by inference."""
    found = evaluated(case.rulebook, case.facts(), case.first, case.last, left_out)
    inferred = infer(case.rulebook, found, left_out, first=case.first, last=case.last, every=True)
    return found.verdicts.frame, inferred


def parted(case: Case) -> bool:
    """Do columns and inference part anywhere?"""
    columnar, inferred = both(case)
    return not differences(columnar, inferred.frame, inferred.rules).is_empty()


def as_results(frame: pl.DataFrame) -> Results:
    rows = frame.select("regel", "enhet", "month", "post", "resultat").iter_rows()
    results: dict[Cell, Result] = {}
    for rule, enhet, month, key, code in rows:
        results[Cell(rule, enhet, str(Month.from_ordinal(month)), key)] = WORDS[code]
    return results
