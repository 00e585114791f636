"""Two formulas say of every tree what Kleene's tables say, however small the terms must be kept."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.condition import AllOf, AnyOf, Condition, FieldMissing, NoneOf, Not, Window, children
from kontroll.domain.truth import Truth, all_of, any_of, at_least
from kontroll.engine.inference.formulas import Formula, Literal, of_symbol
from kontroll.engine.inference.limits import Limits
from kontroll.engine.inference.writing import Writer

SYMBOLS = ("a", "b", "c", "d")
TIGHT = Limits(literals=2, terms=3)
LEAVES = {symbol: FieldMissing(field=symbol, missing=True) for symbol in SYMBOLS}


def trees() -> st.SearchStrategy[Condition]:
    several = {"min_size": 1, "max_size": 4}
    return st.recursive(
        st.sampled_from(list(LEAVES.values())),
        lambda inner: st.one_of(
            st.builds(Not, child=inner),
            *(
                st.lists(inner, **several).map(lambda c, n=node: n(children=tuple(c)))
                for node in (AllOf, AnyOf, NoneOf)
            ),
        ),
        max_leaves=10,
    )


@settings(deadline=None)
@given(tree=trees(), limits=st.sampled_from([Limits(), TIGHT]))
def test_a_formula_says_what_the_tree_says_of_every_valuation(tree: Condition, limits: Limits):
    writer = Writer("0", limits)
    formula = writer.formula(tree, lambda leaf: of_symbol(leaf.field))

    for known in product(Truth, repeat=len(SYMBOLS)):
        truths = dict(zip(SYMBOLS, known, strict=True))
        assert kleene(tree, truths) is said(formula, truths, writer)


@settings(deadline=None)
@given(tree=trees())
def test_no_formula_grows_past_the_limits(tree: Condition):
    writer = Writer("0", TIGHT)
    formula = writer.formula(tree, lambda leaf: of_symbol(leaf.field))

    for one in (formula, *writer.definitions.values()):
        for terms in (one.true, one.false):
            assert len(terms) <= TIGHT.terms
            assert all(len(term) <= TIGHT.literals for term in terms)


@pytest.mark.parametrize("limits", [Limits(), TIGHT], ids=["wide", "tight"])
@pytest.mark.parametrize(("count", "length"), [(k, n) for n in range(1, 7) for k in range(1, n + 1)])
def test_a_window_counts_its_months(count: int, length: int, limits: Limits):
    writer = Writer("0", limits)
    months = [Literal(f"m{n}", True) for n in range(length)]
    formula = writer.window(Window(count, length), months)

    for known in product(Truth, repeat=length):
        truths = {month.symbol: truth for month, truth in zip(months, known, strict=True)}
        assert at_least(count, known) is said(formula, truths, writer)


def test_a_contradiction_is_no_term_and_a_tautology_is_not_always_true():
    a = LEAVES["a"]
    formula = Writer("0", Limits()).formula(AllOf(children=(a, Not(child=a))), lambda leaf: of_symbol(leaf.field))

    assert frozenset() == formula.true
    assert {frozenset([Literal("a", True)]), frozenset([Literal("a", False)])} == formula.false


def kleene(tree: Condition, truths: dict[str, Truth]) -> Truth:
    parts = [kleene(child, truths) for child in children(tree)]
    if isinstance(tree, AllOf):
        return all_of(parts)
    if isinstance(tree, AnyOf):
        return any_of(parts)
    if isinstance(tree, NoneOf):
        return ~any_of(parts)
    if isinstance(tree, Not):
        return ~parts[0]
    assert isinstance(tree, FieldMissing)
    return truths[tree.field]


def said(formula: Formula, truths: dict[str, Truth], writer: Writer) -> Truth:
    """What a formula says where the symbols are as given, those with a definition as that says."""

    def holds(literal: Literal) -> bool:
        if literal.symbol in writer.definitions:
            truth = said(writer.definitions[literal.symbol], truths, writer)
        else:
            truth = truths[literal.symbol]
        return truth is Truth.of(literal.true)

    true, false = (any(all(map(holds, term)) for term in terms) for terms in (formula.true, formula.false))
    assert not (true and false)
    if true:
        return Truth.TRUE
    return Truth.FALSE if false else Truth.UNKNOWN
