"""Working days, against a calendar written out by hand and against counting one day at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.workdays import WorkingDays

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2045, 12, 31))
CLOSED = st.frozensets(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)), max_size=40)
LAW = WorkingDays()


def easter_sunday(year: int) -> date:
    """Gauss' rule in the form of Butcher (1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_red(day: date) -> bool:
    """The public holidays in law: fixed days, and days counted from Easter."""
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return (day.month, day.day) in fixed or (day - easter_sunday(day.year)).days in {-3, -2, 0, 1, 39, 49, 50}


@given(DAYS)
def test_a_working_day_is_a_weekday_that_is_not_red_in_the_calendar(day: date) -> None:
    assert (day.weekday() < 5 and not is_red(day)) == LAW.is_working_day(day)


@given(DAYS, CLOSED)
def test_closed_days_are_all_that_a_kommune_takes_from_the_working_days(day: date, closed: frozenset[date]) -> None:
    assert (LAW.is_working_day(day) and day not in closed) == WorkingDays(closed).is_working_day(day)


@given(DAYS, st.integers(min_value=1, max_value=60), CLOSED)
def test_the_nth_working_day_after_a_day_has_n_working_days_behind_it(
    day: date, count: int, closed: frozenset[date]
) -> None:
    days = WorkingDays(closed)

    found = days.after(day, count)

    assert days.is_working_day(found)
    assert count == sum(days.is_working_day(day + timedelta(n)) for n in range(1, (found - day).days + 1))


@given(DAYS, st.integers(min_value=1, max_value=60), CLOSED)
def test_the_nth_working_day_before_a_day_has_n_working_days_ahead_of_it(
    day: date, count: int, closed: frozenset[date]
) -> None:
    days = WorkingDays(closed)

    found = days.before(day, count)

    assert days.is_working_day(found)
    assert count == sum(days.is_working_day(found + timedelta(n)) for n in range((day - found).days))


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_the_nth_working_day_after_is_n_working_days_away(day: date, count: int) -> None:
    assert count == LAW.between(day, LAW.after(day, count))


@given(DAYS, st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=200))
def test_working_days_of_two_stretches_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(first), day + timedelta(first + second)

    assert LAW.between(day, end) == LAW.between(day, middle) + LAW.between(middle, end)


@given(DAYS, st.integers(min_value=-5, max_value=800), st.integers(min_value=0, max_value=800))
def test_those_between_are_those_counted_one_by_one_over_the_years(day: date, count: int, shut: int) -> None:
    days = WorkingDays(frozenset({day + timedelta(shut)}))

    found = days.between(day, day + timedelta(count))

    assert found == sum(days.is_working_day(day + timedelta(n)) for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (date(2026, 4, 1), date(2026, 4, 7)),  # Wednesday before Easter, Tuesday after
        (date(2026, 5, 13), date(2026, 5, 15)),  # Ascension Day is the Thursday between
        (date(2027, 5, 14), date(2027, 5, 18)),  # 17 May is Whit Monday too
        (date(2026, 4, 30), date(2026, 5, 4)),  # 1 May is a Friday
        (date(2026, 12, 24), date(2026, 12, 28)),  # Friday and Saturday are Christmas, then a Sunday
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_working_day_is_on_the_other_side_of_the_holiday(before: date, after: date) -> None:
    assert after == LAW.after(before, 1)
    assert before == LAW.before(after, 1)


@pytest.mark.parametrize(("day", "working"), [(date(2026, 5, 18), True), (date(2027, 5, 17), False)])
def test_a_17_may_on_a_sunday_gives_no_monday_off(day: date, working: bool) -> None:
    assert working is LAW.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31)])
def test_the_eves_are_working_days_until_the_kommune_closes(day: date) -> None:
    assert LAW.is_working_day(day)
    assert not WorkingDays(frozenset({day})).is_working_day(day)


def test_no_days_after_a_sunday_is_the_sunday() -> None:
    sunday = date(2026, 10, 4)

    assert sunday == LAW.after(sunday, 0) == LAW.before(sunday, 0)
    assert 0 == LAW.between(sunday, sunday) == LAW.between(sunday, date(2026, 9, 1))


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        LAW.after(date(2026, 10, 1), -1)
