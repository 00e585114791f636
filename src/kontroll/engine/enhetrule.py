"""The rule that is always there: `datakvalitet-enhet` strikes a record whose enhet is missing, unknown or not active."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.backend import Backend, Frame, stacked
from kontroll.engine.inputs import Inputs
from kontroll.engine.recordgrid import RecordGrid, build_records
from kontroll.engine.thresholds import MONTH
from kontroll.engine.verdicts import CODES, SCHEMA
from kontroll.facts.facts import ENHET, KEY


def struck_per_enhet(backend: Backend, rulebook: Rulebook, inputs: Inputs, first: int, last: int) -> Frame:
    """_enhet, month, sure: how many of the enhet's records the rule strikes; never unknown (`open` is 0)."""
    verdicts = known_enhet(backend, rulebook, inputs, first, last, {})
    if not verdicts:
        verdicts = [backend.frame([pl.LazyFrame(schema=SCHEMA)])]
    struck = (nw.col("resultat") == CODES[Result.TRUE]).cast(nw.Int64)
    return (
        stacked(verdicts)
        .with_columns(nw.col("enhet").alias(ENHET), sure=struck)
        .group_by(ENHET, MONTH)
        .agg(nw.col("sure").sum().cast(nw.Int64))
        .with_columns(open=nw.lit(0, nw.Int64))
    )


def known_enhet(
    backend: Backend, rulebook: Rulebook, inputs: Inputs, first: int, last: int, built: Mapping[str, RecordGrid]
) -> list[Frame]:
    """A verdict for every record of every data set that has dates and enheter, in each month it is judged.

    built: record grids that are there already and know which enheter are active.
    """
    parts = []
    active: Frame | None = None
    for dataset in rulebook.datasets.values():
        if dataset.dated_by is None or not dataset.has_enhet:
            continue
        if dataset.id in built:
            frame = built[dataset.id].frame
        else:
            active = active if active is not None else backend.frame([_active(inputs, first, last)])
            records = build_records(backend, inputs.table(dataset.id), first, last, fields=())
            records.join(active, on=[ENHET, MONTH])
            frame = records.frame
        parts.append(_judged(frame, first, last))
    return parts


def _active(inputs: Inputs, first: int, last: int) -> pl.LazyFrame:
    """_enhet, month and `active`, a row for each month in which an enhet is."""
    months = pl.LazyFrame({MONTH: range(first, last + 1)}, schema={MONTH: pl.Int64})
    spans = inputs.facts.organisation.lazy().select("enhet", "first", pl.col("last").fill_null(last))
    return (
        spans.join(months, how="cross")
        .filter(pl.col(MONTH).is_between(pl.col("first"), pl.col("last")))
        .select(pl.col("enhet").alias(ENHET), MONTH, pl.lit(True).alias("active"))
    )


def _judged(frame: Frame, first: int, last: int) -> Frame:
    struck = nw.col("active").is_null()
    return (
        frame.filter((nw.col(MONTH) >= first) & (nw.col(MONTH) <= last))
        .select(
            nw.lit(ENHET_RULE).alias("regel"),
            nw.col(ENHET).fill_null("").alias("enhet"),
            nw.col(MONTH),
            nw.col(KEY).alias("post"),
            nw.when(struck)
            .then(nw.lit(CODES[Result.TRUE], nw.Int64))
            .otherwise(nw.lit(CODES[Result.FALSE], nw.Int64))
            .alias("resultat"),
        )
        .select(*SCHEMA)
    )
