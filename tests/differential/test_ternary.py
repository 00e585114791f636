"""And, or and not of three values: the tables of the DMN technology compatibility kit, asked of all three evaluators.

Transcribed from its test cases 0106 and 0107 (ternary logic, compliance level 2) and 0064, 0065 and 0066 (conjunction,
disjunction and negation, level 3): 65 results. Where those have an operand of another type (123, "true", 0, 1), which
counts as null, the value delivered here is a text that is no number.
"""

from __future__ import annotations

from functools import cache

import pytest

from kontroll.domain.condition import AllOf, AnyOf, Compare, Condition, IndicatorLeaf, NoneOf, Not
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result

from .case import Case, Delivery
from .comparison import Results, columnar_results, plain_answers
from .inference import as_results, both
from .small import MAY, OVER_FIVE, rule
from .unit_leaves import OPS

#: How an operand is delivered: as a value that is compared with 5.
DELIVERED = {"true": "6", "false": "4", "null": "", "123": "ett to tre", '"true"': "true", "0": "null", "1": "én"}
ANSWERS = {"true": Result.TRUE, "false": Result.FALSE, "null": Result.UNKNOWN}

#: Operand A, operand B, A and B, A or B.
TERNARY = """
true  true   true  true
false true   false true
null  true   null  true
true  false  false true
false false  false false
null  false  false null
true  null   null  true
false null   false null
null  null   null  null
"""
TERNARY_NOT = "true false, false true, null null"
CONJUNCTION = """
true true true, true false false, true null null, true 123 null, true "true" null, false true false, false false false,
false null false, false 123 false, false "true" false, null true null, 123 true null, "true" true null, null false false,
123 false false, "true" false false, null null null, "true" "true" null, 0 0 null
"""
DISJUNCTION = """
true true true, true false true, true null true, true 123 true, true "true" true, false true true, false false false,
false null null, false 123 null, false "true" null, null true true, 123 true true, "true" true true, null false null,
123 false null, "true" false null, null null null, "true" "true" null, 0 0 null
"""
NEGATION = 'true false, false true, null null, 0 null, 1 null, "true" null'

Asked = tuple[str, str, str, str]


def asked() -> list[Asked]:
    """(operator, A, B, expected); B of a negation is not read."""
    cases: list[Asked] = []
    for line in TERNARY.strip().splitlines():
        a, b, conjunction, disjunction = line.split()
        cases += [("and", a, b, conjunction), ("or", a, b, disjunction)]
    for operator, table in (("and", CONJUNCTION), ("or", DISJUNCTION)):
        cases += [(operator, *one.split()) for one in table.split(",")]
    for table in (TERNARY_NOT, NEGATION):
        cases += [("not", a, a, answer) for a, answer in (one.split() for one in table.split(","))]
    return cases


def leaf(indicator: str) -> IndicatorLeaf:
    return IndicatorLeaf(indicator=indicator, tests=OVER_FIVE.tests)


A, B = leaf("a"), leaf("b")
#: Each operator also as the law of De Morgan has it.
TREES: dict[str, tuple[Condition, Condition]] = {
    "and": (AllOf(children=(A, B)), NoneOf(children=(Not(child=A), Not(child=B)))),
    "or": (AnyOf(children=(A, B)), Not(child=AllOf(children=(Not(child=A), Not(child=B))))),
    "not": (Not(child=A), NoneOf(children=(A, A))),
}


@cache
def case() -> Case:
    """An enhet for each pair of operands, and the rules of TREES."""
    pairs = sorted({(a, b) for _operator, a, b, _expected in asked()})
    measured = [
        {"enhet": f"{a} {b}", "indikator": id, "periode": str(MAY), "verdi": DELIVERED[operand]}
        for a, b in pairs
        for id, operand in (("a", a), ("b", b))
        if DELIVERED[operand]
    ]
    indicators = {
        id: Indicator(id=id, name=id, unit="", better=Better.LOWER, frequency=Frequency.MONTH, decimals=0)
        for id in "ab"
    }
    rules = {
        f"{name}-{n}": rule(f"{name}-{n}", tree)
        for name, both_trees in TREES.items()
        for n, tree in enumerate(both_trees)
    }
    organisation = [{"enhet": f"{a} {b}"} for a, b in pairs]
    return Case(
        Rulebook(rules=rules, indicators=indicators),
        Delivery(organisation=organisation, measurements=measured),
        MAY,
        MAY,
    )


@cache
def answers(evaluator: str) -> Results:
    if evaluator == "columns":
        return columnar_results(case())
    return as_results(both(case())[1].frame) if evaluator == "durable-rules" else plain_answers(case()).results


def test_all_65_results_are_here():
    assert 65 == len(asked())


@pytest.mark.parametrize("evaluator", ["columns", "durable-rules", "plain"])
def test_every_result_of_the_tables(evaluator: str):
    said = {(cell.rule, cell.enhet): result for cell, result in answers(evaluator).items()}

    for operator, a, b, expected in asked():
        for n in range(2):
            assert ANSWERS[expected] is said[f"{operator}-{n}", f"{a} {b}"], f"{a} {operator} {b}"


@pytest.mark.parametrize("operator", OPS, ids=lambda op: op.value)
def test_a_comparison_with_null_is_null(operator: Op):
    """FEEL's "null in, null out": no operator makes a missing operand true or false."""
    test = Compare(operator, Literal(OVER_FIVE.tests[0].threshold.value))  # type: ignore[union-attr]
    both_ways = IndicatorLeaf(indicator="a", tests=(test,)), Not(child=IndicatorLeaf(indicator="a", tests=(test,)))
    tree = AnyOf(children=both_ways)
    one = Case(
        Rulebook(rules={"r": rule("r", tree)}, indicators=case().rulebook.indicators),
        Delivery(organisation=[{"enhet": "A"}]), MAY, MAY,
    )  # fmt: skip

    columnar, inferred = both(one)

    told = [as_results(columnar), as_results(inferred.frame), plain_answers(one).results]
    assert [[Result.UNKNOWN]] * 3 == [list(results.values()) for results in told]
