"""Risk goes one step by what was found, never two, never past the ends; periods follow the year and are due once each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.controlplan import (
    Control,
    ControlPeriod,
    Every,
    Found,
    RiskSize,
    Steps,
    Why,
    due_periods,
    last_ended,
    passed_over,
    period_of,
    risk_now,
)
from kontroll.domain.month import Month

STEPS = Steps()


def control(risk: int = 3) -> Control:
    return Control(id="faktura", name="Fakturaer", dataset="faktura", risk=risk)


def risk(found: Found, planned: int = 3) -> int:
    return risk_now(control(planned), STEPS, found).risk


def test_what_was_never_controlled_has_the_risk_of_the_plan() -> None:
    now = risk_now(control(), STEPS, Found())

    assert (3, (Why.UNKNOWN,)) == (now.risk, now.why)


def test_deviations_in_the_last_draw_raise_it_and_older_ones_do_not() -> None:
    assert 4 == risk(Found(count=1000, flagged=30, draws=(1, 0)))
    assert 3 == risk(Found(count=1000, flagged=30, draws=(0, 1)))


@pytest.mark.parametrize(("flagged", "wanted"), [(49, 3), (50, 4)])
def test_so_many_flagged_records_raise_it(flagged: int, wanted: int) -> None:
    assert wanted == risk(Found(count=1000, flagged=flagged, draws=(0,)))


@pytest.mark.parametrize(("false_alarms", "decided", "wanted"), [(5, 10, 3), (4, 10, 4), (9, 9, 4)])
def test_flagged_records_count_for_nothing_where_the_rules_are_mostly_wrong(false_alarms, decided, wanted) -> None:
    found = Found(count=1000, flagged=100, false_alarms=false_alarms, decided=decided, draws=(0,))

    assert wanted == risk(found)


@pytest.mark.parametrize(("draws", "wanted"), [((0, 0), 3), ((0, 0, 0), 2), ((0, 0, 1), 3), ((0, 0, 0, 1), 2)])
def test_three_draws_in_a_row_without_deviations_lower_it(draws: tuple[int, ...], wanted: int) -> None:
    assert wanted == risk(Found(count=1000, flagged=19, draws=draws))


def test_it_is_not_lowered_where_it_is_not_known_what_the_rules_say() -> None:
    assert 3 == risk(Found(count=0, draws=(0, 0, 0)))
    assert 3 == risk(Found(count=1000, flagged=20, draws=(0, 0, 0)))


FOUND = st.builds(
    Found,
    count=st.integers(0, 1000),
    flagged=st.integers(0, 1000),
    false_alarms=st.integers(0, 20),
    decided=st.integers(0, 20),
    draws=st.lists(st.integers(0, 3), max_size=5).map(tuple),
)


@given(FOUND, st.integers(1, 5))
def test_it_never_goes_more_than_a_step_nor_past_the_ends(found: Found, planned: int) -> None:
    now = risk_now(control(planned), STEPS, found)

    assert abs(now.risk - planned) <= 1
    assert 1 <= now.risk <= 5
    assert now.why or now.risk == planned


def test_a_step_has_a_reason_and_a_reason_can_be_read_back() -> None:
    up = risk_now(control(5), STEPS, Found(count=10, flagged=10, draws=(2,)))

    assert (5, 5) == (up.risk, up.planned)
    assert {Why.DEVIATIONS, Why.MANY_FLAGGED} == set(up.why)


# --- sizes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "wanted"), [(1000, Fraction(3, 1000)), (3, Fraction(2, 3)), (1, Fraction(1, 2))])
def test_to_discover_so_many_is_a_rate_below_one(count: int, wanted: Fraction) -> None:
    size = RiskSize(risk=4, confidence="0.95", discover=3)

    assert wanted == Fraction(size.tolerable_of(count))


def test_a_rate_is_a_rate_whatever_the_population() -> None:
    assert "0.05" == RiskSize(risk=4, confidence="0.95", tolerable="0.05").tolerable_of(7)


# --- periods ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        (Every.MONTH, Month(2026, 5), Month(2026, 5)),
        (Every.QUARTER, Month(2026, 4), Month(2026, 6)),
        (Every.HALF, Month(2026, 1), Month(2026, 6)),
        (Every.YEAR, Month(2026, 1), Month(2026, 12)),
    ],
)
def test_periods_follow_the_year(every: Every, first: Month, last: Month) -> None:
    assert ControlPeriod(first, last) == period_of(Month(2026, 5), every)


@pytest.mark.parametrize(("judged", "last"), [(Month(2026, 5), Month(2026, 3)), (Month(2026, 6), Month(2026, 6))])
def test_a_period_has_ended_when_its_last_month_is_judged(judged: Month, last: Month) -> None:
    assert last == last_ended(judged, Every.QUARTER).last


def test_every_judged_period_is_due_and_one_with_a_hole_is_not() -> None:
    judged = {Month(2026, n) for n in (1, 2, 3, 4, 6)}
    since = period_of(Month(2026, 1), Every.QUARTER)

    monthly = period_of(Month(2026, 1), Every.MONTH)
    assert [since] == due_periods(since, judged)
    assert [1, 2, 3, 4, 6] == [period.first.number for period in due_periods(monthly, judged)]
    assert [since.next()] == passed_over(since, judged)
    assert [5] == [period.first.number for period in passed_over(monthly, judged)]
    assert [] == due_periods(since, ()) == passed_over(since, ())


def test_a_share_is_unknown_without_records() -> None:
    assert None is Found().flagged_share
    assert Decimal("0.05") == Found(count=20, flagged=1).flagged_share
