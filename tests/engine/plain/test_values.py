"""Value and colour leaves: rule language 1.2, 1.3, 2.2 and 2.3."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import Reading
from kontroll.domain.indicator import Better
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import (
    AmbitionRef,
    Colour,
    Op,
    ParameterRef,
)
from kontroll.facts.facts import ValueState

from .words import coloured, compared, in_a_row, over
from .world import World


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Op.OVER, "usann", "usann", "sann"),
        (Op.UNDER, "sann", "usann", "usann"),
        (Op.AT_LEAST, "usann", "sann", "sann"),
        (Op.AT_MOST, "sann", "sann", "usann"),
        (Op.EQUAL, "usann", "sann", "usann"),
        (Op.UNEQUAL, "sann", "usann", "sann"),
    ],
)
def test_a_value_is_compared_as_an_exact_decimal(world: World, op: Op, below: str, at: str, above: str) -> None:
    for enhet, value in (("A", "4.9"), ("B", "5"), ("C", "5.1")):
        world.unit(enhet)
        world.measured(enhet, value)

    assert [below, at, above] == [world.says(compared(op, "5.0"), enhet) for enhet in "ABC"]


def test_a_threshold_is_not_rounded(world: World) -> None:
    world.measured("A", "5.1")

    assert "sann" == world.says(over("5.09999"))
    assert "usann" == world.says(over("5.10001"))


@pytest.mark.parametrize(
    ("better", "op", "answer"),
    [
        (Better.HIGHER, Op.BETTER, "sann"),
        (Better.HIGHER, Op.WORSE, "usann"),
        (Better.LOWER, Op.BETTER, "usann"),
        (Better.LOWER, Op.WORSE, "sann"),
        (Better.HIGHER, Op.AS_GOOD, "sann"),
        (Better.LOWER, Op.AS_GOOD, "usann"),
    ],
)
def test_direction_words_follow_the_indicators_direction(world: World, better: Better, op: Op, answer: str) -> None:
    world.indicator("fravaer", better=better)
    world.measured("A", "6")

    assert answer == world.says(compared(op, "5"))


@pytest.mark.parametrize("better", list(Better))
def test_an_equal_value_is_as_good_and_neither_better_nor_worse(world: World, better: Better) -> None:
    world.indicator("fravaer", better=better)
    world.measured("A", "5")

    assert "sann" == world.says(compared(Op.AS_GOOD, "5"))
    assert "usann" == world.says(compared(Op.BETTER, "5"))
    assert "usann" == world.says(compared(Op.WORSE, "5"))


def test_a_value_never_delivered_or_reported_missing_or_invalid_is_unknown(world: World) -> None:
    assert "ukjent" == world.says(over("5"))
    world.measured("A", None)
    assert "ukjent" == world.says(over("5"))
    world.measured("A", None, state=ValueState.INVALID)
    assert "ukjent" == world.says(over("5"))


def test_the_later_row_wins_also_when_it_is_empty(world: World) -> None:
    world.measured("A", "6")
    world.measured("A", "4")
    assert "usann" == world.says(over("5"))

    world.measured("A", None)
    assert "ukjent" == world.says(over("5"))


@pytest.mark.parametrize(("count", "answer"), [(4, "ukjent"), (5, "sann"), (None, "ukjent")])
def test_a_value_with_too_few_or_an_unstated_number_behind_it_is_skjermet(
    world: World, count: int | None, answer: str
) -> None:
    world.indicator("fravaer", min_count=5)
    world.measured("A", "6", count=count)

    assert answer == world.says(over("5"))


def test_values_of_months_in_which_the_unit_was_not_active_count_like_any_other(world: World) -> None:
    world.unit("N", first="2024-12")
    world.series("N", "6 6")

    assert "sann" == world.says(over("5", window=in_a_row(2)), "N")


# --- parameters and ambitions -----------------------------------------------------------------------------------


def test_a_parameter_is_the_one_in_force_on_the_last_day_of_the_month(world: World) -> None:
    world.parameter("p", ("2024-01-01", "5"), ("2024-12-31", "7"))
    world.series("A", "6 6")

    assert "usann" == world.says(compared(Op.OVER, ParameterRef("p")))
    assert "sann" == world.says(compared(Op.OVER, ParameterRef("p")), month=Month(2024, 11))


def test_a_parameter_is_unknown_before_its_first_value_and_after_its_end(world: World) -> None:
    world.parameter("p", ("2024-11-30", "5"), ("2024-12-31", None))
    world.series("A", "6 6 6")

    in_order = [world.says(compared(Op.OVER, ParameterRef("p")), month=Month(2024, m)) for m in (10, 11, 12)]
    assert ["ukjent", "sann", "ukjent"] == in_order


def test_the_most_specific_ambition_wins_and_its_empty_threshold_does_not_fall_through(world: World) -> None:
    world.measured("A", "5")
    world.ambition("*", "9", "9")
    assert "sann" == world.says(compared(Op.AS_GOOD, AmbitionRef(Colour.GREEN)))

    world.ambition("tjeneste:skole", "4", "9")
    assert "usann" == world.says(compared(Op.AS_GOOD, AmbitionRef(Colour.GREEN)))

    world.ambition("A", None, "9")
    assert "ukjent" == world.says(compared(Op.AS_GOOD, AmbitionRef(Colour.GREEN)))
    assert "sann" == world.says(compared(Op.AS_GOOD, AmbitionRef(Colour.YELLOW)))


def test_the_later_ambition_row_wins_for_the_same_enhet_indicator_and_year(world: World) -> None:
    world.measured("A", "5")
    world.ambition("A", "4", "4")
    world.ambition("A", "6", "6")

    assert "sann" == world.says(coloured(Colour.GREEN))


def test_an_ambition_holds_for_its_own_year(world: World) -> None:
    world.series("A", "5 5", newest="2025-01")
    world.ambition("A", "6", "6", year=2024)

    assert "sann" == world.says(coloured(Colour.GREEN), month=Month(2024, 12))
    assert "ukjent" == world.says(coloured(Colour.GREEN), month=Month(2025, 1))


@pytest.mark.parametrize(
    ("better", "value", "colour"),
    [
        (Better.LOWER, "5.0", Colour.GREEN),
        (Better.LOWER, "5.1", Colour.YELLOW),
        (Better.LOWER, "7.0", Colour.YELLOW),
        (Better.LOWER, "7.1", Colour.RED),
        (Better.HIGHER, "5.0", Colour.GREEN),
        (Better.HIGHER, "4.9", Colour.YELLOW),
        (Better.HIGHER, "3.0", Colour.YELLOW),
        (Better.HIGHER, "2.9", Colour.RED),
    ],
)
def test_at_the_threshold_a_value_has_reached_the_colour(
    world: World, better: Better, value: str, colour: Colour
) -> None:
    world.indicator("fravaer", better=better)
    world.ambition("A", "5", "7" if better is Better.LOWER else "3")
    world.measured("A", value)

    assert [colour] == [c for c in Colour if world.says(coloured(c)) == "sann"]
    assert "usann" == world.says(coloured(*(c for c in Colour if c is not colour)))


@pytest.mark.parametrize(("green", "yellow"), [("5", None), (None, "7")])
def test_a_colour_with_either_threshold_missing_is_unknown(world: World, green: str | None, yellow: str | None) -> None:
    world.ambition("A", green, yellow)
    world.measured("A", "1")

    assert "ukjent" == world.says(coloured(Colour.GREEN))


# --- tertial and year -------------------------------------------------------------------------------------------


def test_a_tertial_indicator_is_read_at_the_tertial_that_contains_the_month(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.TERTIAL)
    world.series("A", "4 6", newest="2024-T2")

    assert "usann" == world.says(over("5"), month=Month(2024, 4))
    assert "sann" == world.says(over("5"), month=Month(2024, 5))


def test_or_at_the_latest_whose_last_month_is_not_after_the_month(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.TERTIAL)
    world.series("A", "4 6", newest="2024-T2")
    ended = over("5", reading=Reading.LATEST_ENDED)

    assert ["usann", "usann", "sann"] == [world.says(ended, month=Month(2024, m)) for m in (4, 7, 8)]


def test_the_ambition_of_a_period_before_the_evaluated_one_is_that_of_its_last_month(world: World) -> None:
    world.units.clear()
    world.unit("A", "barnehage", last="2024-04")
    world.unit("A", "skole", first="2024-05")
    world.indicator("fravaer", frequency=Frequency.TERTIAL)
    world.ambition("tjeneste:barnehage", "5", "5")
    world.ambition("tjeneste:skole", "3", "3")
    world.series("A", "4 4", newest="2024-T2")

    assert "sann" == world.says(coloured(Colour.GREEN, reading=Reading.LATEST_ENDED), month=Month(2024, 7))
    assert "usann" == world.says(coloured(Colour.GREEN), month=Month(2024, 7))
