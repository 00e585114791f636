"""Windows over time, and the three-valued connectives: rule language 2.1 and the last part of 2.5."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    NoneOf,
    Not,
    Window,
)
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import (
    Op,
    ParameterRef,
)

from .words import compared, in_a_row, over
from .world import World

SANN, USANN, UKJENT = over("1"), over("99"), over("1", indicator="tom")


@pytest.mark.parametrize(
    ("series", "answer"),
    [("6 6 6", "sann"), ("6 6 5", "usann"), ("_ 6 5", "usann"), ("_ 6 6", "ukjent"), ("6 _ 6", "ukjent")],
)
def test_paa_rad_is_kleene_and_over_calendar_periods(world: World, series: str, answer: str) -> None:
    world.series("A", series)

    assert answer == world.says(over("5", window=in_a_row(3)))


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        ("6 5 6 5", "sann"),
        ("6 _ 6 _", "sann"),
        ("6 _ 5 5", "ukjent"),
        ("6 5 5 5", "usann"),
        ("_ 5 5 5", "usann"),
        ("_ _ 5 5", "ukjent"),
    ],
)
def test_av_siste_is_true_with_enough_true_and_false_when_the_unknown_cannot_help(
    world: World, series: str, answer: str
) -> None:
    world.series("A", series)

    assert answer == world.says(over("5", window=Window(at_least=2, periods=4)))


def test_a_window_goes_back_in_the_indicators_own_periods(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.YEAR)
    world.series("A", "6 6", newest="2024")

    assert "sann" == world.says(over("5", window=in_a_row(2)), month=Month(2024, 3))
    assert "ukjent" == world.says(over("5", window=in_a_row(3)), month=Month(2024, 3))


def test_each_month_of_a_window_takes_the_parameter_of_its_own_last_day(world: World) -> None:
    world.parameter("p", ("2024-01-01", "5"), ("2024-12-01", "7"))
    world.series("A", "6 8")

    assert "sann" == world.says(compared(Op.OVER, ParameterRef("p"), window=in_a_row(2)))


def test_the_evaluated_month_decides_while_the_period_contains_it(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.YEAR)
    world.parameter("p", ("2023-01-01", "5"), ("2024-07-01", "7"))
    world.series("A", "6 6", newest="2024")
    twice = compared(Op.OVER, ParameterRef("p"), window=in_a_row(2))

    assert "sann" == world.says(twice, month=Month(2024, 6))
    assert "usann" == world.says(twice, month=Month(2024, 7))


def test_a_window_that_reaches_before_the_calendar_is_unknown(world: World) -> None:
    world.units.clear()
    world.unit("A", first="0001-01")

    world.rule("r", over("5", window=in_a_row(3)), since="0001-01")

    assert "ukjent" == world.result("r", month=Month(1, 2))


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (AllOf(children=(SANN, UKJENT)), "ukjent"),
        (AllOf(children=(UKJENT, USANN)), "usann"),
        (AllOf(children=(SANN, SANN)), "sann"),
        (AnyOf(children=(UKJENT, SANN)), "sann"),
        (AnyOf(children=(USANN, UKJENT)), "ukjent"),
        (AnyOf(children=(USANN, USANN)), "usann"),
        (NoneOf(children=(USANN, UKJENT)), "ukjent"),
        (NoneOf(children=(USANN, USANN)), "sann"),
        (NoneOf(children=(UKJENT, SANN)), "usann"),
        (Not(child=UKJENT), "ukjent"),
        (Not(child=SANN), "usann"),
        (Not(child=USANN), "sann"),
    ],
)
def test_groups_are_kleenes(world: World, condition: AllOf | AnyOf | NoneOf | Not, answer: str) -> None:
    world.indicator("tom")
    world.measured("A", "5")

    assert answer == world.says(condition)
