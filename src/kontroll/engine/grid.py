"""Grid: one row per enhet and month, dense, with everything a rule about enheter may read as columns.

Columns: enhet, month (Month.ordinal), position (months since the grid's first), active, enhetstype, tjeneste; a value
column per indicator (scaled Int64, null = unknown to rules), and ambition columns where a rule needs them. A tertial or
yearly value stands in every month of its period.

Why dense: a month without a row would make a window count observations instead of calendar months.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import (
    Colour,
)
from kontroll.engine.thresholds import MONTH, ambition_column, decimals_of
from kontroll.facts.facts import Facts, ValueState
from kontroll.facts.numbers import floor_and_ceiling

Frame = nw.DataFrame[Any]

ENHET, POSITION, ACTIVE, TYPE, SERVICE = "enhet", "position", "active", "enhetstype", "tjeneste"


def value_column(indicator: str) -> str:
    return f"value:{indicator}"


#: A column that is made in steps: each yields columns that must stand in the grid before the next step.
Steps = Generator[dict[str, nw.Expr], None, None]


@dataclass(slots=True)
class Grid:
    """The frame and what is known about it. `add` is the only way to grow it; rows never change order or number.

    largest: per indicator the largest magnitude among its values, for bound checks.
    ambition_decimals: per indicator the decimals in which its exact ambition columns are scaled.
    """

    frame: Frame
    first: int
    last: int
    largest: dict[str, int] = field(default_factory=dict)
    ambition_decimals: dict[str, int] = field(default_factory=dict)

    def add(self, columns: Mapping[str, nw.Expr]) -> None:
        """New columns, computed from those that are there."""
        if columns:
            self.frame = self.frame.with_columns(**columns)

    def add_in_steps(self, makers: Sequence[Steps]) -> None:
        """Advance all makers together, a step at a time: adding a hundred columns at once costs little more than one."""
        waiting = list(makers)
        while waiting:
            columns: dict[str, nw.Expr] = {}
            going_on = []
            for maker in waiting:
                made = next(maker, None)
                if made is not None:
                    columns |= made
                    going_on.append(maker)
            self.add(columns)
            waiting = going_on

    def join(self, other: Frame, on: Sequence[str]) -> None:
        """Left join of columns that are unique by `on`."""
        self.frame = self.frame.join(other, on=list(on), how="left")

    def back(self, column: str | nw.Expr, months: int) -> nw.Expr:
        """The column as it stood so many months earlier for the same enhet; null before the grid begins.

        The grid is dense and sorted by enhet and month, so a shift by rows is a shift by months: a hundred times
        faster than a window per enhet. An engine without row order needs `.over(enhet, order_by=month)` here.
        """
        expr = nw.col(column) if isinstance(column, str) else column
        return expr if months == 0 else nw.when(nw.col(POSITION) >= months).then(expr.shift(months))


def build(facts: Facts, first: int, last: int) -> Grid:
    """Every enhet of the organisation in every month from first to last (ordinals), without values yet."""
    months = pl.DataFrame({MONTH: range(first, last + 1)}, schema={MONTH: pl.Int64})
    spans = facts.organisation.select(ENHET, TYPE, SERVICE, "first", pl.col("last").fill_null(last))
    attributes = (
        spans.join(months, how="cross")
        .filter(pl.col(MONTH).is_between(pl.col("first"), pl.col("last")))
        .select(ENHET, MONTH, TYPE, SERVICE, pl.lit(True).alias(ACTIVE))
    )
    frame = (
        facts.organisation.select(pl.col(ENHET).unique().sort())
        .join(months, how="cross")
        .join(attributes, on=[ENHET, MONTH], how="left")
        .sort(ENHET, MONTH)
        .with_columns(pl.col(ACTIVE).fill_null(False), (pl.col(MONTH) - first).alias(POSITION))
    )
    return Grid(nw.from_native(frame, eager_only=True), first, last)


def add_values(grid: Grid, facts: Facts, indicators: Sequence[Indicator]) -> None:
    """A value column for each delivered indicator; what rules may not see is null."""
    for length in sorted({i.frequency.months for i in indicators}):
        chosen = [i for i in indicators if i.frequency.months == length]
        values = visible_values(facts, chosen, grid.first // length, grid.last // length)
        wide = values.pivot("indikator", index=[ENHET, "period"], values="value", aggregate_function=None)
        named = {i.id: value_column(i.id) for i in chosen}
        absent = [pl.lit(None, pl.Int64).alias(named[i.id]) for i in chosen if i.id not in wide.columns]
        wide = wide.rename(named, strict=False).with_columns(absent)
        grid.add({"period": nw.col(MONTH) // length})
        grid.join(nw.from_native(wide, eager_only=True), on=[ENHET, "period"])
        grid.frame = grid.frame.drop("period")
        for indicator in chosen:
            grid.largest[indicator.id] = _largest(wide.get_column(named[indicator.id]))


def count_column(indicator: str) -> str:
    return f"count:{indicator}"


def add_counts(grid: Grid, facts: Facts, indicators: Sequence[Indicator]) -> None:
    """A column with the delivered `antall` behind each indicator's standing value; null = not given."""
    standing = facts.measurements.filter(~pl.col("superseded"))
    for indicator in indicators:
        own = standing.filter(pl.col("indikator") == indicator.id)
        own = own.select(ENHET, "period", pl.col("count").alias(count_column(indicator.id)))
        grid.add({"period": nw.col(MONTH) // indicator.frequency.months})
        grid.join(nw.from_native(own, eager_only=True), on=[ENHET, "period"])
        grid.frame = grid.frame.drop("period")


def _largest(values: pl.Series) -> int:
    largest = values.abs().max()
    return largest if isinstance(largest, int) else 0


def visible_values(facts: Facts, indicators: Sequence[Indicator], first: int, last: int) -> pl.DataFrame:
    """enhet, indikator, period, value: the standing values of periods first to last that rules may see."""
    least = pl.DataFrame(
        {"indikator": [i.id for i in indicators], "least": [i.min_count for i in indicators]},
        schema={"indikator": pl.String, "least": pl.Int64},
    )
    shown = (pl.col("least") == 0) | (pl.col("count") >= pl.col("least")).fill_null(False)
    return (
        facts.measurements.filter(
            ~pl.col("superseded")
            & (pl.col("state") == ValueState.VALUE.value)
            & pl.col("period").is_between(first, last)
        )
        .join(least, on="indikator")
        .filter(shown)
        .select(ENHET, "indikator", "period", "value")
    )


# --- ambitions ------------------------------------------------------------------------------------------------


def add_ambitions(grid: Grid, facts: Facts, indicators: Sequence[Indicator]) -> None:
    """Green and yellow thresholds of indicators for the enhet and year of each row: the most specific row wins."""
    if not indicators:
        return
    rows = facts.ambitions.filter(~pl.col("superseded"))
    tables = [
        _thresholds(grid, rows.filter(pl.col("indikator") == indicator.id), indicator) for indicator in indicators
    ]
    known = rows.select(ENHET, "year").unique()
    for table in tables:
        known = known.join(table, on=[ENHET, "year"], how="left")
    grid.add(
        {
            "year": nw.col(MONTH) // 12,
            "level:0": nw.col(ENHET),
            "level:1": nw.concat_str([nw.lit("tjeneste:"), nw.col(SERVICE)]),
            "level:2": nw.lit("*"),
        }
    )
    before = grid.frame.columns
    for level in range(3):
        renamed = known.rename({name: _at_level(name, level) for name in known.columns})
        grid.join(nw.from_native(renamed, eager_only=True), on=[f"level:{level}", "year"])
    names = [name for table in tables for name in table.columns if name.startswith("ambition:") and "found" not in name]
    grid.add({name: _most_specific(name) for name in names})
    grid.frame = grid.frame.select([name for name in before if not name.startswith(("year", "level:"))] + names)


def _at_level(name: str, level: int) -> str:
    if name == "year":
        return name
    return f"level:{level}" if name == ENHET else f"{name}@{level}"


def _most_specific(name: str) -> nw.Expr:
    # The whole row wins: where it leaves a threshold empty, a less specific row does not step in.
    found = ambition_column(name.split(":")[1], None, "found")
    best = nw.col(f"{name}@2")
    for level in (1, 0):
        here = ~nw.col(f"{found}@{level}").is_null()
        best = nw.when(here).then(nw.col(f"{name}@{level}")).otherwise(best)
    return best


def _thresholds(grid: Grid, rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """enhet, year and the ambition columns of one indicator, with a mark that the row is there."""
    values = {
        colour: [None if text is None else Decimal(text) for text in rows.get_column(column)]
        for colour, column in ((Colour.GREEN, "green"), (Colour.YELLOW, "yellow"))
    }
    needed = max((decimals_of(v) for column in values.values() for v in column if v is not None), default=0)
    grid.ambition_decimals[indicator.id] = needed
    columns: dict[str, list[int | None]] = {}
    for colour, column in values.items():
        bounds = [(None, None) if v is None else floor_and_ceiling(v, indicator.decimals) for v in column]
        columns[ambition_column(indicator.id, colour, "floor")] = [low for low, _high in bounds]
        columns[ambition_column(indicator.id, colour, "ceiling")] = [high for _low, high in bounds]
        exact = [None if v is None else floor_and_ceiling(v, needed)[0] for v in column]
        columns[ambition_column(indicator.id, colour, "exact")] = exact
    return rows.select(ENHET, "year").with_columns(
        *(pl.Series(name, column, dtype=pl.Int64) for name, column in columns.items()),
        pl.lit(True).alias(ambition_column(indicator.id, None, "found")),
    )
