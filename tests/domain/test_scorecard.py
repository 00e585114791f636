"""How the figures of many enheter become one, and how sure a mean of few answers is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.scorecard import RollUp, half_width, joined_value

D = Decimal
VALUES = st.decimals(min_value=-1000, max_value=1000, places=1)


@pytest.mark.parametrize(
    ("method", "value"),
    [
        (RollUp.SUM, D(16)),
        (RollUp.MEAN, D(4)),
        (RollUp.MEDIAN, D(3)),
        (RollUp.WEIGHTED, D("2.3")),
        (RollUp.OWN, None),
    ],
)
def test_each_way_gives_another_figure(method, value):
    parts = [(D(1), D(60)), (D(2), D(20)), (D(4), D(10)), (D(9), D(10))]

    assert joined_value(method, parts) == value


def test_of_nothing_there_is_no_figure_and_not_nought():
    assert [joined_value(method, []) for method in RollUp] == [None] * len(RollUp)


def test_without_anything_to_weigh_by_there_is_no_weighted_mean():
    assert joined_value(RollUp.WEIGHTED, [(D(5), D(0))]) is None


@given(values=st.lists(VALUES, min_size=1, max_size=9), weight=st.integers(1, 50))
def test_equal_weights_weigh_nothing(values, weight):
    weighted = joined_value(RollUp.WEIGHTED, [(one, D(weight)) for one in values])
    plain = joined_value(RollUp.MEAN, [(one, D(1)) for one in values])

    assert weighted is not None
    assert plain is not None
    assert abs(weighted - plain) < D("1e-20")


@given(values=st.lists(VALUES, min_size=1, max_size=9), method=st.sampled_from([RollUp.MEAN, RollUp.MEDIAN]))
def test_what_is_joined_lies_among_its_parts(values, method):
    found = joined_value(method, [(one, D(1)) for one in values])

    assert found is not None
    assert min(values) - D("1e-20") <= found <= max(values) + D("1e-20")


def test_the_uncertainty_of_a_mean_is_rounded_up():
    # 1.96 × 20 / √25 = 7.84, and 1.96 × 20 / √100 = 3.92.
    assert half_width(D(20), 25, 1) == D("7.9")
    assert half_width(D(20), 100, 2) == D("3.92")


def test_four_times_as_many_answers_halve_it():
    assert half_width(D(20), 16, 4) == 2 * half_width(D(20), 64, 4)


def test_a_mean_of_no_answers_has_no_uncertainty_to_speak_of():
    with pytest.raises(ValueError, match="0 answers"):
        half_width(D(20), 0, 1)
