"""Look-ups and grouped sums: rule language 2.6, second half."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import (
    Grouped,
    Lookup,
    LookupTerm,
)
from kontroll.domain.dataset import FieldType, Stock
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    ParameterRef,
)

from .words import in_a_row, number
from .world import World

REGISTER = {"navn": FieldType.TEXT, "sperret": FieldType.YES_NO, "grense": FieldType.KRONER}
SAME_NAME = LookupTerm("navn", Op.EQUAL, FieldRef("leverandor"))
WITHIN = LookupTerm("grense", Op.AT_LEAST, FieldRef("belop"))


@pytest.fixture
def world(world: World) -> World:
    """A register of L1 (limit 100) and L2 (limit unknown)."""
    world.dataset("register", REGISTER, key="navn", dated_by=None)
    world.record("L1", "register", grense="100", sperret=False)
    world.record("L2", "register", sperret=True)
    return world


def found(*terms: LookupTerm, exists: bool = True) -> Lookup:
    return Lookup(dataset="register", terms=terms, exists=exists)


@pytest.mark.parametrize(("supplier", "answer"), [("L1", "sann"), ("L3", "usann"), (None, "ukjent")])
def test_a_row_is_found_when_all_terms_hold(world: World, supplier: str | None, answer: str) -> None:
    world.invoice("B1", leverandor=supplier, belop="100")

    assert answer == world.says_of_record(found(SAME_NAME, WITHIN))


def test_finnes_nei_is_the_opposite(world: World) -> None:
    for key, supplier in (("B1", "L1"), ("B2", "L3"), ("B3", None)):
        world.invoice(key, leverandor=supplier)

    absent = found(SAME_NAME, exists=False)
    assert ["usann", "sann", "ukjent"] == [world.says_of_record(absent, key) for key in ("B1", "B2", "B3")]


def test_a_missing_operand_that_could_decide_is_unknown(world: World) -> None:
    world.invoice("B1", leverandor="L2", belop="100")  # the limit of L2 is missing
    world.invoice("B2", leverandor="L1")  # the amount is missing

    assert "ukjent" == world.says_of_record(found(SAME_NAME, WITHIN), "B1")
    assert "ukjent" == world.says_of_record(found(SAME_NAME, WITHIN), "B2")


def test_a_missing_operand_that_could_not_decide_does_not_matter(world: World) -> None:
    world.invoice("B1", leverandor="L3")  # no such row, whatever the amount
    blocked = LookupTerm("sperret", Op.EQUAL, Literal(True))
    world.invoice("B2", leverandor="L1")  # L1 is not blocked, whatever the amount

    assert "usann" == world.says_of_record(found(SAME_NAME, WITHIN), "B1")
    assert "usann" == world.says_of_record(found(SAME_NAME, WITHIN, blocked), "B2")


def test_a_row_whose_own_field_is_missing_could_be_the_one(world: World) -> None:
    world.dataset("logg", {"id": FieldType.TEXT, "navn": FieldType.TEXT}, key="id", dated_by=None)
    world.record("1", "logg")
    world.invoice("B1", leverandor="L1")

    assert "ukjent" == world.says_of_record(Lookup(dataset="logg", terms=(SAME_NAME,), exists=True))


def test_only_the_row_that_stands_is_looked_at(world: World) -> None:
    world.invoice("B1", leverandor="L1", belop="100")
    world.record("L1", "register", grense="99")

    assert "usann" == world.says_of_record(found(SAME_NAME, WITHIN))


def test_a_look_up_in_a_data_set_that_came_empty_is_false_and_in_one_that_never_came_unknown(world: World) -> None:
    world.invoice("B1")
    world.records["register"] = []
    assert "usann" == world.says_of_record(found(SAME_NAME))

    del world.records["register"]
    assert "ukjent" == world.says_of_record(found(SAME_NAME))
    assert "ukjent" == world.says_of_record(found(SAME_NAME, exists=False))


# --- gruppert ---------------------------------------------------------------------------------------------------


def total(op: Op, value: str, *, days: int = 30, like: tuple[str, ...] = ("leverandor",), **more: object) -> Grouped:
    return Grouped(like=like, days=days, sum_field="belop", op=op, threshold=number(value), **more)  # type: ignore[arg-type]


def test_the_sum_is_of_like_records_in_the_days_up_to_and_with_this_ones_date(world: World) -> None:
    world.invoice("B0", "2024-11-10", leverandor="L1", belop="1000")  # 30 days before: outside
    world.invoice("B2", "2024-11-11", leverandor="L1", belop="20")
    world.invoice("B3", "2024-12-11", leverandor="L1", belop="1000")  # later
    world.invoice("B4", "2024-12-10", leverandor="L2", belop="1000")  # another
    world.invoice("B1", "2024-12-10", enhet="B", leverandor="L1", belop="3")

    assert "sann" == world.says_of_record(total(Op.EQUAL, "23"))


def test_antall_counts_the_records_with_this_one_included(world: World) -> None:
    for key in ("B1", "B2", "B3"):
        world.invoice(key, leverandor="L1")
    three = Grouped(like=("leverandor",), days=1, sum_field=None, op=Op.EQUAL, threshold=number("3"))

    assert "sann" == world.says_of_record(three)


def test_a_missing_like_field_of_this_record_is_unknown_and_of_another_leaves_it_out(world: World) -> None:
    world.invoice("B1", belop="1")
    world.invoice("B2", leverandor="L1", belop="1")
    like = ("leverandor", "ansvar")

    assert "ukjent" == world.says_of_record(total(Op.EQUAL, "1", like=like), "B1")
    assert "sann" == world.says_of_record(total(Op.EQUAL, "1", like=like), "B2")


def test_a_missing_amount_is_unknown_inside_the_window_only(world: World) -> None:
    world.invoice("B1", "2024-12-10", leverandor="L1", belop="1")
    world.invoice("B2", "2024-11-10", leverandor="L1")
    assert "sann" == world.says_of_record(total(Op.EQUAL, "1"))

    world.invoice("B3", "2024-11-11", leverandor="L1")
    assert "ukjent" == world.says_of_record(total(Op.OVER, "0"))


def test_the_grouped_sum_of_a_stock_goes_by_its_first_day(world: World) -> None:
    fields = {"id": FieldType.TEXT, "fra": FieldType.DATE, "til": FieldType.DATE, "belop": FieldType.KRONER}
    world.dataset("avtale", fields | {"leverandor": FieldType.TEXT}, key="id", dated_by=Stock(start="fra", end="til"))
    world.record("A0", "avtale", fra="2024-01-01", leverandor="L1", belop="5")
    world.record("A1", "avtale", fra="2024-11-30", leverandor="L1", belop="1")

    assert "sann" == world.says_of_record(total(Op.EQUAL, "1"), "A1", dataset="avtale")


def test_the_threshold_of_a_grouped_sum_may_be_a_dated_parameter(world: World) -> None:
    world.parameter("p", ("2024-01-01", "10"), ("2024-12-11", "5"))
    world.invoice("B1", "2024-12-10", leverandor="L1", belop="7")
    over_p = Grouped(like=("leverandor",), days=9, sum_field="belop", op=Op.OVER, threshold=ParameterRef("p"))

    assert "usann" == world.says_of_record(over_p)
    assert "sann" == world.says_of_record(total(Op.EQUAL, "7", window=in_a_row(2)))
