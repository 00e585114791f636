"""Draws and bounds held to what is recorded, enumerated and reckoned exactly; the long ones are in the full proof."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from differential.seed import rotating_seed
from sampling import acceptance


def test_the_recorded_selections_at_fixed_intervals_are_made():
    assert acceptance.recorded_intervals() >= 4


def test_the_recorded_tickets_come_in_their_order():
    assert acceptance.recorded_tickets() >= 5


def test_over_every_start_a_row_is_hit_once_for_each_ore_and_each_interval():
    assert acceptance.every_start_by_amount() == 1051


def test_over_every_start_each_row_of_a_systematic_draw_is_hit_equally_often():
    assert acceptance.every_start_systematic() == 101


def test_an_interval_that_begins_one_too_late_is_noticed():
    right = acceptance.hits(acceptance.rows_of([3, 2]), "belop", 1, 2)
    assert right == {0: 1}
    assert acceptance.hits(acceptance.rows_of([3, 2]), "belop", 1, 3) == {1: 1}


def test_draws_with_new_seeds_are_as_even_as_chance_lets_them():
    assert acceptance.fresh_evenness(str(rotating_seed()), draws=500) == 500


def test_an_uneven_draw_is_noticed():
    source = Random(1)
    _found, chance = acceptance.chi_square(50, 25, (f"KUP-1|{source.choice('AB')}" for _draw in range(200)))
    assert chance < 0.001


def test_bounds_cover_the_truth_as_often_as_they_say_and_as_was_recorded():
    assert acceptance.recorded_coverage(most=500) >= 18


def test_a_bound_that_is_one_too_low_does_not_cover(monkeypatch: pytest.MonkeyPatch):
    right = acceptance.upper_bound

    def too_low(*said: object) -> object:
        bound = right(*said)  # type: ignore[arg-type]
        return type(bound)(bound.rate, (bound.count or 1) - 1)

    monkeypatch.setattr(acceptance, "upper_bound", too_low)
    assert acceptance.counted_coverage(50, 10, Fraction(9, 10)) < Fraction(9, 10)


def test_the_printed_factors_are_met_but_for_the_named_misprint():
    assert acceptance.printed_factors() >= 100
