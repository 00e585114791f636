"""Forecasts: what a leader expected of the year, month by month, held against what the year became.

Why the year may be unknown: of a figure that is a mean of twelve months, eleven are not the year. Until it is over, or where a
month is missing, what is known so far is shown as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import Explanation, Theme, YearIs
from kontroll.engine.plain.comparison import half_away
from kontroll.facts.facts import ValueState
from kontroll.report.situation import Situation
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasted:
    """missed: the forecast less what the year became; None while nobody knows."""

    month: Month
    forecast: Decimal
    missed: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """value: of the year, or so far where it is not whole; None = nothing is known. months: known ones of it."""

    year: int
    value: Decimal | None
    is_whole: bool
    months: int
    forecasts: tuple[Forecasted, ...]


def year_of(
    tx: Transaction, situation: Situation, theme: Theme, indicator: Indicator, enhet: str, month: Month
) -> YearOf:
    """The year that the month is in, as far as it is known today."""
    first = Month(month.year, 1)
    months = [first.plus(n) for n in range(12)]
    known = _known(situation, indicator, enhet, months)
    value, is_whole = _value(theme, indicator, months, known)
    at = tx.explanations.table.c
    said = tx.explanations.where(at.month.in_(months), enhet=enhet, theme=theme.id)
    return YearOf(
        year=month.year, value=value, is_whole=is_whole, months=len(known),
        forecasts=tuple(_held(one, value if is_whole else None) for one in said if one.expected is not None),
    )  # fmt: skip


def _known(situation: Situation, indicator: Indicator, enhet: str, months: list[Month]) -> dict[Month, Decimal]:
    by_period = {Period.containing(one, indicator.frequency).index: one for one in months}
    rows = situation.facts.measurements.filter(
        (pl.col("enhet") == enhet)
        & (pl.col("indikator") == indicator.id)
        & pl.col("period").is_in(list(by_period))
        & ~pl.col("superseded")
        & (pl.col("state") == ValueState.VALUE.value)
    ).drop_nulls("value")
    if indicator.min_count:
        rows = rows.filter(pl.col("count").fill_null(-1) >= indicator.min_count)
    return {by_period[p]: Decimal(v).scaleb(-indicator.decimals) for p, v in rows.select("period", "value").iter_rows()}


def _value(
    theme: Theme, indicator: Indicator, months: list[Month], known: dict[Month, Decimal]
) -> tuple[Decimal | None, bool]:
    if not known:
        return None, False
    if theme.year_is is YearIs.LAST:
        latest = max(known)
        return known[latest], latest == months[-1]
    mean = sum((Fraction(one) for one in known.values()), Fraction(0)) / len(known)
    return half_away(mean, indicator.decimals), len(known) == len(months)


def _held(one: Explanation, became: Decimal | None) -> Forecasted:
    assert one.expected is not None
    missed = None if became is None else one.expected - became
    return Forecasted(month=one.month, forecast=one.expected, missed=missed)
