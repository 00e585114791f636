"""Numbers are read exactly, rounded half away from zero, and refused rather than guessed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.dataset import NumberFormat
from kontroll.facts.numbers import MAX_SCALED, floor_and_ceiling, read_exact, read_rounded

US = NumberFormat(decimal=",", thousands=".", prefix="$")
decimals_as_text = st.decimals(min_value=-(10**8), max_value=10**8, places=4).map(lambda d: f"{d:f}")


def rounded(text: str, decimals: int) -> int | None:
    return read_rounded(pl.Series([text]), decimals).values[0]


def exact(text: str, form: NumberFormat = US) -> Decimal | None:
    read = read_exact(pl.Series([text]), form)
    return None if read.values[0] is None else Decimal(read.values[0]).scaleb(-read.decimals)


@given(decimals_as_text, st.integers(0, 6))
def test_rounding_is_that_of_the_decimal_module_half_away_from_zero(text, decimals):
    wanted = Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP).scaleb(decimals)

    assert int(wanted) == rounded(text, decimals)
    assert int(wanted) == rounded(text.replace(".", ","), decimals)


def test_what_a_source_writes_for_nothing_is_zero_only_where_its_description_says_so():
    dashed = NumberFormat(zero="-")

    assert 0 == exact(" -   ", dashed)
    assert Decimal(-1362250) == exact(" -1 362 250 ", dashed)
    assert exact(" -   ", NumberFormat()) is None
    assert exact("--", dashed) is None
    assert exact("", dashed) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,05", 1),
        ("-0,05", -1),
        ("0,049999", 0),
        ("-0", 0),
        (" 1 234,5 ", 12345),
        ("1\u00a0234.5", 12345),
        ("\u22122", -20),
        ("\u20131 234,5", -12345),
        ("1 234,5-", -12345),
        ("1 234,5 \u2212", -12345),
        ("3000-", -30000),
    ],
)
def test_a_number_reads_as_people_write_it(text, value):
    assert value == rounded(text, 1)


@pytest.mark.parametrize(
    "text",
    [
        "12O000",
        "1.234,56",
        "8,2 %",
        "1E5",
        "n/a",
        "--1",
        "-1-",
        "1--",
        "1200,-",
        "1-2",
        ",",
        "-",
        "#REF!",
        "１２",
        "0x10",
    ],
)
def test_what_is_not_a_number_is_missing_and_told(text):
    read = read_rounded(pl.Series([text, ""]), 1)

    assert [None, None] == read.values.to_list()
    assert [True, False] == read.invalid.to_list()


def test_a_number_too_large_to_calculate_with_exactly_is_refused():
    assert MAX_SCALED == rounded(str(MAX_SCALED), 0)
    assert rounded(str(MAX_SCALED + 1), 0) is None
    assert rounded("9" * 40, 0) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1.083,65", "1083.65"),
        ("$3,62", "3.62"),
        ("-$12,00", "-12"),
        ("$-12,00", "-12"),
        ("$1.234.567,5", "1234567.5"),
    ],
)
def test_a_data_sets_own_format_is_read(text, value):
    assert Decimal(value) == exact(text)


@pytest.mark.parametrize("text", ["$1.5", "1.23.456", "$1,5,0", "12.3456,0"])
def test_a_thousands_mark_stands_before_groups_of_three_or_the_number_is_refused(text):
    assert exact(text) is None


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3), st.integers(0, 3), st.integers(-(10**9), 10**9))
def test_comparing_with_floor_and_ceiling_is_comparing_with_the_threshold(threshold, decimals, value):
    floor, ceiling = floor_and_ceiling(threshold, decimals)
    exact_value = Decimal(value).scaleb(-decimals)

    assert (exact_value > threshold) == (value > floor)
    assert (exact_value >= threshold) == (value >= ceiling)
    assert (exact_value < threshold) == (value < ceiling)
    assert (exact_value == threshold) == (floor == ceiling == value)


def test_one_cell_with_many_decimals_costs_no_other_its_value():
    texts = pl.Series(["25000000", "1500000,50", "0,123456789", "12"])

    read = read_exact(texts, NumberFormat())

    assert [False, False, True, False] == read.invalid.to_list()
    assert 2 >= read.decimals
    assert [25_000_000, Decimal("1500000.5"), 12] == [
        Decimal(value).scaleb(-read.decimals) for value in read.values.drop_nulls()
    ]


def test_one_enormous_cell_costs_no_other_its_decimals():
    read = read_exact(pl.Series(["999999999999999", "1,25", "2,75"]), NumberFormat())

    assert [True, False, False] == read.invalid.to_list()
    assert [125, 275] == read.values.drop_nulls().to_list()
