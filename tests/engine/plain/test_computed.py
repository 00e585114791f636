"""Computed indicators: rule language 1.2."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontroll.domain.dataset import FieldType, Stock
from kontroll.domain.indicator import Aggregate, FromRecords, WeightedIndex
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.operand import (
    FieldRef,
    Op,
    PeriodEnd,
)

from .words import compared, field
from .world import World

LARGE = field("belop", Op.OVER, "100")


def counted(world: World, aggregate: Aggregate, *, decimals: int = 0, where: object = LARGE, **more: object) -> None:
    sums = "belop" if aggregate is Aggregate.SUM else None
    computed = FromRecords(aggregate=aggregate, dataset="faktura", field=sums, where=where)  # type: ignore[arg-type]
    world.indicator("telt", computed=computed, decimals=decimals, **more)


def value(world: World, period: str = "2024-12", indicator: str = "telt") -> str | None:
    found = world.evaluator().value(indicator, "A", Period.parse(period)).number
    return None if found is None else str(found)


def test_antall_counts_the_units_records_in_the_period_where_the_condition_holds(world: World) -> None:
    counted(world, Aggregate.COUNT)
    world.invoice("B1", belop="101")
    world.invoice("B2", belop="100")
    world.invoice("B3", "2024-11-30", belop="101")
    world.invoice("B4", enhet="B", belop="101")

    assert "1" == value(world)


def test_sum_adds_the_field_of_those_records(world: World) -> None:
    counted(world, Aggregate.SUM, decimals=1)
    world.invoice("B1", belop="100.55")
    world.invoice("B2", belop="200.50")
    world.invoice("B3", belop="99")

    assert "301.1" == value(world)  # 301.05 away from zero


def test_andel_is_per_100_records(world: World) -> None:
    counted(world, Aggregate.SHARE, decimals=1)
    for key, amount in (("B1", "101"), ("B2", "101"), ("B3", "1")):
        world.invoice(key, belop=amount)

    assert "66.7" == value(world)


def test_without_records_andel_is_missing_and_antall_and_sum_are_0(world: World) -> None:
    world.deliver_empty("faktura")
    for aggregate, expected in ((Aggregate.SHARE, None), (Aggregate.COUNT, "0"), (Aggregate.SUM, "0")):
        counted(world, aggregate)

        assert expected == value(world)


@pytest.mark.parametrize("aggregate", list(Aggregate))
def test_from_a_data_set_that_never_came_nothing_is_known(world: World, aggregate: Aggregate) -> None:
    counted(world, aggregate)

    assert value(world) is None


def test_an_unknown_record_makes_it_unknown_only_if_it_could_change_the_rounded_value(world: World) -> None:
    counted(world, Aggregate.SHARE)
    for i in range(300):
        world.invoice(f"B{i}", belop="1")
    world.invoice("B300")
    assert "0" == value(world)  # 0 or 0.33

    world.invoice("B301")
    assert value(world) is None  # 0 or 0.66


def test_an_unknown_record_that_adds_nothing_leaves_the_sum_known(world: World) -> None:
    counted(world, Aggregate.SUM, where=field("forfall", Op.AFTER, FieldRef("dato")))
    world.invoice("B1", belop="5", forfall="2024-12-31")
    world.invoice("B2", belop="0.40")
    assert "5" == value(world)

    world.invoice("B3", belop="-0.60")
    assert value(world) is None


def test_a_missing_amount_matters_when_the_record_counts(world: World) -> None:
    counted(world, Aggregate.SUM, where=field("leverandor", Op.EQUAL, FieldRef("leverandor")))
    world.invoice("B1", leverandor="L1")

    assert value(world) is None


def test_the_end_of_the_period_is_that_of_the_computed_period(world: World) -> None:
    counted(world, Aggregate.COUNT, where=field("forfall", Op.NO_LATER, PeriodEnd()), frequency=Frequency.TERTIAL)
    world.invoice("B1", "2024-09-01", forfall="2024-12-31")
    world.invoice("B2", "2024-10-01", forfall="2025-01-01")

    assert "1" == value(world, "2024-T3")


def test_min_antall_applies_to_the_number_of_records(world: World) -> None:
    counted(world, Aggregate.COUNT, min_count=2)
    world.invoice("B1", belop="101")
    assert value(world) is None

    world.invoice("B2", belop="1")
    assert "1" == value(world)


def test_a_stock_record_counts_in_every_period_it_overlaps(world: World) -> None:
    fields = {"id": FieldType.TEXT, "fra": FieldType.DATE, "til": FieldType.DATE, "enhet": FieldType.TEXT}
    world.dataset("faktura", fields, key="id", dated_by=Stock(start="fra", end="til"), enhet_field="enhet")
    counted(world, Aggregate.COUNT, where=None)
    world.record("S1", fra="2024-10-31", til="2024-11-01", enhet="A")

    assert ["0", "1", "1", "0"] == [value(world, f"2024-{m:02}") for m in range(9, 13)]


def test_values_of_computed_indicators_never_come_from_measurements(world: World) -> None:
    counted(world, Aggregate.COUNT)
    world.deliver_empty("faktura")
    world.measured("A", "9", indicator="telt")

    assert "usann" == world.says(compared(Op.OVER, "0", indicator="telt"))


# --- indices ----------------------------------------------------------------------------------------------------


def index(world: World, **more: object) -> None:
    world.indicator("trivsel", decimals=0, frequency=Frequency.YEAR)
    computed = WeightedIndex(parts=("fravaer", "trivsel"), weights=(Decimal(2), Decimal(1)))
    world.indicator("indeks", computed=computed, **more)


def test_an_index_is_the_weighted_mean_with_coarser_parts_read_at_the_period_that_contains_its_own(
    world: World,
) -> None:
    index(world)
    world.measured("A", "1")
    world.measured("A", "8", indicator="trivsel", period="2024")

    assert "3.3" == value(world, indicator="indeks")
    assert value(world, "2024-11", indicator="indeks") is None


def test_an_index_is_unknown_if_any_part_is_also_when_the_part_is_skjermet(world: World) -> None:
    index(world)
    world.indicator("fravaer", min_count=5)
    world.measured("A", "1", count=4)
    world.measured("A", "8", indicator="trivsel", period="2024")

    assert value(world, indicator="indeks") is None


def test_the_count_of_an_index_is_the_smallest_of_its_parts_and_none_if_any_has_none(world: World) -> None:
    index(world, min_count=5)
    world.measured("A", "1", count=5)
    world.measured("A", "8", indicator="trivsel", period="2024")
    assert value(world, indicator="indeks") is None

    world.measured("A", "8", indicator="trivsel", period="2024", count=9)
    assert "3.3" == value(world, indicator="indeks")


@pytest.mark.parametrize(("part", "rounded"), [("0.1", "0.1"), ("-0.1", "-0.1"), ("0.0", "0.0")])
def test_an_index_is_rounded_half_away_from_zero(world: World, part: str, rounded: str) -> None:
    world.indicator("annen")
    world.indicator("indeks", computed=WeightedIndex(parts=("fravaer", "annen"), weights=(Decimal(1), Decimal(1))))
    world.measured("A", part)
    world.measured("A", "0", indicator="annen")

    assert rounded == value(world, indicator="indeks")  # ±0.05 away from zero
    assert "sann" == world.says(compared(Op.EQUAL, rounded, indicator="indeks"), month=Month(2024, 12))
