"""A number field multiplied and added to: Polars, DuckDB and the plain evaluator say what fractions say, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.case import Case
from differential.comparison import columnar_results, differences, plain_answers
from differential.small import MAY, case, rule
from kontroll.domain.condition import FieldCompare, Lookup, LookupTerm
from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.operand import FieldRef, Op
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.engine.truths import TooLarge

OPS = {Op.OVER: gt, Op.UNDER: lt, Op.AT_LEAST: ge, Op.AT_MOST: le, Op.EQUAL: eq, Op.UNEQUAL: ne}
AMOUNTS = st.one_of(st.none(), st.decimals(-1000, 1000, places=2), st.sampled_from([Decimal(n) for n in (0, 1, 100)]))
TIMES = st.sampled_from([Decimal(text) for text in ("1", "-1", "0.95", "1.02", "3", "0.3333333333", "0.5")])
PLUS = st.sampled_from([Decimal(text) for text in ("0", "1", "-1", "0.01", "0.005", "-0.0000000001")])

Pairs = Sequence[tuple[Decimal | None, Decimal | None]]


def of_pairs(pairs: Pairs, operand: FieldRef) -> Case:
    """An invoice for each pair of amounts, a rule for each comparison, and one that looks for another invoice."""
    records = [
        {"bilag": f"B{n}", "dato": "2024-05-10", "ansvar": "A", "belop": _cell(left), "netto": _cell(right)}
        for n, (left, right) in enumerate(pairs)
    ]
    rules = [rule(op.name.lower(), FieldCompare(field="belop", op=op, operand=operand), "faktura") for op in OPS]
    other = LookupTerm("bilag", Op.UNEQUAL, FieldRef("bilag"))
    asked = Lookup(dataset="faktura", terms=(LookupTerm("belop", Op.EQUAL, operand), other), exists=True)
    made = case(*rules, rule("en-annen", asked, "faktura"), series="1", records=records)
    described = made.rulebook.datasets["faktura"]
    amounts = tuple(Field(id=id, type=FieldType.KRONER, heading=id) for id in ("belop", "netto"))
    book = replace(made.rulebook, datasets={"faktura": replace(described, fields=(*described.fields, *amounts))})
    return replace(made, rulebook=book)


def _cell(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


@settings(max_examples=15, deadline=None)
@given(pairs=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6), times=TIMES, plus=PLUS)
def test_every_evaluator_reckons_exactly(pairs: Pairs, times: Decimal, plus: Decimal):
    made = of_pairs(pairs, FieldRef("netto", times=times, plus=plus))

    columnar, plain = columnar_results(made), plain_answers(made).results
    with OnDuckDB() as backend:
        by_duckdb = columnar_results(made, lambda *asked: evaluate(*asked, backend=backend))

    assert [] == differences(columnar, plain)
    assert columnar == by_duckdb
    for op, holds in OPS.items():
        said = [columnar[cell] for cell in sorted(columnar) if cell.rule == op.name.lower()]
        assert said == [
            Result.UNKNOWN
            if left is None or right is None
            else Result.TRUE
            if holds(Fraction(left), Fraction(right) * Fraction(times) + Fraction(plus))
            else Result.FALSE
            for left, right in pairs
        ]


def test_the_number_before_in_a_series_is_looked_for():
    numbers = [Decimal(n) for n in (7, 8, 10)]
    made = of_pairs([(n, n) for n in numbers], FieldRef("netto", plus=Decimal(-1)))

    said = {cell.key: result for cell, result in columnar_results(made).items() if cell.rule == "en-annen"}

    assert {"B0": Result.FALSE, "B1": Result.TRUE, "B2": Result.FALSE} == said
    assert [] == differences(columnar_results(made), plain_answers(made).results)


def test_what_64_bits_do_not_hold_is_refused_by_both():
    made = of_pairs(
        [(Decimal(1), Decimal(1))], FieldRef("netto", times=Decimal("1.000000000000001"), plus=Decimal(10**14))
    )

    with pytest.raises(TooLarge):
        evaluate(made.rulebook, made.facts(), MAY, MAY)
    with OnDuckDB() as backend, pytest.raises(TooLarge):
        evaluate(made.rulebook, made.facts(), MAY, MAY, backend=backend)
