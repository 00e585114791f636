"""States: what is known of each value that a month waits for: verdi, mangler, skjermet, ugyldig or ikke forfalt.

A value is waited for from an enhet that is active in the month and has delivered the indicator before, however long ago.
Why "ever" and no limit in time: a limit would let a source fall silent and, some months later, be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.facts.due import is_due
from kontroll.facts.facts import Facts, ValueState

_KEY = ["enhet", "indikator"]


def states(facts: Facts, indicators: Iterable[Indicator], month: Month, today: date) -> pl.DataFrame:
    """enhet, indikator, period (Period.index), state (ValueState.value): one row per value the month waits for.

    A tertial or yearly value is that of the period which contains the month. Computed indicators are not waited for.
    """
    asked = _asked([i for i in indicators if i.computed is None], month, today)
    rows = (
        facts.measurements.filter(~pl.col("superseded"))
        .join(asked, on="indikator", how="inner")
        .filter(pl.col("period") <= pl.col("asked"))
    )
    expected = rows.select(*_KEY).unique().join(active_units(facts, month), on="enhet", how="semi")
    standing = rows.filter(pl.col("period") == pl.col("asked")).select(*_KEY, "state", "count")
    state = pl.col("state").fill_null(ValueState.MISSING.value)
    few = (state == ValueState.VALUE.value) & (pl.col("count").fill_null(-1) < pl.col("min_count"))
    state = pl.when(few & (pl.col("min_count") > 0)).then(pl.lit(ValueState.SUPPRESSED.value)).otherwise(state)
    known = state.is_in([ValueState.VALUE.value, ValueState.SUPPRESSED.value])
    state = pl.when(known | pl.col("due")).then(state).otherwise(pl.lit(ValueState.NOT_DUE.value))
    return (
        expected.join(standing, on=_KEY, how="left")
        .join(asked, on="indikator", how="left")
        .select(*_KEY, pl.col("asked").alias("period"), state.alias("state"))
        .sort(*_KEY)
    )


def _asked(indicators: Sequence[Indicator], month: Month, today: date) -> pl.DataFrame:
    """indikator, asked (index of the period that contains the month), due, min_count."""
    periods = [Period.containing(month, i.frequency) for i in indicators]
    return pl.DataFrame(
        {
            "indikator": [i.id for i in indicators],
            "asked": [period.index for period in periods],
            "due": [is_due(i, period, today) for i, period in zip(indicators, periods, strict=True)],
            "min_count": [i.min_count for i in indicators],
        },
        schema={"indikator": pl.String, "asked": pl.Int64, "due": pl.Boolean, "min_count": pl.Int64},
    )


def active_units(facts: Facts, month: Month) -> pl.DataFrame:
    """enhet: the units of the organisation that a row covers in the month."""
    last = pl.col("last").fill_null(month.ordinal)
    covers = (pl.col("first") <= month.ordinal) & (last >= month.ordinal)
    return facts.organisation.filter(covers).select(pl.col("enhet").unique())
