"""Supposing: what rules would have said had one value been delivered otherwise, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kontroll.domain.condition import FieldMissing
from kontroll.domain.indicator import WeightedIndex
from kontroll.domain.month import Period
from kontroll.domain.operand import Op
from kontroll.engine.plain import FieldSite, MeasuredSite
from kontroll.engine.plain.recordset import RecordSet

from .words import best, field, leaf, over
from .world import DECEMBER, World

HERE = MeasuredSite("fravaer", "A", Period.parse("2024-12"))


def said(evaluator, enhet="A"):
    return evaluator.result("provd", enhet, DECEMBER).value


def test_a_supposed_value_is_what_rules_see_and_the_delivered_one_stays_where_it_was(world: World) -> None:
    world.measured("A", "6")
    world.rule("provd", over("5"))
    evaluator = world.evaluator()

    supposed = evaluator.supposing(HERE, Decimal(5))

    assert ("sann", "usann", "sann") == (said(evaluator), said(supposed), said(evaluator))


def test_a_value_can_be_supposed_where_none_was_delivered_and_taken_away_where_one_was(world: World) -> None:
    world.rule("provd", over("5"))

    there = world.evaluator().supposing(HERE, Decimal(6))

    assert ("sann", "ukjent") == (said(there), said(there.supposing(HERE, None)))


def test_a_supposed_value_has_enough_behind_it_to_be_seen(world: World) -> None:
    world.indicator("fravaer", min_count=5)
    world.measured("A", "6", count=4)
    world.rule("provd", over("5"))

    assert "ukjent" == said(world.evaluator())
    assert "sann" == said(world.evaluator().supposing(HERE, Decimal(6)))


def test_an_index_is_computed_again_from_the_supposed_part(world: World) -> None:
    world.indicator("trivsel")
    world.indicator("indeks", computed=WeightedIndex(parts=("fravaer", "trivsel"), weights=(Decimal(1), Decimal(1))))
    world.measured("A", "4")
    world.measured("A", "4", indicator="trivsel")
    world.rule("provd", over("5", indicator="indeks"))
    evaluator = world.evaluator()
    assert "usann" == said(evaluator)

    assert "sann" == said(evaluator.supposing(HERE, Decimal("6.5")))


def test_a_rival_may_be_supposed_to_have_another_value(world: World) -> None:
    world.unit("B")
    world.measured("A", "6")
    world.measured("B", "7")
    world.rule("provd", best())
    evaluator = world.evaluator()
    assert ("sann", "usann") == (said(evaluator), said(evaluator, "B"))

    supposed = evaluator.supposing(HERE._replace(enhet="B"), Decimal(5))

    assert ("usann", "sann") == (said(supposed), said(supposed, "B"))


def test_a_field_may_be_supposed_filled_emptied_or_on_another_day(world: World) -> None:
    world.invoice("B1", leverandor="L1")
    world.rule("provd", FieldMissing(field="leverandor", missing=True), dataset="faktura")
    evaluator = world.evaluator()
    of = FieldSite("faktura", "B1", "leverandor")

    assert "usann" == evaluator.record_result("provd", "B1", DECEMBER).value
    assert "sann" == evaluator.supposing(of, None).record_result("provd", "B1", DECEMBER).value
    moved = evaluator.supposing(of._replace(field="dato"), date(2024, 11, 30))
    assert moved.record_result("provd", "B1", DECEMBER) is None


def test_the_other_records_keep_their_place(world: World) -> None:
    world.invoice("B1", belop="1")
    world.invoice("B2", belop="2")
    world.rule("provd", field("belop", Op.OVER, "1"), dataset="faktura")

    supposed = world.evaluator().supposing(FieldSite("faktura", "B1", "belop"), Decimal(9))

    assert ["B1", "B2"] == [row.key for row in supposed.results(DECEMBER, DECEMBER) if row.rule == "provd"]
    assert "sann" == supposed.record_result("provd", "B1", DECEMBER).value


def test_leaves_that_read_another_indicator_are_the_same(world: World) -> None:
    world.indicator("trivsel")
    world.measured("A", "6")
    world.measured("A", "9", indicator="trivsel")
    world.rule("provd", leaf(*over("5").tests, indicator="trivsel"))
    evaluator = world.evaluator()
    assert "sann" == said(evaluator)

    assert "sann" == said(evaluator.supposing(HERE, Decimal(0)))


def test_company_is_the_same_whether_a_field_is_supposed_or_delivered_so(world: World) -> None:
    like = ("leverandor", "belop")
    rows = {"B1": ("2024-12-10", "L1", "5"), "B2": ("2024-12-09", "L1", "5"), "B3": ("2024-12-10", "L2", "5"),
            "B4": ("2024-11-01", "L1", "5"), "B5": ("2024-12-10", "L1", "6")}  # fmt: skip
    for key, (day, supplier, amount) in rows.items():
        world.invoice(key, day, leverandor=supplier, belop=amount)
    records = world.evaluator()._recordset("faktura")

    for key, name, content in (("B3", "leverandor", "L1"), ("B1", "leverandor", "L2"), ("B5", "belop", Decimal(5)),
                               ("B4", "fakturadato", date(2024, 12, 9)), ("B2", "fakturadato", None)):  # fmt: skip
        supposed = records.supposing(key, name, content)
        anew = RecordSet(supposed.dataset, None)
        anew.records = dict(supposed.records)
        for record in (one for one in anew if one.day is not None):
            assert anew.alike(like, record, 30) == supposed.alike(like, record, 30)
