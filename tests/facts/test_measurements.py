"""Files of measurements in which no row can be used are read like any other."""

from __future__ import annotations

import polars as pl
import pytest

from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.facts.measurements import read_measurements
from kontroll.facts.sheet import LINE, TORN, Sheet

ABSENCE = Indicator(id="fravaer", name="Fravær", unit="", better=Better.LOWER, frequency=Frequency.MONTH, decimals=1)
HEADINGS = ["enhet", "indikator", "periode", "verdi"]


@pytest.mark.parametrize(("rows", "told"), [([], 0), ([["A", "fravaer", "2024-13", "5"]], 1)])
def test_a_file_without_a_usable_row_gives_no_values(rows: list[list[str]], told: int):
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADINGS, pl.String), orient="row")
    lines = pl.Series(LINE, range(2, 2 + len(rows)), dtype=pl.Int64)
    sheet = Sheet("maalinger/a.csv", frame.with_columns(lines, pl.lit(False).alias(TORN)))

    values, problems = read_measurements([sheet], {"fravaer": ABSENCE})

    assert 0 == len(values)
    assert told == len(problems)
