"""How many a control draws: the least sample of the calculator for each part, everything where that is nearly everything."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.controlplan import Control, PlanMethod, RiskSize
from kontroll.domain.draw import Arm
from kontroll.domain.strata import MAIN, TOP, WITHOUT_AMOUNT
from kontroll.sampling.partsize import PartSize
from kontroll.sampling.sized import sized

CONTROL = Control(id="faktura", name="Fakturaer", dataset="faktura")
SIZE = RiskSize(risk=4, confidence="0.95", tolerable="0.05", flagged=25)


def main(count: int, control: Control = CONTROL, size: RiskSize = SIZE, arm: Arm = Arm.UNFLAGGED) -> PartSize:
    (part,) = sized(control, size, arm, {MAIN: count})
    return part


def test_a_thousand_records_need_fifty_seven_and_one_in_five_in_reserve() -> None:
    assert PartSize(MAIN, "enkel", 57, 12) == main(1000)


def test_the_largest_ones_are_all_looked_at() -> None:
    parts = sized(CONTROL, SIZE, Arm.UNFLAGGED, {MAIN: 1000, TOP: 7})

    assert [("enkel", 57), ("alle", 7)] == [(part.method, part.n) for part in parts]


@given(st.integers(1, 400), st.sampled_from(["0.8", "0.9", "0.95"]), st.sampled_from(["0.03", "0.05", "0.1"]))
def test_so_few_are_enough_and_one_fewer_is_not(count: int, confidence: str, tolerable: str) -> None:
    size = replace(SIZE, confidence=confidence, tolerable=tolerable)
    n = main(count, size=size).n
    wrong = -((-Fraction(tolerable) * count) // 1)

    assert n == count or _none_found(count, int(wrong), n) <= 1 - Fraction(confidence)
    assert _none_found(count, int(wrong), n - 1) > 1 - Fraction(confidence)


def _none_found(count: int, wrong: int, drawn: int) -> Fraction:
    return Fraction(comb(count - wrong, drawn), comb(count, drawn))


def test_to_discover_three_of_a_hundred_more_are_drawn_than_for_five_per_cent() -> None:
    size = replace(SIZE, tolerable="", discover=3)

    assert main(100, size=size).n > main(100).n
    assert ("alle", 2) == (main(2, size=size).method, main(2, size=size).n)


def test_flagged_records_are_so_many_as_the_plan_says() -> None:
    assert 25 == main(1000, arm=Arm.FLAGGED).n
    assert PartSize(MAIN, "alle", 25, 0) == main(25, arm=Arm.FLAGGED)
    assert PartSize(MAIN, "enkel", 25, 1) == main(26, arm=Arm.FLAGGED)


def test_two_stages_are_as_large_as_the_table_says_and_the_second_is_kept_in_reserve() -> None:
    staged = replace(CONTROL, stages=2)
    part = main(4752, staged, replace(SIZE, confidence="0.9"))

    assert (49, 49 + 10) == (part.n, part.reserve)
    assert 25 == main(1000, staged, arm=Arm.FLAGGED).n


@pytest.mark.parametrize("method", [PlanMethod.SYSTEMATIC, PlanMethod.AMOUNT])
def test_only_a_simple_draw_has_a_reserve(method: PlanMethod) -> None:
    part = main(1000, replace(CONTROL, method=method))

    assert (method.kup1, 0) == (part.method, part.reserve)


def test_by_amount_the_number_of_records_does_not_matter() -> None:
    by_amount = replace(CONTROL, method=PlanMethod.AMOUNT)

    assert 59 == main(1000, by_amount).n == main(100_000, by_amount).n
    assert "alle" == main(59, by_amount).method


def test_what_has_no_amount_is_not_drawn_by_amount() -> None:
    by_amount = replace(CONTROL, method=PlanMethod.AMOUNT, amount_field="belop")

    parts = sized(by_amount, SIZE, Arm.ALL, {MAIN: 1000, WITHOUT_AMOUNT: 500})

    assert ["belop", "enkel"] == [part.method for part in parts]
