"""When a value is due: working days are counted as the Norwegian calendar has them."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Period
from kontroll.facts.due import due_day, is_due


def indicator(due: int | None, frequency: Frequency = Frequency.MONTH) -> Indicator:
    return Indicator(
        id="i", name="I", unit="kr", better=Better.HIGHER, frequency=frequency, decimals=0, due_working_days=due
    )


@pytest.mark.parametrize(
    ("period", "working_days", "expected"),
    [
        ("2026-10", 1, date(2026, 11, 2)),  # 31 October is a Saturday
        ("2026-10", 10, date(2026, 11, 13)),
        ("2026-03", 1, date(2026, 4, 1)),  # Wednesday before Easter
        ("2026-03", 2, date(2026, 4, 7)),  # over Skjærtorsdag, Langfredag and Annen påskedag
        ("2026-04", 1, date(2026, 5, 4)),  # 1 May is a holiday
        ("2026-12", 1, date(2027, 1, 4)),
        ("2026-11", 17, date(2026, 12, 23)),
        ("2026-11", 18, date(2026, 12, 24)),  # Christmas Eve is a working day in law
    ],
)
def test_a_value_is_due_so_many_working_days_after_its_period(period, working_days, expected):
    assert expected == due_day(indicator(working_days), Period.parse(period))


def test_a_tertial_and_a_year_are_counted_from_their_own_last_day():
    assert date(2026, 9, 1) == due_day(indicator(1, Frequency.TERTIAL), Period.parse("2026-T2"))
    assert date(2027, 1, 4) == due_day(indicator(1, Frequency.YEAR), Period.parse("2026"))


def test_without_a_due_date_a_value_is_due_when_its_period_has_ended():
    never_said = indicator(None)

    assert not is_due(never_said, Period.parse("2026-10"), date(2026, 10, 31))
    assert is_due(never_said, Period.parse("2026-10"), date(2026, 11, 1))


def test_nobody_is_late_on_the_day_it_is_due():
    assert not is_due(indicator(10), Period.parse("2026-10"), date(2026, 11, 13))
    assert is_due(indicator(10), Period.parse("2026-10"), date(2026, 11, 14))
