"""States: what is known of each value that a month waits for: verdi, mangler, skjermet, ugyldig or ikke forfalt.

A value is waited for from an enhet that is active in the month and has delivered the indicator before, however long ago.
Why "ever" and no limit in time: a limit would let a source fall silent and, some months later, be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.facts.due import is_due
from kontroll.facts.facts import Facts, ValueState

_SCHEMA = {"enhet": pl.String, "indikator": pl.String, "period": pl.Int64, "state": pl.String}


def states(facts: Facts, indicators: Iterable[Indicator], month: Month, today: date) -> pl.DataFrame:
    """enhet, indikator, period (Period.index), state (ValueState.value): one row per value the month waits for.

    A tertial or yearly value is that of the period which contains the month. Computed indicators are not waited for.
    """
    active = active_units(facts, month)
    parts = [_of(facts, active, i, month, today) for i in indicators if i.computed is None]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *parts]).sort("enhet", "indikator")


def active_units(facts: Facts, month: Month) -> pl.DataFrame:
    """enhet: the units of the organisation that a row covers in the month."""
    last = pl.col("last").fill_null(month.ordinal)
    covers = (pl.col("first") <= month.ordinal) & (last >= month.ordinal)
    return facts.organisation.filter(covers).select(pl.col("enhet").unique())


def _of(facts: Facts, active: pl.DataFrame, indicator: Indicator, month: Month, today: date) -> pl.DataFrame:
    period = Period.containing(month, indicator.frequency)
    rows = facts.measurements.filter(
        (pl.col("indikator") == indicator.id) & (pl.col("period") <= period.index) & ~pl.col("superseded")
    )
    expected = rows.select(pl.col("enhet").unique()).join(active, on="enhet", how="semi")
    standing = rows.filter(pl.col("period") == period.index).select("enhet", "state", "count")
    state = pl.col("state").fill_null(ValueState.MISSING.value)
    if indicator.min_count > 0:
        hidden = (state == ValueState.VALUE.value) & (pl.col("count").fill_null(-1) < indicator.min_count)
        state = pl.when(hidden).then(pl.lit(ValueState.SUPPRESSED.value)).otherwise(state)
    if not is_due(indicator, period, today):
        known = state.is_in([ValueState.VALUE.value, ValueState.SUPPRESSED.value])
        state = pl.when(known).then(state).otherwise(pl.lit(ValueState.NOT_DUE.value))
    return expected.join(standing, on="enhet", how="left").select(
        "enhet",
        pl.lit(indicator.id).alias("indikator"),
        pl.lit(period.index, pl.Int64).alias("period"),
        state.alias("state"),
    )
