"""A look-up whose equality nobody knows is answered from the outermost rows, as if every row had been tried."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.case import Case, Row
from differential.comparison import columnar_results, first_difference, plain_answers
from differential.small import case, rule
from kontroll.domain.condition import Lookup, LookupTerm
from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.operand import FieldRef, Op
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB

ORDERING = (Op.UNDER, Op.AT_MOST, Op.OVER, Op.AT_LEAST)
AMOUNTS = ("", "1", "2", "3")
ROWS = st.lists(st.tuples(st.sampled_from(("", "B0", "B9")), st.sampled_from(AMOUNTS)), min_size=1, max_size=5)


def looked_up(rows: list[tuple[str, str]], *ops: Op) -> Case:
    """Each record asks for one that it refers to, whose amount stands so to its own."""
    records: list[Row] = [
        {"bilag": f"B{n}", "dato": "2024-05-02", "ansvar": "A", "ref": ref, "belop": amount}
        for n, (ref, amount) in enumerate(rows)
    ]
    referred = LookupTerm("bilag", Op.EQUAL, FieldRef("ref"))
    found = case(
        *(
            rule(f"r{op.name}", Lookup(dataset="faktura", terms=(referred, by_amount(op)), exists=True), "faktura")
            for op in ops
        ),
        rule("alene", Lookup(dataset="faktura", terms=tuple(by_amount(op) for op in ops), exists=True), "faktura"),
        series="1",
        records=records,
    )
    described = found.rulebook.datasets["faktura"]
    more = (
        Field(id="ref", type=FieldType.TEXT, heading="ref"),
        Field(id="belop", type=FieldType.NUMBER, heading="belop"),
    )
    wider = replace(described, fields=(*described.fields, *more))
    return replace(found, rulebook=replace(found.rulebook, datasets={"faktura": wider}))


def by_amount(op: Op) -> LookupTerm:
    return LookupTerm("belop", op, FieldRef("belop"))


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_it_says_what_the_plain_evaluator_says_that_tries_every_row(rows: list[tuple[str, str]]):
    of = looked_up(rows, *ORDERING)

    assert first_difference(of) is None


@pytest.mark.parametrize("op", ORDERING)
def test_alone_the_outermost_row_decides_on_both_engines(op: Op):
    of = looked_up([("", "1"), ("B0", "2"), ("", "3"), ("", "")], op)

    expected = plain_answers(of).results

    assert expected == columnar_results(of)
    with OnDuckDB() as engine:
        assert expected == columnar_results(of, partial(evaluate, backend=engine))


def test_unknown_is_not_found_where_no_row_could_be_meant():
    """None costs less than the least."""
    of = looked_up([("", "1"), ("", "2")], Op.UNDER)

    found = {cell.key: result.value for cell, result in columnar_results(of).items() if cell.rule == "rUNDER"}

    assert {"B0": "usann", "B1": "ukjent"} == found
