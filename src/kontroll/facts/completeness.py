"""Completeness: whether the records of a data set are all there, as far as they can tell themselves.

A number series has no gaps: what lies between the lowest and the highest number and was never delivered, is missing. Two records
that are alike in all but their key are one record twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.facts.facts import KEY, RecordTable

_YEAR = "_year"
_NO_YEAR = 0
#: One number of so many stands in several years: they begin anew. A number that is used twice by mistake is rarer.
_OFTEN = 10
#: How many examples are named.
EXAMPLES = 20
_ENDINGS = ("nr", "nummer", "lopenr", "løpenr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """number: a field of whole numbers. by: the fields that have a series each, besides the year."""

    number: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Numbers that nobody delivered, first to last, after each other.

    series: values of the fields, "" = missing. year: 0 where the series does not begin anew each year.
    """

    series: tuple[str, ...]
    year: int
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """of: which series was looked at; None = the data set has none. numbers: how many numbers are missing.

    explained: how many of the numbers between are told of in another data set, e.g. as cancelled; they are not missing.
    unnumbered: records without a number. examples: the first gaps.
    """

    of: Series | None = None
    numbers: int = 0
    explained: int = 0
    unnumbered: int = 0
    examples: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """count: records that are alike an earlier one. examples: keys of the first groups."""

    count: int = 0
    examples: tuple[tuple[str, ...], ...] = ()


def series_of(dataset: DataSet) -> Series | None:
    """The number series of a data set: a field of whole numbers that is called a number, by the field that is called a series."""
    numbers = [one.id for one in dataset.fields if one.type is FieldType.INTEGER and _is_called(one, _ENDINGS)]
    by = [one.id for one in dataset.fields if one.type is FieldType.TEXT and _is_called(one, ("serie",))]
    return Series(number=numbers[0], by=tuple(by[:1])) if numbers else None


def _is_called(field: Field, endings: Sequence[str]) -> bool:
    return field.id.endswith(tuple(endings))


def gaps(series: Series, table: RecordTable, chosen: pl.DataFrame, elsewhere: Sequence[RecordTable] = ()) -> Gaps:
    """What is missing between the lowest and the highest number of the chosen records, in each series and year.

    table: all records of the data set, among which a number may be of another month. chosen: some of its rows. elsewhere:
    tables with the same fields that tell of numbers that were not used.
    """
    yearly = _begins_anew(series, table)
    numbered = _numbered(series, table.dataset, chosen, yearly=yearly)
    spans = numbered.group_by(*_of(series)).agg(
        pl.col(series.number).min().alias("low"), pl.col(series.number).max().alias("high")
    )
    known = _known(series, table, spans, yearly=yearly)
    told = [
        _numbered(series, one.dataset, one.standing(), yearly=yearly).select(*_of(series), series.number)
        for one in elsewhere
    ]
    others = pl.concat([known.clear(), *told]).unique().join(known, on=[*_of(series), series.number], how="anti")
    inside = [_inside(spans, one, series) for one in (known, others)]
    present = pl.concat(inside).sort(*_of(series), series.number)
    following = present.with_columns(pl.col(series.number).shift(-1).over(*_of(series)).alias("next"))
    open_ = following.filter(pl.col("next") - pl.col(series.number) > 1).sort(*_of(series), series.number)
    found = [
        Gap(
            series=tuple(row[id] for id in series.by),
            year=row[_YEAR],
            first=row[series.number] + 1,
            last=row["next"] - 1,
        )
        for row in open_.iter_rows(named=True)
    ]
    return Gaps(
        of=series,
        numbers=sum(gap.count for gap in found),
        explained=len(inside[1]),
        unnumbered=len(chosen) - len(numbered),
        examples=tuple(found[:EXAMPLES]),
    )


def explaining(series: Series, dataset: DataSet, others: Sequence[DataSet]) -> list[DataSet]:
    """Data sets that tell of numbers of the same series: they have its fields by the same names, and no more amounts."""
    fields = {series.number, *series.by}
    return [
        one
        for one in others
        if one.id != dataset.id
        and fields <= {field.id for field in one.fields}
        and not any(field.type is FieldType.KRONER for field in one.fields)
    ]


def duplicates(table: RecordTable, chosen: pl.DataFrame, series: Series | None) -> Duplicates:
    """Records that are alike in every field but the key and the running number."""
    own = {table.dataset.key, *([series.number] if series else [])}
    fields = [field.id for field in table.dataset.fields if field.id not in own]
    if not fields:
        return Duplicates()
    alike = chosen.group_by(*fields).agg(pl.col(KEY).sort(), pl.len().alias("_of")).filter(pl.col("_of") > 1)
    keys = sorted(tuple(row) for row in alike.get_column(KEY).to_list())
    return Duplicates(count=sum(len(one) - 1 for one in keys), examples=tuple(keys[:EXAMPLES]))


def _of(series: Series) -> tuple[str, ...]:
    return (*series.by, _YEAR)


def _known(series: Series, table: RecordTable, spans: pl.DataFrame, *, yearly: bool) -> pl.DataFrame:
    """The numbers that were delivered. One of a record without a date is no gap in any year."""
    numbers = _numbered(series, table.dataset, table.standing(), yearly=yearly).select(*_of(series), series.number)
    if not yearly:
        return numbers.unique()
    undated = numbers.filter(pl.col(_YEAR) == _NO_YEAR).drop(_YEAR)
    of_any = (
        undated.join(spans.select(*_of(series)), on=series.by, how="inner")
        if series.by
        else undated.join(spans.select(_YEAR), how="cross")
    )
    return pl.concat([numbers, of_any.select(numbers.columns)]).unique()


def _begins_anew(series: Series, table: RecordTable) -> bool:
    """Whether the numbers begin again each year: then many of them are there in several.

    Why it is asked: a voucher of December is often numbered in the new year's series, and its date then says the wrong year.
    """
    numbers = _numbered(series, table.dataset, table.standing(), yearly=True).filter(pl.col(_YEAR) != _NO_YEAR)
    years = numbers.group_by(*series.by, series.number).agg(pl.col(_YEAR).n_unique().alias("years"))
    again = years.filter(pl.col("years") > 1).height
    return again * _OFTEN > years.height


def _inside(spans: pl.DataFrame, known: pl.DataFrame, series: Series) -> pl.DataFrame:
    joined = known.join(spans, on=list(_of(series)), how="inner")
    return joined.filter(pl.col(series.number).is_between("low", "high")).select(*_of(series), series.number)


def _numbered(series: Series, dataset: DataSet, rows: pl.DataFrame, *, yearly: bool) -> pl.DataFrame:
    """Those with a number, and the year that they are dated in, where the series begins anew each year and they are dated."""
    by = dataset.dated_by
    dated = yearly and isinstance(by, str)
    year = pl.col(str(by)).dt.year().cast(pl.Int64) if dated else pl.lit(_NO_YEAR, pl.Int64)
    made = rows.with_columns(year.fill_null(_NO_YEAR).alias(_YEAR), *(pl.col(id).fill_null("") for id in series.by))
    return made.filter(pl.col(series.number).is_not_null())
