"""Shares: what a group is of a larger one, `andel_av` in `gruppert`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kontroll.domain.condition import Grouped
from kontroll.domain.operand import Literal, Op

from .world import World


def share(op: Op, limit: str, *, of: tuple[str, ...] = (), **more: Any) -> Grouped:
    asked = {"like": ("leverandor",), "days": 30, "sum_field": "belop", **more}
    return Grouped(op=op, threshold=Literal(Decimal(limit)), share_of=of, **asked)


@pytest.fixture
def world(world: World) -> World:
    """L1 has 30 of the 100 of the last days, and one of three invoices."""
    world.invoice("B1", "2024-11-10", leverandor="L1", belop="1000")  # thirty days before: outside
    world.invoice("B2", "2024-11-20", leverandor="L2", belop="50")
    world.invoice("B3", "2024-11-30", leverandor="L2", belop="20")
    world.invoice("B4", "2024-12-10", leverandor="L1", belop="30")
    return world


@pytest.mark.parametrize(("limit", "answer"), [("29.99", "sann"), ("30", "usann"), ("30.01", "usann")])
def test_a_share_is_held_against_per_cent_of_the_larger_group(world: World, limit: str, answer: str) -> None:
    assert answer == world.says_of_record(share(Op.OVER, limit), "B4")


def test_a_share_that_does_not_end_is_compared_exactly(world: World) -> None:
    third = {"sum_field": None}

    assert "sann" == world.says_of_record(share(Op.OVER, "33.333333333", **third), "B4")
    assert "usann" == world.says_of_record(share(Op.AT_LEAST, "33.333333334", **third), "B4")
    assert "usann" == world.says_of_record(share(Op.EQUAL, "33.333333333", **third), "B4")


def test_the_larger_group_has_its_own_fields_equal(world: World) -> None:
    world.invoice("B5", "2024-12-09", "B", leverandor="L1", belop="900")

    own = share(Op.EQUAL, "30", of=("ansvar",), like=("ansvar", "leverandor"))
    assert "sann" == world.says_of_record(own, "B4")


def test_an_amount_that_is_missing_in_the_larger_group_is_unknown(world: World) -> None:
    world.invoice("B5", "2024-12-01", leverandor="L3")

    assert "ukjent" == world.says_of_record(share(Op.OVER, "1"), "B4")
    assert "usann" == world.says_of_record(share(Op.OVER, "25", sum_field=None), "B4")


@pytest.mark.parametrize(("credit", "answer"), [("-99.99", "sann"), ("-100", "ukjent"), ("-100.01", "ukjent")])
def test_nothing_and_less_than_nothing_has_no_shares(world: World, credit: str, answer: str) -> None:
    world.invoice("B5", "2024-12-01", leverandor="L3", belop=credit)

    assert answer == world.says_of_record(share(Op.OVER, "1"), "B4")


def test_a_record_without_a_like_field_is_unknown(world: World) -> None:
    world.invoice("B5", "2024-12-10", belop="10")

    assert "ukjent" == world.says_of_record(share(Op.OVER, "1"), "B5")
