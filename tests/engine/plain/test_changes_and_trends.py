"""Change and development: rule language 2.4 and the second half of 2.5."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import (
    Change,
    ChangeKind,
    Method,
)
from kontroll.domain.indicator import Better
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Op

from .words import compared, developed
from .world import World

ABSOLUTE, PERCENT, PROGRESS = ChangeKind.ABSOLUTE, ChangeKind.PERCENT, ChangeKind.PROGRESS


def test_an_absolute_change_is_the_value_less_the_one_n_periods_before(world: World) -> None:
    world.series("A", "1 9 4")

    assert "sann" == world.says(compared(Op.EQUAL, "3", change=Change(2, ABSOLUTE)))
    assert "sann" == world.says(compared(Op.EQUAL, "-5", change=Change(1, ABSOLUTE)))


def test_a_change_in_per_cent_is_of_the_size_of_the_base_and_not_rounded(world: World) -> None:
    world.series("A", "-3 -1")

    assert "sann" == world.says(compared(Op.OVER, "66.66", change=Change(1, PERCENT)))
    assert "usann" == world.says(compared(Op.OVER, "66.67", change=Change(1, PERCENT)))


@pytest.mark.parametrize("series", ["_ 3", "3 _", "0 3"])
def test_a_missing_end_or_a_zero_base_makes_a_change_in_per_cent_unknown(world: World, series: str) -> None:
    world.series("A", series)

    assert "ukjent" == world.says(compared(Op.OVER, "0", change=Change(1, PERCENT)))


def test_a_zero_base_does_not_matter_to_an_absolute_change(world: World) -> None:
    world.series("A", "0 3")

    assert "sann" == world.says(compared(Op.OVER, "2.9", change=Change(1, ABSOLUTE)))


@pytest.mark.parametrize(("better", "answer"), [(Better.HIGHER, "usann"), (Better.LOWER, "sann")])
def test_fremgang_is_larger_when_the_value_moves_in_the_better_direction(
    world: World, better: Better, answer: str
) -> None:
    world.indicator("fravaer", better=better)
    world.series("A", "6 4")

    assert answer == world.says(compared(Op.AT_LEAST, "2", change=Change(1, PROGRESS)))
    assert answer == world.says(compared(Op.BETTER, "1.9", change=Change(1, PROGRESS)))


def test_direction_words_on_an_endring_still_follow_the_indicator(world: World) -> None:
    world.series("A", "6 4")

    assert "sann" == world.says(compared(Op.BETTER, "-1.9", change=Change(1, ABSOLUTE)))


def test_n_counts_the_indicators_own_periods(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.TERTIAL)
    world.series("A", "1 2 9", newest="2024-T3")

    assert "sann" == world.says(compared(Op.EQUAL, "8", change=Change(2, ABSOLUTE)), month=Month(2024, 9))


# --- utvikling --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "series", "answer"),
    [
        (Method.ANY_STEP, "5 6 7 6.9", "sann"),
        (Method.ANY_STEP, "5 6 7 7", "usann"),
        (Method.ENDPOINTS, "5 9 9 4.9", "sann"),
        (Method.ENDPOINTS, "5 1 1 5", "usann"),
        (Method.TREND, "5 4 9 3", "sann"),
        (Method.TREND, "5 5 5 5", "usann"),
        (Method.TREND, "5 5 5 1", "sann"),  # slopes −4 −2 −4/3 0 0 0: the middle two are −4/3 and 0
    ],
)
def test_development_is_strictly_in_the_better_direction(
    world: World, method: Method, series: str, answer: str
) -> None:
    world.series("A", series)

    assert answer == world.says(developed(method, 4))


def test_the_trend_is_the_median_of_all_pairwise_slopes(world: World) -> None:
    # Slopes of 1 2 0: +1, −1/2, −2: the median is −1/2, better when lower is.
    world.series("A", "1 2 0")
    assert "sann" == world.says(developed(Method.TREND, 3))

    # An even number takes the mean of the middle two: 0 3 −1 1 has the slopes 3 −1/2 1/3 −4 −1 2, and −1/12 between.
    world.series("A", "0 3 -1 1")
    assert "sann" == world.says(developed(Method.TREND, 4))


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("series", ["_ 9 1", "9 _ 1", "9 1 _"])
def test_any_of_the_values_missing_is_unknown_also_when_the_known_ones_would_decide(
    world: World, method: Method, series: str
) -> None:
    world.series("A", series)

    assert "ukjent" == world.says(developed(method, 3))
