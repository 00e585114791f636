"""Two evaluators' results are held against each other cell by cell."""

from __future__ import annotations

import polars as pl
import pytest

from kontroll.engine.agreement import Doubled, differences
from kontroll.engine.verdicts import SCHEMA

Row = tuple[str, str, int, str, int]


def frame(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


A: Row = ("r", "A", 100, "", 1)
B: Row = ("r", "B", 100, "", 0)


def test_equal_results_in_another_order_differ_nowhere():
    assert differences(frame(A, B), frame(B, A), ["r"]).is_empty()


def test_another_code_is_a_difference():
    assert [("r", "A", 100, "", 1, 2)] == differences(frame(A, B), frame((*A[:4], 2), B), ["r"]).rows()


def test_a_row_that_only_one_of_them_has_is_a_difference():
    assert [("r", "B", 100, "", 0, None)] == differences(frame(A, B), frame(A), ["r"]).rows()
    assert [("r", "B", 100, "", None, 0)] == differences(frame(A), frame(A, B), ["r"]).rows()


@pytest.mark.parametrize("other", [("r", "A", 101, "", 1), ("r", "A", 100, "P1", 1), ("r", "Å", 100, "", 1)])
def test_another_enhet_month_or_record_is_another_cell(other: Row):
    assert 2 == len(differences(frame(A), frame(other), ["r"]))


def test_only_the_given_rules_are_compared():
    assert differences(frame(A, ("s", "A", 100, "", 1)), frame(A), ["r"]).is_empty()
    assert 1 == len(differences(frame(A, ("s", "A", 100, "", 1)), frame(A), ["r", "s"]))


def test_differences_come_sorted():
    found = differences(frame(B, A, ("q", "C", 99, "", 1)), frame(), ["r", "q"])

    assert ["q", "r", "r"] == found.get_column("regel").to_list()
    assert ["C", "A", "B"] == found.get_column("enhet").to_list()


@pytest.mark.parametrize("doubled", ["columnar", "other"])
def test_a_cell_with_two_results_is_refused(doubled: str):
    with pytest.raises(Doubled):
        differences(
            frame(A, A) if doubled == "columnar" else frame(A), frame(A, A) if doubled == "other" else frame(A), ["r"]
        )
