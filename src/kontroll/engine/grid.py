"""Grid: one row per enhet and month, dense, with everything a rule about enheter may read as columns.

Columns: enhet, month (Month.ordinal), row, active, enhetstype, tjeneste, peers; a value column per indicator (scaled Int64,
null = unknown to rules), and ambition columns where a rule needs them. A tertial or yearly value stands in every month of its
period.

Why dense: a month without a row would make a window count observations instead of calendar months.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.engine.thresholds import MONTH
from kontroll.facts.facts import Facts, ValueState

Frame = nw.DataFrame[Any]

ENHET, ROW, ACTIVE, TYPE, SERVICE = "enhet", "row", "active", "enhetstype", "tjeneste"
#: One number for all enheter of a service in a month; an enhet without service has its own.
PEERS = "peers"
BASE = (ENHET, MONTH, ROW, ACTIVE, TYPE, SERVICE, PEERS)


def value_column(indicator: str) -> str:
    return f"value:{indicator}"


#: A column that is made in steps: each yields columns that must stand in the grid before the next step.
Steps = Generator[dict[str, nw.Expr], None, None]


@dataclass(slots=True)
class Grid:
    """The frame and what is known about it. `add` is the only way to grow it; rows never change order or number.

    largest: per indicator the largest magnitude among its values, for bound checks.
    ambition_decimals: per indicator the decimals in which its exact ambition columns are scaled.
    earlier: columns as they stood months ago that somebody waits for, by months; `add` makes them.
    """

    frame: Frame
    first: int
    last: int
    largest: dict[str, int] = field(default_factory=dict)
    ambition_decimals: dict[str, int] = field(default_factory=dict)
    earlier: dict[int, dict[str, None]] = field(default_factory=dict)

    def add(self, columns: Mapping[str, nw.Expr]) -> None:
        """New columns, computed from those that are there."""
        if self.earlier:
            # All columns of a shift in one expression: an expression costs its making, whatever number of columns.
            shifts = [nw.col(*names).shift(n).name.suffix(_ago(n)) for n, names in self.earlier.items()]
            self.frame = self.frame.with_columns(*shifts)
            self.earlier = {}
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
        if not self.frame.get_column(ROW).is_sorted():  # no engine promises the order of a join
            self.frame = self.frame.sort(ROW)

    def begin(self, first: int) -> None:
        """Leave out the months before `first`, when what is behind them has been read."""
        self.frame = self.frame.filter(nw.col(MONTH) >= first)
        self.first = first

    def keep(self, columns: Collection[str]) -> None:
        """Drop all other columns."""
        self.frame = self.frame.select([name for name in self.frame.columns if name in columns])

    def back(self, column: str, months: int) -> nw.Expr:
        """The column as it stood so many months earlier for the same enhet; it stands in the grid after the next `add`.

        The grid is dense, sorted by enhet and month, and begins as early as any rule looks back, so a shift by rows is a
        shift by months: a hundred times faster than a window per enhet. What it brings from the enhet above lands in
        months that nobody reads. An engine without row order needs `.over(enhet, order_by=month)` here.
        """
        if months == 0:
            return nw.col(column)
        self.earlier.setdefault(months, {})[column] = None
        return nw.col(column + _ago(months))


def _ago(months: int) -> str:
    return f"~{months}"


def build(facts: Facts, first: int, last: int) -> Grid:
    """Every enhet of the organisation in every month from first to last (ordinals), without values yet."""
    months = pl.DataFrame({MONTH: range(first, last + 1)}, schema={MONTH: pl.Int64})
    spans = facts.organisation.select(ENHET, TYPE, SERVICE, "first", pl.col("last").fill_null(last))
    attributes = (
        spans.join(months, how="cross")
        .filter(pl.col(MONTH).is_between(pl.col("first"), pl.col("last")))
        .select(ENHET, MONTH, TYPE, SERVICE, pl.lit(True).alias(ACTIVE))
    )
    # A service and an enhet may have the same name.
    circle = pl.coalesce(pl.lit("tjeneste:") + pl.col(SERVICE), pl.lit("enhet:") + pl.col(ENHET))
    frame = (
        facts.organisation.select(pl.col(ENHET).unique().sort())
        .join(months, how="cross")
        .join(attributes, on=[ENHET, MONTH], how="left", maintain_order="left")
        .with_columns(
            pl.col(ACTIVE).fill_null(False),
            (circle.rank("dense").cast(pl.Int64) * len(months) + pl.col(MONTH) - first).alias(PEERS),
        )
        .with_row_index(ROW)
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
