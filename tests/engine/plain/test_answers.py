"""Answers: the values and thresholds behind a result, for explanations and for the proof of both sides of a threshold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import (
    AllOf,
    Change,
    ChangeKind,
    Compare,
    Lookup,
    LookupTerm,
    RuleLeaf,
)
from kontroll.domain.dataset import FieldType
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import (
    AmbitionRef,
    Colour,
    FieldRef,
    Op,
    ParameterRef,
)
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, FieldValue, Measured, Record, RuleAnswer, RuleResult, comparisons
from kontroll.facts.facts import ValueState

from .words import best, coloured, compared, field, in_a_row, over
from .world import World


def tree(found: RuleAnswer) -> Answer:
    assert found.condition is not None
    return found.condition


def test_every_comparison_tells_its_operand_and_threshold_newest_period_first(world: World) -> None:
    world.series("A", "6 4.9")

    found = list(comparisons(tree(world.answer(over("5", window=in_a_row(2))))))

    assert [(Decimal("4.9"), Decimal(5)), (Decimal(6), Decimal(5))] == [(c.operand, c.limit.value) for c in found]
    assert [Period.parse("2024-12"), Period.parse("2024-11")] == [c.when for c in found]
    assert all(isinstance(c.asked, Compare) for c in found)


def test_a_changed_operand_is_told_exactly_with_both_values(world: World) -> None:
    world.series("A", "-3 -1")

    (found,) = comparisons(tree(world.answer(compared(Op.OVER, "0", change=Change(1, ChangeKind.PERCENT)))))

    assert Fraction(200, 3) == found.operand


def test_a_value_tells_its_file_line_and_why_it_is_unknown(world: World) -> None:
    world.indicator("fravaer", min_count=5)
    world.measured("A", "6", count=4)

    (leaf_test,) = tree(world.answer(over("5"))).children
    (read,) = leaf_test.reads

    assert isinstance(read, Measured)
    (value,) = read.values
    assert ("maalinger/a.csv", 2, ValueState.SUPPRESSED, None) == (value.file, value.line, value.state, value.number)


def test_a_threshold_tells_which_parameter_value_or_ambition_row_it_is(world: World) -> None:
    world.parameter("p", ("2024-01-01", "5"))
    world.ambition("*", "4", "6")
    world.measured("A", "5")

    (of_parameter,) = comparisons(tree(world.answer(compared(Op.OVER, ParameterRef("p")))))
    (of_ambition,) = comparisons(tree(world.answer(compared(Op.OVER, AmbitionRef(Colour.GREEN)))))
    green_and_yellow = [c.limit.value for c in comparisons(tree(world.answer(coloured(Colour.RED))))]

    assert world.parameters["p"].values[0] == of_parameter.limit.origin
    assert "ambisjoner.csv" == getattr(of_ambition.limit.origin, "file", None)
    assert [Decimal(4), Decimal(6)] == green_and_yellow


def test_best_blant_lists_the_own_operand_and_those_of_the_rivals(world: World) -> None:
    world.unit("B")
    world.unit("C")
    world.measured("A", "5")
    world.measured("B", "6")

    (leaf_test,) = tree(world.answer(best(missing_ignored=True))).children

    read = [(r.enhet, r.operand) for r in leaf_test.reads if isinstance(r, Measured)]
    assert [("A", Decimal(5)), ("B", Decimal(6)), ("C", None)] == read


def test_every_part_of_a_group_is_answered_also_when_one_decides(world: World) -> None:
    world.measured("A", "4")

    found = tree(world.answer(AllOf(children=(over("5"), over("3")))))

    assert [Truth.FALSE, Truth.TRUE] == [child.truth for child in found.children]


def test_a_field_leaf_tells_both_fields_with_their_line(world: World) -> None:
    world.parameter("p", ("2024-01-01", "100"))
    world.invoice("B1", belop="101")

    found = tree(world.record_answer(field("belop", Op.OVER, ParameterRef("p"))))

    assert Decimal(101) == found.operand
    assert Decimal(100) == found.limits[0].value
    assert (FieldValue("faktura", "B1", "belop", Decimal(101), "datasett/faktura/a.csv", 2),) == found.reads


def test_a_look_up_tells_which_row_was_found(world: World) -> None:
    world.dataset("register", {"navn": FieldType.TEXT}, key="navn", dated_by=None)
    world.record("L1", "register")
    world.record("L2", "register")
    world.invoice("B1", leverandor="L2")
    same_name = LookupTerm("navn", Op.EQUAL, FieldRef("leverandor"))

    found = tree(world.record_answer(Lookup(dataset="register", terms=(same_name,), exists=True)))

    assert [("faktura", "B1"), ("register", "L2")] == [
        (read.dataset, read.key) for read in found.reads if isinstance(read, FieldValue | Record)
    ]


def test_a_rule_leaf_tells_what_the_other_rule_said_in_each_month(world: World) -> None:
    world.series("A", "6 4")
    world.rule("annen", over("5"))

    found = tree(world.answer(RuleLeaf(rule="annen", window=in_a_row(2))))

    read = [child.reads[0] for child in found.children]
    assert [("usann", Month(2024, 12)), ("sann", Month(2024, 11))] == [
        (r.result.value, r.month) for r in read if isinstance(r, RuleResult) and r.result is not None
    ]


def test_the_exceptions_are_answered_beside_the_condition(world: World) -> None:
    world.measured("A", "6")
    world.rule("r", over("5"))
    world.exempt("r", over("7"))

    found = world.evaluator().answer("r", "A", Month(2024, 12))

    assert found is not None
    assert [Truth.TRUE, Truth.FALSE] == [answer.truth for answer in found.answers()]
