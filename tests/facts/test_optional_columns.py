"""A column that a data set calls valgfri may be absent: then its values are missing, and the rest is read."""

from __future__ import annotations

import polars as pl
import pytest

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet

SERIES = Field(id="bilagsnr", type=FieldType.INTEGER, heading="bilagsnr", optional=True)
INVOICES = DataSet(
    id="faktura", name="Faktura", key="bilag", fields=(Field(id="bilag", type=FieldType.TEXT, heading="bilag"), SERIES)
)


def sheet(**columns: str) -> Sheet:
    return Sheet(
        "faktura.csv", pl.DataFrame({**{name: [text] for name, text in columns.items()}, LINE: [2], TORN: [False]})
    )


def test_a_file_without_an_optional_column_is_read_and_the_value_is_missing() -> None:
    table, problems = read_records(INVOICES, [sheet(bilag="B1")])

    assert [] == problems
    assert [("B1", None)] == table.frame.select("bilag", "bilagsnr").rows()


def test_a_file_with_the_column_gives_its_value() -> None:
    table, _ = read_records(INVOICES, [sheet(bilag="B1", bilagsnr="7")])

    assert 1 == table.frame.height
    assert table.frame.get_column("bilagsnr").is_not_null().all()


@pytest.mark.parametrize("present", ["bilagsnr", "annet"])
def test_a_file_without_a_column_that_is_needed_is_refused(present: str) -> None:
    table, problems = read_records(INVOICES, [sheet(**{present: "7"})])

    assert ["kolonnen «bilag» mangler"] == [problem.what for problem in problems]
    assert 0 == table.frame.height
