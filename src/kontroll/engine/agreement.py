"""Agreement: the cells in which two evaluators do not say the same."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

_CELL = ["regel", "enhet", "month", "post"]


class Doubled(AssertionError):
    """An evaluator gave a cell two results."""


def differences(columnar: pl.DataFrame, other: pl.DataFrame, rules: Collection[str]) -> pl.DataFrame:
    """regel, enhet, month, post, columnar, other: result codes, null = no result row; sorted. Of the given rules only."""
    left, right = (
        frame.filter(pl.col("regel").is_in(list(rules))).select(*_CELL, pl.col("resultat").alias(name))
        for frame, name in ((columnar, "columnar"), (other, "other"))
    )
    cells = left.join(right, on=_CELL, how="full", coalesce=True)
    alone = cells.select(left=pl.col("other").is_null().sum(), right=pl.col("columnar").is_null().sum()).row(0)
    shared = len(cells) - sum(alone)
    if (shared + alone[0], shared + alone[1]) != (len(left), len(right)):
        raise Doubled("an evaluator gave a cell two results")
    return cells.filter(pl.col("columnar").ne_missing(pl.col("other"))).sort(_CELL)
