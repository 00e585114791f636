"""Completeness: planted gaps and doubles are found, each of them and nothing else."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.facts.completeness import Gap, Series, duplicates, explaining, gaps, series_of
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet


def _field(id: str, type: FieldType = FieldType.TEXT) -> Field:
    return Field(id=id, type=type, heading=id)


BILAG = DataSet(
    id="bilag", name="Bilag", key="bilag", dated_by="dato",
    fields=(
        _field("bilag"), _field("dato", FieldType.DATE), _field("bilagsserie"), _field("bilagsnr", FieldType.INTEGER),
        _field("belop", FieldType.KRONER),
    ),
)  # fmt: skip
CANCELLED = DataSet(
    id="annullert", name="Annullert", key="nr", dated_by="dato",
    fields=(_field("nr"), _field("dato", FieldType.DATE), _field("bilagsserie"), _field("bilagsnr", FieldType.INTEGER)),
)  # fmt: skip
SERIES = Series(number="bilagsnr", by=("bilagsserie",))


def table(dataset: DataSet, rows: list[tuple[str, ...]]):
    names = [field.id for field in dataset.fields]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_columns(pl.int_range(2, len(rows) + 2, dtype=pl.Int64).alias(LINE), pl.lit(False).alias(TORN))
    return read_records(dataset, [Sheet("fil.csv", frame)])[0]


def numbered(series: str, year: int, numbers: list[int], month: int = 1) -> list[tuple[str, ...]]:
    return [(f"{series}{year}-{n}", str(date(year, month, 1)), series, str(n), str(n)) for n in numbers]


def test_the_series_of_a_data_set_is_what_it_calls_one():
    assert series_of(BILAG) == SERIES
    assert (
        series_of(DataSet(id="x", name="X", key="a", fields=(_field("a"), _field("antall", FieldType.INTEGER)))) is None
    )
    assert explaining(SERIES, BILAG, [BILAG, CANCELLED]) == [CANCELLED]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(1, 60), min_size=1), st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_what_is_missing_is_what_stands_between_and_nobody_told_of(there: set[int], later: set[int], told: set[int]):
    later -= there
    rows = [*numbered("A", 2026, sorted(there)), *numbered("A", 2026, sorted(later), month=3)]
    everything = table(BILAG, rows)
    january = everything.standing().filter(pl.col("dato") < date(2026, 2, 1))
    cancelled = table(CANCELLED, [(f"X{n}", "2026-05-01", "A", str(n)) for n in sorted(told)])
    found = gaps(SERIES, everything, january, [cancelled])
    between = set(range(min(there), max(there) + 1)) - there - later
    missing = {n for gap in found.examples for n in range(gap.first, gap.last + 1)}
    assert (missing, found.numbers, found.explained) == (between - told, len(between - told), len(between & told))


def test_each_series_begins_anew_and_each_year_where_numbers_come_again():
    rows = [*numbered("A", 2025, [1, 2, 3, 4, 5]), *numbered("A", 2026, [1, 2, 4]), *numbered("B", 2026, [10, 11, 14])]
    everything = table(BILAG, rows)
    found = gaps(SERIES, everything, everything.standing())
    assert found.examples == (
        Gap(series=("A",), year=2026, first=3, last=3),
        Gap(series=("B",), year=2026, first=12, last=13),
    )
    assert (found.numbers, found.unnumbered) == (3, 0)


def test_a_voucher_of_december_that_is_numbered_in_the_new_year_is_no_gap():
    rows = [*numbered("26", 2025, [1, 3], month=12), *numbered("26", 2026, [2, 4, 6])]
    everything = table(BILAG, rows)
    found = gaps(SERIES, everything, everything.standing())
    assert found.examples == (Gap(series=("26",), year=0, first=5, last=5),)


def test_a_record_without_a_number_is_counted_and_one_without_a_date_is_no_gap():
    rows = [*numbered("A", 2026, [1, 3]), ("uten", "2026-01-01", "A", "", "1"), ("udatert", "", "A", "2", "2")]
    everything = table(BILAG, rows)
    dated = everything.standing().filter(pl.col("dato").is_not_null())
    found = gaps(SERIES, everything, dated)
    assert (found.numbers, found.unnumbered) == (0, 1)


@pytest.mark.parametrize(("amount", "count"), [("100", 1), ("100.01", 0), ("", 0)])
def test_a_double_is_alike_in_all_but_its_numbers(amount: str, count: int):
    everything = table(BILAG, [("B1", "2026-01-01", "A", "1", "100"), ("B2", "2026-01-01", "A", "2", amount)])
    found = duplicates(everything, everything.standing(), SERIES)
    assert (found.count, len(found.examples)) == (count, count)
