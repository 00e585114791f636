"""best_blant: rule language 2.5, in the stated order."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import (
    Change,
    ChangeKind,
    Compare,
)
from kontroll.domain.indicator import Better
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Op
from kontroll.domain.rule import Scope

from .words import best, in_a_row, leaf, number
from .world import World


@pytest.fixture
def world() -> World:
    """Three schools; lower is better."""
    small = World()
    for enhet in "ABC":
        small.unit(enhet)
    return small


def values(world: World, **of: str) -> None:
    for enhet, value in of.items():
        world.measured(enhet, value)


def test_1_fewer_than_minst_enheter_in_the_group_is_false_even_without_an_own_value(world: World) -> None:
    assert "usann" == world.says(best(min_units=4))
    assert "ukjent" == world.says(best(min_units=3))


def test_2_an_own_missing_value_is_unknown_even_when_nobody_else_has_one(world: World) -> None:
    values(world, B="1", C="1")

    assert "ukjent" == world.says(best())


def test_3_a_known_rival_strictly_better_decides_also_when_another_is_missing(world: World) -> None:
    values(world, A="5", B="4.9")

    assert "usann" == world.says(best())


@pytest.mark.parametrize(("ties_count", "answer"), [(True, "sann"), (False, "usann")])
def test_3_an_equal_rival_only_matters_when_ved_likhet_is_ingen(world: World, ties_count: bool, answer: str) -> None:
    values(world, A="5", B="5", C="6")

    assert answer == world.says(best(ties_count=ties_count))


def test_4_a_missing_rival_is_unknown_unless_it_ses_bort_fra(world: World) -> None:
    values(world, A="5", B="6")

    assert "ukjent" == world.says(best())
    assert "sann" == world.says(best(missing_ignored=True))


def test_5_better_than_every_known_rival_is_true(world: World) -> None:
    values(world, A="5", B="5.1", C="6")

    assert "sann" == world.says(best())


def test_those_who_are_ignored_still_count_in_the_group(world: World) -> None:
    values(world, A="5")

    assert "sann" == world.says(best(min_units=3, missing_ignored=True))


def test_rivals_match_the_rules_gjelder_are_active_that_month_and_have_the_same_tjeneste(world: World) -> None:
    world.unit("inaktiv", last="2024-11")
    world.unit("annen", "barnehage")
    world.unit("stab", unit_type="stab")
    values(world, A="5", B="6", C="6", inaktiv="1", annen="1", stab="1")
    scope = Scope(unit_types=frozenset({"tjenestested"}))

    assert "sann" == world.says(best(), scope=scope)
    assert "usann" == world.says(best(same_service=False), scope=scope)  # «annen» is of any tjeneste
    assert "usann" == world.says(best())  # without gjelder «stab» is a rival


def test_a_unit_without_tjeneste_is_alone_and_is_nobodys_rival(world: World) -> None:
    world.unit("D", None)
    world.unit("E", None)
    values(world, A="5", B="6", C="6", D="1", E="9")

    assert "usann" == world.says(best(), "D")
    assert "sann" == world.says(best(min_units=1), "D")
    assert "sann" == world.says(best(same_service=False), "D")


def test_better_follows_the_indicator_and_for_fremgang_larger_is_better(world: World) -> None:
    world.indicator("fravaer", better=Better.LOWER)
    for enhet, series in (("A", "9 5"), ("B", "5 4"), ("C", "5 5")):
        world.series(enhet, series)

    assert "usann" == world.says(best())
    assert "sann" == world.says(best(change=Change(1, ChangeKind.PROGRESS)))
    assert "sann" == world.says(best(change=Change(1, ChangeKind.ABSOLUTE)))


def test_the_group_of_an_earlier_period_is_that_of_its_last_month(world: World) -> None:
    world.indicator("fravaer", frequency=Frequency.TERTIAL)
    world.unit("ny", first="2024-12")
    world.series("A", "5 5", newest="2024-T3")
    for enhet in ("B", "C"):
        world.series(enhet, "6 6", newest="2024-T3")
    world.series("ny", "1 1", newest="2024-T3")
    twice = best(window=in_a_row(2))

    assert "sann" == world.says(twice, month=Month(2024, 11))  # «ny» is not active: the evaluated month decides T3
    assert "usann" == world.says(twice, month=Month(2024, 12))


def test_a_period_without_data_is_unknown_unless_the_group_test_decides_it(world: World) -> None:
    world.series("A", "5 _")

    assert "usann" == world.says(best(min_units=9, window=in_a_row(2)))


def test_several_tests_on_a_leaf_are_joined_period_by_period(world: World) -> None:
    values(world, A="5", B="6", C="6")
    best_test = best().tests[0]

    assert "sann" == world.says(leaf(Compare(Op.UNDER, number("5.1")), best_test))
    assert "usann" == world.says(leaf(Compare(Op.UNDER, number("5.0")), best_test))
