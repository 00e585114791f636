"""Bounds of both arms hold as often as they say, in every population there can be; and what is said of them is rounded fairly."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import comb

import pytest

from kontroll.domain.draw import Arm
from kontroll.report.sampling.arms import (
    CheckedPart,
    Estimate,
    arm_sentence,
    caught,
    caught_sentence,
    short_of,
    two_sided,
)

NINETY_FIVE = Fraction(95, 100)
SPACE = "\u00a0"


def part(count: int, checked: int, wrong: int) -> CheckedPart:
    return CheckedPart(count=count, checked=checked, wrong=wrong)


def of(arm: Arm, *parts: CheckedPart, confidence: Fraction = NINETY_FIVE, high: int | None = None) -> Estimate:
    """high: the bound of the report, of records that rules did not strike on; None = everything was checked."""
    if arm is Arm.FLAGGED:
        estimate = two_sided(parts, confidence)
        assert estimate is not None
        return estimate
    count, checked, wrong = (sum(getattr(one, key) for one in parts) for key in ("count", "checked", "wrong"))
    return Estimate(
        arm=arm, confidence=confidence, count=count, checked=checked, wrong=wrong, low=wrong,
        high=wrong if high is None else high,
    )  # fmt: skip


@cache
def chance(population: int, wrong: int, drawn: int, found: int) -> Fraction:
    """By counting, without the code that is tested."""
    if found > wrong or drawn - found > population - wrong:
        return Fraction(0)
    return Fraction(comb(wrong, found) * comb(population - wrong, drawn - found), comb(population, drawn))


@pytest.mark.parametrize("confidence", [Fraction(9, 10), NINETY_FIVE])
def test_the_bounds_hold_as_often_as_they_say_whatever_is_wrong(confidence: Fraction) -> None:
    population, drawn = 26, 9
    bounds = [of(Arm.FLAGGED, part(population, drawn, found), confidence=confidence) for found in range(drawn + 1)]

    for wrong in range(population + 1):
        holds = sum(
            chance(population, wrong, drawn, found)
            for found in range(drawn + 1)
            if bounds[found].low <= wrong <= bounds[found].high
        )
        assert holds >= confidence, wrong


def test_the_bound_of_two_parts_together_holds_too() -> None:
    (one, of_one), (other, of_other) = (9, 4), (12, 3)
    bounds = {
        (a, b): of(Arm.FLAGGED, part(one, of_one, a), part(other, of_other, b), confidence=Fraction(9, 10))
        for a in range(of_one + 1)
        for b in range(of_other + 1)
    }

    for wrong in range(one + 1):
        for wrong_too in range(other + 1):
            holds = sum(
                chance(one, wrong, of_one, a) * chance(other, wrong_too, of_other, b)
                for (a, b), bound in bounds.items()
                if bound.low <= wrong + wrong_too <= bound.high
            )
            assert holds >= Fraction(9, 10), (wrong, wrong_too)


def test_a_part_in_which_everything_is_checked_adds_what_was_found_and_costs_no_confidence() -> None:
    alone = of(Arm.FLAGGED, part(1000, 59, 5))
    with_top = of(Arm.FLAGGED, part(1000, 59, 5), part(7, 7, 2))

    assert (alone.low + 2, alone.high + 2) == (with_top.low, with_top.high)
    assert (1007, 66, 7) == (with_top.count, with_top.checked, with_top.wrong)


@pytest.mark.parametrize("parts", [(), (part(10, 0, 0),), (part(10, 5, 0), part(1, 0, 0))])
def test_what_was_not_checked_is_unknown_and_not_none(parts: tuple[CheckedPart, ...]) -> None:
    estimate = two_sided(parts, NINETY_FIVE)

    assert estimate is None
    said = arm_sentence(estimate, "fakturaer", Arm.UNFLAGGED)
    assert "Ikke kontrollert: det er ukjent hvor mange feil reglene overser blant fakturaer." == said
    assert "" == short_of(estimate)


def test_what_the_rules_miss_is_one_sentence() -> None:
    said = arm_sentence(of(Arm.UNFLAGGED, part(4752, 60, 1), high=364), "fakturaer")

    assert (
        "Av 60 fakturaer reglene ikke merket, hadde 1 feil. Med 95 % sikkerhet overser reglene høyst 7,7 % – inntil "
        f"364 av 4{SPACE}752 fakturaer."
    ) == said


def test_how_often_the_rules_are_right_is_one_sentence() -> None:
    said = arm_sentence(of(Arm.FLAGGED, part(40, 25, 20)), "fakturaer")

    assert said.startswith("Av 25 fakturaer reglene merket, var 20 feil. Med 95 % sikkerhet har reglene rett i mellom ")
    assert said.endswith("av 40 fakturaer.")


@pytest.mark.parametrize(
    ("arm", "says"),
    [
        (Arm.FLAGGED, "Alle 3 fakturaer reglene merket, er kontrollert: 2 var feil. Reglene hadde rett i 66,6 %."),
        (Arm.UNFLAGGED, "Alle 3 fakturaer reglene ikke merket, er kontrollert: reglene overså 2."),
        (Arm.ALL, "Alle 3 fakturaer er kontrollert: 2 hadde feil."),
    ],
)
def test_where_everything_was_checked_nothing_is_estimated(arm: Arm, says: str) -> None:
    assert says == arm_sentence(of(arm, part(3, 3, 2)), "fakturaer")


def test_an_arm_without_records_is_known_and_says_so() -> None:
    assert "Reglene merket ingen fakturaer i perioden." == arm_sentence(of(Arm.FLAGGED, part(0, 0, 0)), "fakturaer")


def test_together_they_say_how_much_of_what_is_wrong_the_rules_find() -> None:
    flagged, unflagged = of(Arm.FLAGGED, part(40, 40, 30)), of(Arm.UNFLAGGED, part(100, 90, 0), high=2)
    both = caught(flagged, unflagged)

    assert both is not None
    assert Fraction(30, 30 + unflagged.high) == both.least
    assert Fraction(9, 10) == both.confidence
    assert caught_sentence(both).startswith("Sett sammen: med minst 90 % sikkerhet finner reglene minst ")


def test_where_nothing_may_be_wrong_there_is_no_share_of_it() -> None:
    nothing = caught(of(Arm.FLAGGED, part(4, 4, 0)), of(Arm.UNFLAGGED, part(4, 4, 0)))

    assert nothing is None
    assert "uten feil" in caught_sentence(nothing)


def test_no_share_is_promised_where_none_of_the_flagged_were_wrong() -> None:
    both = caught(of(Arm.FLAGGED, part(40, 40, 0)), of(Arm.UNFLAGGED, part(100, 50, 1), high=6))

    assert "sier trekningene ikke" in caught_sentence(both)


@pytest.mark.parametrize(
    ("estimate", "says"),
    [
        (of(Arm.FLAGGED, part(40, 25, 20)), "67,5–87,5 %"),
        (of(Arm.UNFLAGGED, part(4752, 60, 1), high=364), "høyst 7,7 %"),
        (of(Arm.UNFLAGGED, part(3, 3, 2)), "66,7 %"),
        (of(Arm.FLAGGED, part(0, 0, 0)), "ingen"),
    ],
)
def test_in_a_cell_it_is_a_few_words(estimate: Estimate, says: str) -> None:
    assert says == short_of(estimate)
