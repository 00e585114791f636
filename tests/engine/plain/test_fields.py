"""Field leaves: rule language 2.6, first half."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from kontroll.domain.condition import (
    FieldClock,
    FieldIn,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Not,
)
from kontroll.domain.dataset import FieldType, Stock
from kontroll.domain.month import Month
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    ParameterRef,
    PeriodEnd,
)

from .words import field, in_a_row, number
from .world import World


def test_numbers_compare_exactly_and_a_missing_operand_is_unknown(world: World) -> None:
    world.invoice("B1", belop="100000.01")
    world.invoice("B2")

    assert "sann" == world.says_of_record(field("belop", Op.OVER, "100000"), "B1")
    assert "usann" == world.says_of_record(field("belop", Op.OVER, "100000.01"), "B1")
    assert "ukjent" == world.says_of_record(field("belop", Op.OVER, "100000"), "B2")


def test_texts_compare_after_trimming_case_sensitive_and_in_nfc(world: World) -> None:
    world.invoice("B1", leverandor="Blåbær")

    assert "sann" == world.says_of_record(field("leverandor", Op.EQUAL, Literal(" Bla\u030abær ")))
    assert "usann" == world.says_of_record(field("leverandor", Op.EQUAL, Literal("blåbær")))


def test_a_parameter_is_the_one_in_force_on_the_records_own_date(world: World) -> None:
    world.parameter("p", ("2024-01-01", "100"), ("2024-12-11", "200"))
    world.invoice("B1", "2024-12-10", belop="150")
    world.invoice("B2", "2024-12-11", belop="150")

    assert "sann" == world.says_of_record(field("belop", Op.OVER, ParameterRef("p")), "B1")
    assert "usann" == world.says_of_record(field("belop", Op.OVER, ParameterRef("p")), "B2")


@pytest.mark.parametrize(
    ("belop", "answer"), [("94.99", "usann"), ("95", "usann"), ("95.01", "sann"), (None, "ukjent")]
)
def test_a_field_is_compared_with_a_share_of_another_number(world: World, belop: str | None, answer: str) -> None:
    world.invoice("B1", netto="100", **({"belop": belop} if belop else {}))

    assert answer == world.says_of_record(field("belop", Op.OVER, FieldRef("netto", times=Decimal("0.95"))))


def test_a_field_is_multiplied_before_it_is_added_to_and_nothing_is_rounded(world: World) -> None:
    world.invoice("B1", belop="100.33", netto="33.11")

    reckoned = FieldRef("netto", times=Decimal(3), plus=Decimal(1))
    near = FieldRef("netto", times=Decimal("3.0000000000001"), plus=Decimal(1))
    assert "sann" == world.says_of_record(field("belop", Op.EQUAL, reckoned))
    assert "usann" == world.says_of_record(field("belop", Op.EQUAL, near))


def test_a_field_is_compared_with_another_field_of_the_record_with_days_added(world: World) -> None:
    world.invoice("B1", "2024-12-10", forfall="2025-01-09")

    assert "sann" == world.says_of_record(field("forfall", Op.NO_LATER, FieldRef("dato", 30)))
    assert "usann" == world.says_of_record(field("forfall", Op.NO_LATER, FieldRef("dato", 29)))


def test_days_may_be_added_to_the_last_day_there_is(world: World) -> None:
    world.invoice("B1", forfall="9999-12-31")

    assert "usann" == world.says_of_record(field("dato", Op.AFTER, FieldRef("forfall", 30)))


def test_the_end_of_the_period_is_the_last_day_of_the_evaluated_month(world: World) -> None:
    world.invoice("B1", forfall="2025-01-01")

    assert "sann" == world.says_of_record(field("forfall", Op.AFTER, PeriodEnd()))
    assert "usann" == world.says_of_record(field("forfall", Op.AFTER, PeriodEnd(1)))


def test_a_moment_against_a_date_is_compared_by_its_date_and_against_a_moment_by_the_clock(world: World) -> None:
    world.invoice("B1", "2024-12-10", registrert="2024-12-10T23:59")

    assert "sann" == world.says_of_record(field("registrert", Op.EQUAL, FieldRef("dato")))
    assert "sann" == world.says_of_record(field("registrert", Op.EQUAL, Literal(date(2024, 12, 10))))
    assert "usann" == world.says_of_record(
        field("registrert", Op.EQUAL, Literal(datetime.fromisoformat("2024-12-10T00:00")))
    )
    assert "sann" == world.says_of_record(
        field("registrert", Op.AFTER, Literal(datetime.fromisoformat("2024-12-10T23:58")))
    )


def test_mangler_is_two_valued(world: World) -> None:
    world.invoice("B1")

    assert "sann" == world.says_of_record(FieldMissing(field="belop", missing=True))
    assert "usann" == world.says_of_record(FieldMissing(field="belop", missing=False))
    assert "sann" == world.says_of_record(FieldMissing(field="dato", missing=False))


def test_membership_is_unknown_for_a_missing_field(world: World) -> None:
    world.invoice("B1", leverandor="L2")
    world.invoice("B2")
    among = FieldIn(field="leverandor", values=(Literal("L1"), Literal("L2")))

    assert ["sann", "ukjent"] == [world.says_of_record(among, key) for key in ("B1", "B2")]
    assert "usann" == world.says_of_record(FieldIn(field="leverandor", values=(Literal("L1"),)))


def test_weekdays_count_from_monday(world: World) -> None:
    world.invoice("B1", "2024-12-15")  # a Sunday

    assert "sann" == world.says_of_record(FieldWeekday(field="dato", days=frozenset({6, 7})))
    assert "usann" == world.says_of_record(FieldWeekday(field="dato", days=frozenset({1})))


@pytest.mark.parametrize(
    ("clock", "night", "day"),
    [
        ("21:59:59", "usann", "sann"),
        ("22:00", "sann", "usann"),
        ("00:00", "sann", "usann"),
        ("05:59:59", "sann", "usann"),
        ("06:00", "usann", "sann"),
    ],
)
def test_the_clock_counts_from_fra_until_til_and_over_midnight(world: World, clock: str, night: str, day: str) -> None:
    world.invoice("B1", registrert=f"2024-12-10T{clock}")

    assert night == world.says_of_record(FieldClock(field="registrert", start=time(22), end=time(6)))
    assert day == world.says_of_record(FieldClock(field="registrert", start=time(6), end=time(22)))


@pytest.mark.parametrize(
    ("amount", "answer"), [("3000", "sann"), ("-2000", "sann"), ("0", "sann"), ("3000.01", "usann")]
)
def test_rundt_is_a_multiple_of(world: World, amount: str, answer: str) -> None:
    world.invoice("B1", belop=amount)

    assert answer == world.says_of_record(FieldMultiple(field="belop", of=Decimal(1000)))


def test_every_test_of_a_missing_field_but_mangler_is_unknown_and_so_is_its_opposite(world: World) -> None:
    world.invoice("B1")
    asked = (
        FieldMultiple(field="belop", of=Decimal(1000)),
        FieldClock(field="registrert", start=time(22), end=time(6)),
        FieldWeekday(field="forfall", days=frozenset({1})),
        field("belop", Op.UNEQUAL, "5"),
        Not(child=field("godkjent", Op.EQUAL, Literal(True))),
    )

    assert {"ukjent"} == {world.says_of_record(one) for one in asked}


# --- windows and stocks -----------------------------------------------------------------------------------------


def test_a_window_moves_the_end_of_the_period_back_and_leaves_the_record(world: World) -> None:
    world.invoice("B1", forfall="2024-12-15")
    before_end = field("forfall", Op.NO_LATER, PeriodEnd(), window=in_a_row(2))

    assert "usann" == world.says_of_record(before_end)
    assert "sann" == world.says_of_record(field("forfall", Op.NO_LATER, PeriodEnd()))


def test_a_stock_record_is_judged_in_every_month_from_its_first_to_its_last(world: World) -> None:
    fields = {"id": FieldType.TEXT, "fra": FieldType.DATE, "til": FieldType.DATE}
    world.dataset("avtale", fields, key="id", dated_by=Stock(start="fra", end="til"))
    world.record("lukket", "avtale", fra="2024-10-31", til="2024-11-01")
    world.record("apen", "avtale", fra="2024-11-30")
    world.record("uten", "avtale", til="2024-11-01")
    world.rule("r", FieldMissing(field="id", missing=False), dataset="avtale")

    def judged(key: str) -> list[int]:
        return [m for m in range(9, 13) if world.record_result("r", key, Month(2024, m)) is not None]

    assert [10, 11] == judged("lukket")
    assert [11, 12] == judged("apen")
    assert [] == judged("uten")


def test_a_stock_record_takes_the_parameters_of_the_evaluated_months_last_day(world: World) -> None:
    fields = {"id": FieldType.TEXT, "fra": FieldType.DATE, "til": FieldType.DATE, "sum": FieldType.KRONER}
    world.dataset("avtale", fields, key="id", dated_by=Stock(start="fra", end="til"))
    world.record("A1", "avtale", fra="2024-01-01", sum="150")
    world.parameter("p", ("2024-01-01", "100"), ("2024-12-31", "200"))
    above = field("sum", Op.OVER, ParameterRef("p"))

    in_order = [world.says_of_record(above, "A1", Month(2024, m), "avtale") for m in (11, 12)]
    assert ["sann", "usann"] == in_order
    both = field("sum", Op.OVER, ParameterRef("p"), window=in_a_row(2))
    assert "usann" == world.says_of_record(both, "A1", Month(2024, 12), "avtale")


def test_a_record_with_a_fixed_date_has_that_date(world: World) -> None:
    world.dataset("status", {"id": FieldType.TEXT}, key="id", dated_by=date(2024, 12, 31))
    world.record("S1", "status")

    assert "sann" == world.says_of_record(FieldMissing(field="id", missing=False), "S1", dataset="status")
    assert world.record_result("provd", "S1", Month(2024, 11)) is None


def test_a_dated_record_without_a_readable_date_is_not_judged(world: World) -> None:
    world.invoice("B1", None)
    world.rule("r", field("belop", Op.OVER, number("0")), dataset="faktura")

    assert [] == [row for row in world.evaluator().results(Month(2024, 1), Month(2024, 12)) if row.key == "B1"]
