"""Record grid: one row per record and month in which it is judged, with its fields as columns.

Columns: KEY, ENHET, month; a column per field: `field:X` (String, Int64 scaled, Boolean; days since 1970-01-01 for dates and
moments), `moment:X` (microseconds of local time) for moments; `end:j`, the last day of the month j before the row's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.dataset import DataSet, Field, FieldType, Stock
from kontroll.domain.month import Month
from kontroll.engine.thresholds import MONTH, day_number
from kontroll.facts.facts import ENHET, KEY, RecordTable

Frame = nw.DataFrame[Any]
DAY = "day"


def field_column(field: str) -> str:
    return f"field:{field}"


def moment_column(field: str) -> str:
    return f"moment:{field}"


@dataclass(slots=True)
class RecordGrid:
    """decimals: scale of each number field. largest: its largest magnitude. stock: judged by month, not by date."""

    dataset: DataSet
    frame: Frame
    decimals: Mapping[str, int]
    largest: Mapping[str, int]
    first: int
    last: int
    period_months: int = 1
    made: dict[Any, str] = field(default_factory=dict)

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
        self.frame = self.frame.join(other, on=list(on), how="left")

    def period_end(self, months_back: int) -> nw.Expr:
        """Last day of the evaluated month, or of the month so many before it."""
        name = f"end:{months_back}"
        if name not in self.frame.columns:
            months = range(self.first, self.last + 1)
            days = [day_number(Month.from_ordinal(m - months_back).last_day) for m in months]
            calendar = pl.DataFrame({MONTH: months, name: days}, schema={MONTH: pl.Int64, name: pl.Int64})
            self.join(nw.from_native(calendar, eager_only=True), on=[MONTH])
        return nw.col(name)

    def judged_on(self, months_back: int) -> nw.Expr:
        """The day whose parameters hold: the record's own date; for a stock the end of the evaluated month."""
        return self.period_end(months_back) if self.stock else nw.col(DAY)


def fields_as_columns(table: RecordTable) -> pl.DataFrame:
    """The standing records with KEY, ENHET and a column per field as described above."""
    columns = [pl.col(KEY), pl.col(ENHET)]
    for described in table.dataset.fields:
        column = pl.col(described.id)
        if described.type.is_time:
            columns.append(column.cast(pl.Date).cast(pl.Int32).cast(pl.Int64).alias(field_column(described.id)))
        else:
            columns.append(column.alias(field_column(described.id)))
        if described.type is FieldType.MOMENT:
            columns.append(column.cast(pl.Datetime("us")).cast(pl.Int64).alias(moment_column(described.id)))
    return table.standing().select(columns)


def start_day(dataset: DataSet) -> pl.Expr:
    """The day that dates a record: its date field, the fixed date, or the start of its stock span."""
    by = dataset.dated_by
    assert by is not None
    if isinstance(by, date):
        return pl.lit(day_number(by), pl.Int64)
    return pl.col(field_column(by.start if isinstance(by, Stock) else by))


def month_of_day(day: pl.Expr) -> pl.Expr:
    as_date = day.cast(pl.Int32).cast(pl.Date)
    return as_date.dt.year().cast(pl.Int64) * 12 + as_date.dt.month().cast(pl.Int64) - 1


def build_records(table: RecordTable, first: int, last: int, period_months: int = 1) -> RecordGrid:
    """Records judged from month first to last. period_months > 1: once per period, at its last month."""
    dataset = table.dataset
    frame = fields_as_columns(table).with_columns(start_day(dataset).alias(DAY))
    start_month = month_of_day(pl.col(DAY))
    start = start_month // period_months
    low, high = first // period_months, last // period_months
    if isinstance(dataset.dated_by, Stock):
        end_month = month_of_day(pl.col(field_column(dataset.dated_by.end)))
        # From F to G holds no month where G's month is before F's, even if a longer period holds both.
        frame = frame.filter(end_month.is_null() | (start_month <= end_month))
        end = end_month // period_months
        periods = pl.DataFrame({"period": range(low, high + 1)}, schema={"period": pl.Int64})
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
    return RecordGrid(
        dataset=dataset,
        frame=nw.from_native(frame, eager_only=True),
        decimals=table.decimals,
        largest=largest_magnitudes(table),
        first=low * period_months,
        last=(high + 1) * period_months - 1,
        period_months=period_months,
    )


def largest_magnitudes(table: RecordTable) -> dict[str, int]:
    numbers = [f.id for f in table.dataset.fields if f.type.is_number]
    found = {id: table.frame.get_column(id).abs().max() for id in numbers}
    return {id: largest if isinstance(largest, int) else 0 for id, largest in found.items()}
