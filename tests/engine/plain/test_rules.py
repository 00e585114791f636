"""Rules, results and rules about rules: rule language 1.1, 2.7 and 3."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.domain.condition import (
    Not,
    RuleLeaf,
)
from kontroll.domain.dataset import FieldType
from kontroll.domain.month import Month
from kontroll.domain.operand import Op
from kontroll.domain.rule import RuleType, Scope, Version

from .words import field, in_a_row, over
from .world import DECEMBER, World

HIGH = over("5")


# --- results ----------------------------------------------------------------------------------------------------


def test_outside_gjelder_or_not_active_in_the_month_there_is_no_result_row(world: World) -> None:
    world.unit("B", "barnehage")
    world.unit("C", last="2024-11")
    world.rule("r", HIGH, scope=Scope(services=frozenset({"skole"})))

    assert ["ukjent", None, None] == [world.result("r", enhet) for enhet in "ABC"]
    assert "ukjent" == world.result("r", "C", Month(2024, 11))


def test_all_given_keys_of_gjelder_must_match_the_row_of_that_month(world: World) -> None:
    world.unit("B", "barnehage", last="2024-11")
    world.unit("B", "skole", first="2024-12")
    scope = Scope(services=frozenset({"skole"}), enheter=frozenset({"B"}))
    world.rule("r", HIGH, scope=scope)

    assert [None, "ukjent"] == [world.result("r", "B", Month(2024, m)) for m in (11, 12)]
    assert world.result("r", "A") is None


def test_without_a_version_for_the_month_the_rule_is_ikke_i_kraft_whatever_the_exceptions_say(world: World) -> None:
    world.series("A", "6 6 6")
    world.rule("r", HIGH, since="2024-11", until="2024-11")
    world.exempt("r", HIGH)

    assert ["ikke_i_kraft", "ikke_relevant", "ikke_i_kraft"] == [
        world.result("r", month=Month(2024, m)) for m in (10, 11, 12)
    ]


def test_a_version_without_an_end_holds_until_the_next_one_starts(world: World) -> None:
    world.series("A", "6 6 6")
    rule = world.rule("r", HIGH, since="2024-10")
    later = Version(valid_from=Month(2024, 12), valid_to=None, condition=over("7"))
    world.rules["r"] = replace(rule, versions=(*rule.versions, later))

    assert ["sann", "sann", "usann"] == [world.result("r", month=Month(2024, m)) for m in (10, 11, 12)]


@pytest.mark.parametrize(
    ("type", "value", "exception", "answer"),
    [
        (RuleType.DEVIATION, "6", "sann", "ikke_relevant"),
        (RuleType.DEVIATION, "6", "ukjent", "ukjent"),
        (RuleType.DEVIATION, "4", "ukjent", "usann"),
        (RuleType.DEVIATION, "6", "usann", "sann"),
        (RuleType.REQUIREMENT, "6", "ukjent", "sann"),
        (RuleType.REQUIREMENT, "4", "ukjent", "ukjent"),
        (RuleType.REQUIREMENT, "4", "usann", "usann"),
    ],
)
def test_an_unknown_exception_turns_an_utslag_into_unknown_and_leaves_the_rest(
    world: World, type: RuleType, value: str, exception: str, answer: str
) -> None:
    world.indicator("unntak")
    if exception != "ukjent":
        world.measured("A", "6" if exception == "sann" else "4", indicator="unntak")
    world.measured("A", value)
    world.rule("r", HIGH, type=type)
    world.exempt("r", over("5", indicator="unntak"))

    assert answer == world.result("r")


# --- utslag -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "value", "answer"),
    [
        (RuleType.DEVIATION, "6", "sann"),
        (RuleType.DEVIATION, "4", "usann"),
        (RuleType.REQUIREMENT, "6", "usann"),
        (RuleType.REQUIREMENT, "4", "sann"),
        (RuleType.DEVIATION, None, "ukjent"),
        (RuleType.REQUIREMENT, None, "ukjent"),
    ],
)
def test_utslag_is_brudd_for_skal_and_sann_for_the_others(
    world: World, type: RuleType, value: str | None, answer: str
) -> None:
    world.measured("A", value)
    world.rule("annen", HIGH, type=type)

    assert answer == world.says(RuleLeaf(rule="annen"))


def test_ikke_relevant_ikke_i_kraft_and_no_result_row_count_as_false(world: World) -> None:
    world.measured("A", "6")
    world.rule("relevant", HIGH)
    world.exempt("relevant", HIGH)
    world.rule("kraft", HIGH, since="2025-01")
    world.rule("rad", HIGH, scope=Scope(services=frozenset({"barnehage"})))

    for id in ("relevant", "kraft", "rad"):
        assert "usann" == world.says(RuleLeaf(rule=id))
        assert "sann" == world.says(Not(child=RuleLeaf(rule=id)))


def test_a_rule_that_is_left_out_counts_as_unknown(world: World) -> None:
    world.rule("annen", HIGH, scope=Scope(services=frozenset({"barnehage"})))
    world.left_out = ("annen",)

    assert "ukjent" == world.says(RuleLeaf(rule="annen"))
    assert "ukjent" == world.says(RuleLeaf(rule="annen", window=in_a_row(2)))
    assert {"provd"} == {row.rule for row in world.evaluator().results(DECEMBER, DECEMBER)}


def test_each_month_of_a_window_is_judged_by_the_version_in_force_that_month(world: World) -> None:
    world.series("A", "6 8")
    rule = world.rule("annen", HIGH)
    later = Version(valid_from=DECEMBER, valid_to=None, condition=over("7"))
    world.rules["annen"] = replace(rule, versions=(*rule.versions, later))

    assert "sann" == world.says(RuleLeaf(rule="annen", window=in_a_row(2)))


def test_a_unit_rule_counts_the_records_of_the_unit_that_have_utslag_that_month(world: World) -> None:
    world.rule("stor", field("belop", Op.OVER, "100"), dataset="faktura")
    world.invoice("B1", belop="101")
    world.invoice("B2", belop="101")
    world.invoice("B3", "2024-11-30", belop="101")
    world.invoice("B4", enhet="B", belop="101")

    assert "sann" == world.says(RuleLeaf(rule="stor", count=2))
    assert "usann" == world.says(RuleLeaf(rule="stor", count=3))


def test_unknown_records_make_the_count_unknown_only_if_they_could_decide(world: World) -> None:
    world.rule("stor", field("belop", Op.OVER, "100"), dataset="faktura")
    world.invoice("B1", belop="101")
    world.invoice("B2")

    asked = [world.says(RuleLeaf(rule="stor", count=count)) for count in (1, 2, 3)]
    assert ["sann", "ukjent", "usann"] == asked


def test_a_record_rule_asks_a_unit_rule_about_the_records_enhet_in_the_evaluated_month(world: World) -> None:
    world.series("A", "6 4")
    world.rule("enhet", HIGH)
    world.invoice("B1", "2024-11-30")
    world.invoice("B2", "2024-12-01")
    world.invoice("B3", enhet=None)

    asked = [
        world.says_of_record(RuleLeaf(rule="enhet"), "B1", Month(2024, 11)),
        world.says_of_record(RuleLeaf(rule="enhet"), "B2"),
        world.says_of_record(RuleLeaf(rule="enhet"), "B3"),
    ]
    assert ["sann", "usann", "usann"] == asked


def test_a_record_rule_asks_another_about_the_same_record(world: World) -> None:
    world.rule("stor", field("belop", Op.OVER, "100"), dataset="faktura")
    for key, amount in (("B1", "101"), ("B2", "100"), ("B3", None)):
        world.invoice(key, belop=amount)

    asked = [world.says_of_record(RuleLeaf(rule="stor"), key) for key in ("B1", "B2", "B3")]
    assert ["sann", "usann", "ukjent"] == asked


# --- records and their units ------------------------------------------------------------------------------------


def test_the_later_row_of_a_record_wins(world: World) -> None:
    world.rule("stor", field("belop", Op.OVER, "100"), dataset="faktura")
    world.invoice("B1", belop="101")
    world.invoice("B1", "2024-11-10", belop="100")

    assert world.record_result("stor", "B1") is None
    assert "usann" == world.record_result("stor", "B1", Month(2024, 11))


def test_records_are_judged_whether_or_not_their_unit_is_known_or_active(world: World) -> None:
    world.unit("C", last="2024-11")
    world.rule("stor", field("belop", Op.OVER, "100"), dataset="faktura")
    for key, enhet in (("B1", "A"), ("B2", "C"), ("B3", "ukjent"), ("B4", None)):
        world.invoice(key, enhet=enhet, belop="101")

    assert ["sann"] * 4 == [world.record_result("stor", key) for key in ("B1", "B2", "B3", "B4")]


def test_with_gjelder_a_record_of_no_matching_unit_has_no_row_but_an_id_matches_itself(world: World) -> None:
    large = field("belop", Op.OVER, "100")
    world.rule("skole", large, dataset="faktura", scope=Scope(services=frozenset({"skole"})))
    world.rule("ids", large, dataset="faktura", scope=Scope(enheter=frozenset({"ukjent"})))
    world.invoice("B1", belop="101")
    world.invoice("B2", enhet="ukjent", belop="101")

    assert ["sann", None] == [world.record_result("skole", key) for key in ("B1", "B2")]
    assert [None, "sann"] == [world.record_result("ids", key) for key in ("B1", "B2")]


def test_a_missing_unknown_or_inactive_unit_is_an_utslag_of_the_rule_that_is_always_there(world: World) -> None:
    world.unit("C", last="2024-11")
    world.dataset("register", {"navn": FieldType.TEXT}, key="navn", dated_by=None)
    world.record("L1", "register")
    for key, enhet in (("B1", "A"), ("B2", "C"), ("B3", "ukjent"), ("B4", None)):
        world.invoice(key, enhet=enhet)
    world.invoice("B5", None)

    rows = world.evaluator().results(Month(2024, 11), DECEMBER)

    assert [
        ("datakvalitet-enhet", "", "2024-12", "B4", "sann"),
        ("datakvalitet-enhet", "A", "2024-12", "B1", "usann"),
        ("datakvalitet-enhet", "C", "2024-12", "B2", "sann"),
        ("datakvalitet-enhet", "ukjent", "2024-12", "B3", "sann"),
    ] == [(*row[:4], row.result.value) for row in rows]


def test_a_rule_may_ask_about_the_rule_that_is_always_there(world: World) -> None:
    world.units.clear()
    world.unit("A", first="2024-12")
    world.invoice("B1", "2024-11-30")
    asked = RuleLeaf(rule="datakvalitet-enhet", count=1)

    assert "usann" == world.says(asked)
    assert "sann" == world.says(RuleLeaf(rule="datakvalitet-enhet", count=1, window=replace(in_a_row(2), at_least=1)))
    assert "sann" == world.says_of_record(RuleLeaf(rule="datakvalitet-enhet"), "B1", Month(2024, 11))


def test_rows_come_sorted_by_rule_enhet_month_and_key_by_code_point(world: World) -> None:
    world.unit("a")
    world.unit("Å")
    world.rule("z", HIGH)
    world.rule("b", HIGH)

    rows = world.evaluator().results(Month(2024, 11), DECEMBER)

    assert [(r, e, p) for r in "bz" for e in ("A", "a", "Å") for p in ("2024-11", "2024-12")] == [
        row[:3] for row in rows
    ]
