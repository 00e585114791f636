"""Record grid: one row per record and month in which it is judged, with its fields as columns.

Columns: KEY, ENHET, month; a column per field that a rule reads: `field:X` (String, Int64 scaled, Boolean; days since
1970-01-01 for dates and moments), `moment:X` (microseconds of local time) for moments; `end:j`, the last day of the month j
before the row's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.dataset import DataSet, Field, Stock
from kontroll.domain.month import Month
from kontroll.engine.backend import Backend, Frame
from kontroll.engine.inputs import Table
from kontroll.engine.names import field_column
from kontroll.engine.thresholds import MONTH, day_number

DAY = "day"


@dataclass(slots=True)
class RecordGrid:
    """table: what it was built from. stock: judged by month, not by date."""

    backend: Backend
    table: Table
    frame: Frame
    first: int
    last: int
    made: dict[Any, str] = field(default_factory=dict)

    @property
    def dataset(self) -> DataSet:
        return self.table.dataset

    @property
    def decimals(self) -> Mapping[str, int]:
        """Scale of each number field."""
        return self.table.decimals

    @property
    def largest(self) -> Mapping[str, int]:
        """Largest magnitude of each number field."""
        return self.table.largest

    @property
    def rows(self) -> int:
        """No more rows than this."""
        return self.table.rows * (self.last - self.first + 1 if self.stock else 1)

    @property
    def stock(self) -> bool:
        return isinstance(self.dataset.dated_by, Stock)

    def field(self, id: str) -> Field:
        found = self.dataset.field(id)
        assert found is not None, id
        return found

    def new_name(self, kind: str, key: Any) -> str:
        """A column name for something that is made once, remembered under its key."""
        self.made[key] = f"{kind}:{len(self.made)}"
        return self.made[key]

    def add(self, columns: Mapping[str, nw.Expr]) -> None:
        if columns:
            self.frame = self.frame.with_columns(**columns)

    def join(self, other: Frame, on: Sequence[str]) -> None:
        """Left join of columns that are unique by `on`."""
        self.frame = self.backend.join(self.frame, other, on)

    def keep(self, columns: Collection[str]) -> None:
        """Drop all other columns."""
        self.frame = self.frame.select([name for name in self.frame.columns if name in columns])

    def settle(self) -> None:
        """Compute what is there once, for all that will be asked of it."""
        self.frame = self.backend.settled(self.frame)

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day that may date a judged record; None: any."""
        if self.stock:
            return None
        months = Month.from_ordinal(self.first), Month.from_ordinal(self.last)
        return day_number(months[0].first_day), day_number(months[1].last_day)

    def period_end(self, months_back: int) -> nw.Expr:
        """Last day of the evaluated month, or of the month so many before it."""
        name = f"end:{months_back}"
        if name not in self.frame.columns:
            months = range(self.first, self.last + 1)
            days = [day_number(Month.from_ordinal(m - months_back).last_day) for m in months]
            calendar = pl.LazyFrame({MONTH: months, name: days}, schema={MONTH: pl.Int64, name: pl.Int64})
            self.join(self.backend.frame([calendar]), on=[MONTH])
        return nw.col(name)

    def judged_on(self, months_back: int) -> nw.Expr:
        """The day whose parameters hold: the record's own date; for a stock the end of the evaluated month."""
        return self.period_end(months_back) if self.stock else nw.col(DAY)


def dated(table: Table, fields: Collection[str]) -> pl.LazyFrame:
    """The records with those fields and DAY, the day that dates them."""
    by = table.dataset.dated_by
    dating = {by.start, by.end} if isinstance(by, Stock) else {by} if isinstance(by, str) else set()
    return table.columns({*fields, *dating}).with_columns(_start_day(table.dataset).alias(DAY))


def _start_day(dataset: DataSet) -> pl.Expr:
    """The day that dates a record: its date field, the fixed date, or the start of its stock span."""
    by = dataset.dated_by
    assert by is not None
    if isinstance(by, date):
        return pl.lit(day_number(by), pl.Int64)
    return pl.col(field_column(by.start if isinstance(by, Stock) else by))


def _month_of_day(day: pl.Expr) -> pl.Expr:
    as_date = day.cast(pl.Int32).cast(pl.Date)
    return as_date.dt.year().cast(pl.Int64) * 12 + as_date.dt.month().cast(pl.Int64) - 1


def build_records(
    backend: Backend, table: Table, first: int, last: int, period_months: int = 1, fields: Collection[str] | None = None
) -> RecordGrid:
    """Records judged from month first to last. period_months > 1: once per period, at its last month.

    fields: those that become columns; None: all that any rule reads.
    """
    low, high = first // period_months, last // period_months
    frame = dated(table, table.fields if fields is None else fields)
    by = table.dataset.dated_by
    start_month = _month_of_day(pl.col(DAY))
    start = start_month // period_months
    if isinstance(by, Stock):
        end_month = _month_of_day(pl.col(field_column(by.end)))
        # From F to G holds no month where G's month is before F's, even if a longer period holds both.
        frame = frame.filter(end_month.is_null() | (start_month <= end_month))
        end = end_month // period_months
        periods = pl.LazyFrame({"period": range(low, high + 1)}, schema={"period": pl.Int64})
        frame = (
            frame.with_columns(start.alias("start"), end.fill_null(high).alias("end"))
            .filter((pl.col("start") <= high) & (pl.col("end") >= low))
            .join(periods, how="cross")
            .filter(pl.col("period").is_between(pl.col("start"), pl.col("end")))
            .drop("start", "end")
        )
    else:
        frame = frame.with_columns(start.alias("period")).filter(pl.col("period").is_between(low, high))
    frame = frame.with_columns(((pl.col("period") + 1) * period_months - 1).alias(MONTH)).drop("period")
    entered = backend.frame([frame])
    return RecordGrid(backend, table, entered, low * period_months, (high + 1) * period_months - 1)
