"""Subjects that look alike are one case; each subject and month belongs to exactly one."""

from __future__ import annotations

from dataclasses import replace

from kontroll.domain.condition import AllOf, AnyOf, RuleLeaf, Window
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Scope
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluated
from kontroll.engine.inference import compiled
from kontroll.engine.inference.cases import Cases
from kontroll.engine.inference.inferring import gather
from kontroll.engine.inference.program import Span

from .worded import MAY, case, leaf, rule, said

BOTH = rule("begge", AllOf(children=(leaf("a"), leaf("b"))))
TWICE = rule("to-på-rad", RuleLeaf(rule="begge", window=Window(2, 2)))


def gathered(*rules: Rule, values: dict[str, dict[str, str]], first: Month = MAY) -> list[Cases]:
    of = case(*rules, values=values, first=first)
    found = evaluated(of.rulebook, of.facts(), of.first, of.last)
    program = compiled(of.rulebook, (), (of.first, of.last))
    return gather(program, found, Span(of.first.ordinal, of.last.ordinal))


def test_a_hundred_enheter_with_the_same_truths_are_one_case():
    (one,) = gathered(BOTH, values={f"E{n:03}": {"a": str(6 + n), "b": "3"} for n in range(100)})

    assert 1 == len(one.frame)
    assert 100 == len(one.members)


def test_true_false_and_unknown_make_three_cases():
    (one,) = gathered(BOTH, values={"A": {"a": "9", "b": "9"}, "B": {"a": "0", "b": "9"}, "C": {"a": "_", "b": "9"}})

    assert {True, False, None} == set(one.frame.get_column("0:leaf0"))
    assert 3 == len(one.frame)


def test_what_nobody_asks_for_so_far_back_does_not_make_two_cases():
    also = rule("også", AnyOf(children=(RuleLeaf(rule="begge", window=Window(2, 2)), leaf("c"))))
    values = {"A": {"a": "9 9", "b": "9 9", "c": "0 9"}, "B": {"a": "9 9", "b": "9 9", "c": "9 9"}}

    (one,) = gathered(BOTH, also, values=values)

    assert 2 == one.months
    assert 1 == len(one.frame) // one.months


def test_what_somebody_asks_for_further_back_does():
    values = {"A": {"a": "9 9", "b": "9 9"}, "B": {"a": "0 9", "b": "9 9"}}

    (one,) = gathered(BOTH, TWICE, values=values)

    assert 2 == len(one.frame) // one.months


def test_months_alike_are_one_case_where_that_makes_fewer_than_whole_histories():
    year = MAY.plus(-11)
    values = {f"E{n}": {"a": "9 " * (n + 1) + "0 " * (13 - n), "b": "9 " * 14} for n in range(10)}

    (one,) = gathered(BOTH, TWICE, values=values, first=year)

    # Two months of one leaf that changes: four threads of two months at most; ten histories of thirteen otherwise.
    assert 2 == one.months
    assert len(one.frame) <= 8
    assert 120 == len(one.members)


def test_every_enhet_and_month_belongs_to_exactly_one_case():
    values = {f"E{n}": {"a": "9 _ 0 9 9 0", "b": "9 9 _ 9 0 9"} for n in range(5)}

    for one in gathered(BOTH, TWICE, values=values, first=MAY.plus(-3)):
        cells = one.members.select("enhet", "month")
        assert 20 == len(cells) == cells.n_unique()
        assert one.members.join(one.frame, on="case").height == 20


def test_a_rule_about_which_nothing_can_be_known_is_unknown_everywhere():
    asking = rule("spør", AllOf(children=(RuleLeaf(rule="begge"), RuleLeaf(rule="begge"))))
    of = case(BOTH, asking, values={"A": {"a": "9", "b": "9"}, "B": {"a": "1", "b": "_"}})

    assert [Result.UNKNOWN, Result.UNKNOWN] == said(of, "spør", left_out=["begge"])


def test_where_nothing_was_delivered_all_is_unknown():
    of = case(BOTH, TWICE, values={"A": {}, "B": {}}, indicators=["a", "b"])

    assert [Result.UNKNOWN, Result.UNKNOWN] == said(of, "to-på-rad")


def test_the_rows_of_a_rule_are_those_that_it_covers():
    some = replace(BOTH, id="noen", scope=Scope(enheter=frozenset(["B"])))

    assert [Result.TRUE] == said(case(some, values={x: {"a": "9", "b": "9"} for x in "ABC"}), "noen")
