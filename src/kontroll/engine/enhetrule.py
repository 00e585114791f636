"""The rule that is always there: `datakvalitet-enhet` strikes a record whose enhet is missing, unknown or not active."""

from __future__ import annotations

import polars as pl

from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.recordgrid import build_records
from kontroll.engine.thresholds import MONTH
from kontroll.engine.verdicts import CODES, SCHEMA
from kontroll.facts.facts import ENHET, KEY, Facts


def struck_per_enhet(rulebook: Rulebook, facts: Facts, first: int, last: int) -> pl.DataFrame:
    """_enhet, month, sure: how many of the enhet's records the rule strikes; never unknown (`open` is 0)."""
    verdicts = pl.concat([pl.DataFrame(schema=SCHEMA), *known_enhet(rulebook, facts, first, last)])
    return (
        verdicts.group_by(pl.col("enhet").alias(ENHET), MONTH)
        .agg((pl.col("resultat") == CODES[Result.TRUE]).cast(pl.Int64).sum().alias("sure"))
        .with_columns(pl.lit(0, pl.Int64).alias("open"))
    )


def known_enhet(rulebook: Rulebook, facts: Facts, first: int, last: int) -> list[pl.DataFrame]:
    """A verdict for every record of every data set that has dates and enheter, in each month it is judged."""
    spans = facts.organisation.select("enhet", "first", pl.col("last").fill_null(last))
    months = pl.DataFrame({MONTH: range(first, last + 1)}, schema={MONTH: pl.Int64})
    active = (
        spans.join(months, how="cross")
        .filter(pl.col(MONTH).is_between(pl.col("first"), pl.col("last")))
        .select(pl.col("enhet").alias(ENHET), MONTH, pl.lit(True).alias("active"))
    )
    parts = []
    for dataset in rulebook.datasets.values():
        if dataset.dated_by is None or not dataset.has_enhet:
            continue
        records: pl.DataFrame = build_records(facts.table(dataset.id), first, last).frame.to_native()
        judged = records.select(KEY, ENHET, MONTH).join(active, on=[ENHET, MONTH], how="left")
        struck = pl.col("active").is_null()
        parts.append(
            judged.select(
                pl.lit(ENHET_RULE).alias("regel"),
                pl.col(ENHET).fill_null("").alias("enhet"),
                pl.col(MONTH),
                pl.col(KEY).alias("post"),
                pl.when(struck)
                .then(CODES[Result.TRUE])
                .otherwise(CODES[Result.FALSE])
                .cast(pl.Int64)
                .alias("resultat"),
            ).select(*SCHEMA)
        )
    return parts
