"""A change that no test of a rule notices is told in words, and bars the rule where it is an operator or a limit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from kontroll.domain.condition import AllOf, AnyOf, FieldLeaf, IndicatorLeaf, LeafTest, NoneOf, Not, RuleLeaf
from kontroll.domain.operand import Op
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.judging.check_rules import Checked, check_rules
from kontroll.proving.mutation import Mutant, mutants, survivors
from kontroll.proving.mutation.change import flipped, is_moved, moved
from kontroll.proving.mutation.equivalent import is_equivalent
from kontroll.proving.run import run_tests
from kontroll.report.plainly.registers import parameters_read
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_rules

from .mutant_cases import CASES, REGISTERS, Case

NBSP = "\N{NO-BREAK SPACE}"
TODAY = date(2026, 11, 23)
RULE = """
id: provd-001
navn: Prøvd
type: avvik
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner: [{gyldig_fra: 2026-01, hvis: HVIS}]
tester:
"""


@pytest.fixture
def check(tmp_path: Path):
    def write_and_check(case: Case, tests: tuple[str, ...], more: str = "", status: str = "i_bruk") -> Checked:
        rule = RULE.replace("HVIS", case.hvis).replace("i_bruk", status) + "".join(f"  - {one}\n" for one in tests)
        rule = rule + more + ("grunnlag: faktura\n" if case.records else "")
        for name, text in {**REGISTERS, "a/provd-001.yaml": rule}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return check_rules([tmp_path], TODAY)

    return write_and_check


def unnoticed(checked: Checked) -> list[Problem]:
    return [problem for problem in checked.problems if problem.what.startswith("ingen test merker")]


def without_the_telling_test(case: Case) -> tuple[str, ...]:
    left = tuple(test for test in case.tests if not test.startswith("{navn: x,"))
    assert len(left) < len(case.tests)
    return left


# --- each kind of change --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CASES)
def test_a_rule_whose_tests_notice_every_change_holds(check, kind: str) -> None:
    checked = check(CASES[kind], CASES[kind].tests)

    assert [] == [problem.what for problem in checked.problems]


@pytest.mark.parametrize("kind", CASES)
def test_without_the_one_test_that_notices_it_the_change_is_told(check, kind: str) -> None:
    case = CASES[kind]

    found = unnoticed(check(case, without_the_telling_test(case)))

    told = [problem for problem in found if case.told in problem.what.replace(NBSP, " ")]
    assert told, [problem.what for problem in found]
    assert {Gravity.INCOMPLETE if case.bars else Gravity.NOTICE} == {problem.gravity for problem in told}
    assert all(problem.fix.startswith("Legg til") for problem in told)


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.bars])
def test_an_operator_or_a_limit_that_may_be_changed_unnoticed_fails_the_check(check, kind: str) -> None:
    case = CASES[kind]

    assert check(case, case.tests).holds
    assert not check(case, without_the_telling_test(case)).holds


# --- what is not asked for ------------------------------------------------------------------------------------


def test_a_draft_may_be_changed_unnoticed(check) -> None:
    case = CASES["one of several for all of them"]

    assert [] == check(case, without_the_telling_test(case), status="utkast").problems


def test_a_rule_that_lacks_what_section_5_asks_for_is_told_of_that_first(check) -> None:
    case = CASES["an operator beside the limit, in the company of another requirement"]

    checked = check(case, case.tests[:1])

    assert not checked.holds
    assert [] == unnoticed(checked)


def test_no_test_is_asked_for_on_a_limit_between_two_values_that_can_be_measured(check) -> None:
    case = Case(
        "{indikator: avvik, er: over, verdi: 0.25}",
        (
            '{navn: a, serie: {avvik: "0.2"}, forventet: usann}',
            '{navn: a, serie: {avvik: "0.3"}, forventet: sann}',
            '{navn: a, serie: {avvik: "_"}, forventet: ukjent}',
        ),
        "",
    )

    assert [] == [problem.what for problem in check(case, case.tests).problems]


def test_no_test_is_asked_for_where_another_requirement_on_the_field_makes_the_step_larger(check) -> None:
    case = Case(
        "{alle: [{felt: belop, er: minst, verdi: 5000}, {felt: belop, rundt: 1000}]}",
        (
            "{navn: a, poster: [{bilag: B1, belop: 5000}, {bilag: B2, belop: 4999.99}], forventet: {B1: sann, B2: usann}}",
            "{navn: a, poster: [{bilag: B1, belop: 4000}, {bilag: B2, belop: 5500}], forventet: {B1: usann, B2: usann}}",
            "{navn: a, poster: [{bilag: B1}], forventet: {B1: ukjent}}",
        ),
        "",
        records=True,
    )

    assert [] == [problem.what for problem in check(case, case.tests).problems]


def test_an_exception_is_changed_like_the_rest_and_told_with_its_name(check) -> None:
    tests = (
        '{navn: a, serie: {avvik: "0", fravaer: "5"}, forventet: usann}',
        '{navn: a, serie: {avvik: "-0.1", fravaer: "5"}, forventet: sann}',
        '{navn: a, serie: {avvik: "-5.1", fravaer: "8.1"}, forventet: ikke_relevant}',
        '{navn: a, serie: {avvik: "-5", fravaer: "8.1"}, forventet: sann}',
        '{navn: a, serie: {avvik: "-0.1", fravaer: "8"}, forventet: sann}',
        '{navn: a, serie: {avvik: "_", fravaer: "8"}, forventet: ukjent}',
        '{navn: x, serie: {avvik: "-5.1", fravaer: "8"}, forventet: sann}',
    )
    case = Case("{indikator: avvik, er: under, verdi: 0}", tests, "")
    both = "{alle: [{indikator: fravaer, er: over, verdi: 8}, {indikator: avvik, er: under, verdi: -5}]}"
    more = f"unntak: [{{id: syk, hvis: {both}, begrunnelse: Tas et annet sted}}]\n"

    assert [] == unnoticed(check(case, tests, more))
    bars = [p.what for p in unnoticed(check(case, tests[:-1], more)) if p.gravity is Gravity.INCOMPLETE]

    (told,) = bars
    assert "vilkår 1.1 i unntaket «syk» endres: «Fravær» er over 8" in told


# --- all kinds there are --------------------------------------------------------------------------------------


@cache
def shipped() -> Rulebook:
    return read_rulebook([shipped_rules()])[0]


@cache
def all_mutants() -> tuple[tuple[Rule, Mutant], ...]:
    return tuple((rule, mutant) for rule in shipped().rules.values() for mutant in mutants(shipped(), rule))


def test_every_kind_of_node_leaf_and_test_of_the_shipped_rules_is_changed() -> None:
    changed = {type(mutant.before) for _rule, mutant in all_mutants()}
    pairs = [(m.before, m.after) for _rule, m in all_mutants()]
    tests = {
        type(test)
        for before, after in pairs
        if isinstance(before, IndicatorLeaf) and isinstance(after, IndicatorLeaf)
        for test, other in zip(before.tests, after.tests, strict=True)
        if test != other
    }

    assert {AllOf, AnyOf, NoneOf, Not, IndicatorLeaf, RuleLeaf, *get_args(FieldLeaf)} == changed
    assert set(get_args(LeafTest)) == tests


@pytest.mark.parametrize("op", [op for op in Op if op not in (Op.BETTER, Op.WORSE, Op.AS_GOOD)])
def test_every_operator_is_flipped_to_others_and_back(op: Op) -> None:
    others = [other for other, _named in flipped(op, reachable=True)]

    assert op not in others
    assert all(op in [back for back, _named in flipped(other, reachable=True)] for other in others)
    assert any(named for _other, named in flipped(op, reachable=True))


def test_a_mutant_differs_from_its_rule_in_the_one_place_it_names() -> None:
    for rule, mutant in all_mutants():
        assert mutant.before != mutant.after
        assert mutant.rule != rule
        assert same_but_for_conditions(mutant.rule, rule)


def test_what_a_mutant_is_said_to_be_noticed_by_is_what_its_whole_rule_fails_in() -> None:
    """The short way, leaf by leaf in worlds that are built once, against running the changed rule as any other."""
    book = shipped()
    rules = random.Random(7).sample(sorted(book.rules), 12)
    for rule in (book.rules[id] for id in rules):
        survived = survivors(book, rule, run_tests(book, rule))
        made = list(mutants(book, rule))
        for mutant in random.Random(rule.id).sample(made, min(3, len(made))):
            fails = not all(run.holds for run in run_tests(with_mutant(book, mutant), mutant.rule))
            assert fails or is_equivalent(book, mutant), (rule.id, mutant.before, mutant.after)
            assert mutant not in survived


def with_mutant(book: Rulebook, mutant: Mutant) -> Rulebook:
    parameters = dict(book.parameters)
    for id in filter(is_moved, parameters_read([mutant.after])):
        parameters[id] = moved(dict(book.parameters), id)
    return replace(book, rules={**book.rules, mutant.rule.id: mutant.rule}, parameters=parameters)


def same_but_for_conditions(one: Rule, other: Rule) -> bool:
    return (one.id, one.tests, one.scope, len(one.versions)) == (
        other.id,
        other.tests,
        other.scope,
        len(other.versions),
    )
