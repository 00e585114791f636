"""Numbers, gender and days as a Norwegian reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from kontroll.domain.condition import Reading, Window
from kontroll.domain.month import Frequency
from kontroll.domain.operand import Colour, Op
from kontroll.report.plainly import wording as w

MONTH, TERTIAL, YEAR = Frequency
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (w.counted(1), "én"),
        (w.counted(1, neuter=True), "ett"),
        (w.counted(12), "tolv"),
        (w.counted(13), "13"),
        (w.counted(1000), f"1{NBSP}000"),
        (w.days(1), "én dag"),
        (w.days(2), "to dager"),
        (w.working_days(1), "én arbeidsdag"),
        (w.working_days(20), "20 arbeidsdager"),
        (w.units(1), "én enhet"),
        (w.periods(1, MONTH), "én måned"),
        (w.periods(1, TERTIAL), "ett tertial"),
        (w.periods(3, YEAR), "tre år"),
    ],
)
def test_small_counts_are_words_in_the_gender_of_what_is_counted(said: str, meant: str) -> None:
    assert meant == said


@pytest.mark.parametrize(
    ("window", "frequency", "meant"),
    [
        (Window(3, 3), MONTH, "tre måneder på rad"),
        (Window(2, 6), MONTH, "i minst to av de siste seks månedene"),
        (Window(1, 2), MONTH, "i minst én av de siste to månedene"),
        (Window(1, 2), YEAR, "i minst ett av de siste to årene"),
        (Window(2, 2), TERTIAL, "to tertialer på rad"),
        (Window(13, 24), MONTH, "i minst 13 av de siste 24 månedene"),
    ],
)
def test_a_window_is_said_in_the_periods_of_what_it_is_over(window: Window, frequency: Frequency, meant: str) -> None:
    assert meant == w.window(window, frequency)


def test_the_latest_of_one_is_the_latest() -> None:
    assert ("den siste måneden", "det siste året") == (w.the_latest(1, MONTH), w.the_latest(1, YEAR))


def test_which_period_is_read_is_only_said_of_what_is_measured_more_seldom_than_each_month() -> None:
    assert "" == w.read_at(Reading.LATEST_ENDED, MONTH)
    assert "det siste avsluttede tertialet" == w.read_at(Reading.LATEST_ENDED, TERTIAL)
    assert "året som måneden er i" == w.read_at(Reading.CONTAINING, YEAR)


@pytest.mark.parametrize(
    ("value", "unit", "meant"),
    [
        ("100000", "kr", f"100{NBSP}000{NBSP}kr"),
        ("8.5", "prosent", f"8,5{NBSP}prosent"),
        ("-0.1", "prosent", f"\N{MINUS SIGN}0,1{NBSP}prosent"),
        ("1", "timer", f"1{NBSP}time"),
        ("1.5", "timer", f"1,5{NBSP}timer"),
        ("3", "antall", "3"),
        ("3", "", "3"),
    ],
)
def test_an_amount_has_its_unit_in_the_number_that_it_is(value: str, unit: str, meant: str) -> None:
    assert meant == w.amount(Decimal(value), unit)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (True, "ja"),
        (False, "nei"),
        (Decimal("2.50"), "2,50"),
        (date(2026, 1, 1), "1. januar 2026"),
        (datetime(2026, 7, 1, 8, 5), f"1. juli 2026 kl.{NBSP}08.05"),  # noqa: DTZ001 - as a rule file has it
        (datetime(2026, 7, 1, 6, 5, tzinfo=UTC), f"1. juli 2026 kl.{NBSP}08.05"),
        ("faktura", "«faktura»"),
    ],
)
def test_a_constant_is_said_by_what_it_is(value, meant: str) -> None:
    assert meant == w.literal(value)


@pytest.mark.parametrize(
    ("plus_days", "meant"), [(0, "forfall"), (1, "én dag etter forfall"), (-1, "én dag før forfall")]
)
def test_a_shifted_day_says_which_way(plus_days: int, meant: str) -> None:
    assert meant == w.shifted("forfall", plus_days)


def test_the_days_until_a_day_have_it_as_the_last() -> None:
    assert "på postens dato" == w.the_days_until(1, "postens dato")
    assert "i de sju dagene som slutter med postens dato" == w.the_days_until(7, "postens dato")


@pytest.mark.parametrize("op", Op)
def test_every_operator_has_words_for_what_it_compares(op: Op) -> None:
    said = []
    if op not in _OF_DAYS:
        said.append(w.compared(op, "X"))
    if op in _DAYS:
        said += [w.compared_days(op, "X"), w.compared_days(op, "X", is_shifted=True)]
    if op in (Op.EQUAL, Op.UNEQUAL):
        said += [w.compared_texts(op, "X"), w.compared_fields(op, "X"), w.compared_fields(op, "X", days=True)]

    assert said
    assert all(one.startswith("er ") and one.endswith("X") for one in said)


_OF_DAYS = (Op.BEFORE, Op.AFTER, Op.NO_LATER, Op.NO_EARLIER)
_DAYS = (*_OF_DAYS, Op.EQUAL, Op.UNEQUAL)


def test_no_two_operators_say_the_same_of_the_same() -> None:
    numbers = [w.compared(op, "X") for op in Op if op not in _OF_DAYS]
    days = [w.compared_days(op, "X") for op in _DAYS]
    shifted = [w.compared_days(op, "X", is_shifted=True) for op in _DAYS]

    assert all(len(set(said)) == len(said) for said in (numbers, days, shifted))


def test_a_shifted_day_is_never_before_after_something() -> None:
    assert "er tidligere enn sju dager etter forfall" == w.compared_days(
        Op.BEFORE, w.shifted("forfall", 7), is_shifted=True
    )
    assert "er senere enn sju dager før forfall" == w.compared_days(Op.AFTER, w.shifted("forfall", -7), is_shifted=True)


def test_weekdays_clocks_and_colours_are_said_in_order() -> None:
    assert "fredag, lørdag eller søndag" == w.weekdays({7, 5, 6})
    assert (f"kl.{NBSP}06.00", f"kl.{NBSP}22.30.15") == (w.clock(time(6)), w.clock(time(22, 30, 15)))
    assert "rød, gul eller grønn" == w.colours(set(Colour))
    assert "gul" == w.colours({Colour.YELLOW})


def test_per_cent_differ_by_prosentpoeng() -> None:
    assert ("prosentpoeng", "kr") == (w.difference_unit("prosent"), w.difference_unit("kr"))
