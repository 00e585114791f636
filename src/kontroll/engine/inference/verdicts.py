"""Verdicts of inference: from the truths of conditions and exceptions to result codes (rule language, section 3)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from kontroll.domain.rule import RuleType
from kontroll.domain.truth import Result
from kontroll.engine.inference.cases import Cases
from kontroll.engine.inference.program import Judged
from kontroll.engine.verdicts import CODES, SCHEMA

_RULE = "regel:"


def verdicts(cases: Cases, answers: Mapping[str, Mapping[int, bool]], wanted: set[str]) -> pl.DataFrame:
    """Result rows of the wanted rules. answers: symbol -> case -> truth; a case that is not there is unknown."""
    known = [
        pl.Series(symbol, [answers.get(symbol, {}).get(case) for case in range(len(cases.frame))], pl.Boolean)
        for judged in cases.component.rules
        for symbol in (judged.truth, judged.exempt)
        if symbol is not None
    ]
    codes = [
        _code(judged).alias(_RULE + judged.rule.id) for judged in cases.component.rules if judged.rule.id in wanted
    ]
    judged_cases = cases.frame.with_columns(known).select("case", *codes)
    rows = cases.members.join(judged_cases, on="case").drop("case")
    rows = rows.unpivot(index=["enhet", "month", "post"], variable_name="regel", value_name="resultat")
    rows = rows.filter(pl.col("resultat").is_not_null())
    return rows.with_columns(pl.col("regel").str.slice(len(_RULE))).select(*SCHEMA)


def _code(judged: Judged) -> pl.Expr:
    truth = pl.col(judged.truth)
    code = truth.cast(pl.Int64).fill_null(CODES[Result.UNKNOWN])
    if judged.exempt is not None:
        exempt = pl.col(judged.exempt)
        struck = (~truth if judged.rule.type is RuleType.REQUIREMENT else truth).fill_null(False)
        code = pl.when(exempt.is_null() & struck).then(CODES[Result.UNKNOWN]).otherwise(code)
        code = pl.when(exempt.fill_null(False)).then(CODES[Result.NOT_RELEVANT]).otherwise(code)
    if not judged.always_in_force:
        in_force = pl.any_horizontal(pl.lit(False), *judged.versions)
        code = pl.when(in_force).then(code).otherwise(CODES[Result.NOT_IN_FORCE])
    if judged.covered is not None:
        code = pl.when(pl.col(judged.covered)).then(code)
    return code.cast(pl.Int64)
