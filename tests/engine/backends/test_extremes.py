"""At the edges of numbers and texts DuckDB says what Polars says: no overflow, no rounding, no letter taken for another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from differential.case import Case
from differential.small import MAY, case, rule
from kontroll.domain.condition import (
    BestAmong,
    Change,
    ChangeKind,
    Compare,
    Development,
    FieldCompare,
    FieldIn,
    Grouped,
    IndicatorLeaf,
    Lookup,
    LookupTerm,
    Method,
)
from kontroll.domain.operand import FieldRef, Literal, Op
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.engine.truths import TooLarge
from kontroll.facts.numbers import MAX_SCALED

EDGES = (-MAX_SCALED, -MAX_SCALED + 1, -1, 0, 1, MAX_SCALED - 1, MAX_SCALED)
#: Alike to somebody: by case, by accent, by composition, by what is not seen.
TEXTS = (
    "a",
    "A",
    "å",
    "Å",
    "aa",
    "Aa",
    "ø",
    "Ø",
    "o",
    "ss",
    "ß",
    "ẞ",
    "I",
    "ı",
    "i",
    "é",
    "a b",
    "a\u200bb",
    "a%",
    "a_",
    "'",
    '"',
    "😀",
)


def both(of: Case) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    facts = of.facts()
    with OnDuckDB() as backend:
        duckdb = evaluate(of.rulebook, facts, of.first, of.last, backend=backend).printed()
    return duckdb.rows(), evaluate(of.rulebook, facts, of.first, of.last).printed().rows()


def test_the_largest_and_the_smallest_values_compare_change_and_rank_alike():
    changes = [None, *(Change(1, kind) for kind in ChangeKind)]
    leaves = [
        IndicatorLeaf(indicator="fravaer", tests=(Compare(op, Literal(Decimal(limit))),), change=change)
        for op in (Op.OVER, Op.EQUAL, Op.AT_MOST)
        for limit in (-1, 0, 1000)
        for change in changes
    ]
    leaves += [
        IndicatorLeaf(indicator="fravaer", tests=(BestAmong(same_service=False),), change=change) for change in changes
    ]
    leaves += [IndicatorLeaf(indicator="fravaer", tests=(Development(4, method),)) for method in Method]
    rules = [rule(f"r{n:02d}", leaf) for n, leaf in enumerate(leaves)]
    found = case(*rules, series="0")
    enheter = [f"E{n}" for n in range(len(EDGES))]
    measured = [
        {
            "enhet": enhet,
            "indikator": "fravaer",
            "periode": str(MAY.plus(-back)),
            "verdi": str(EDGES[(n + 3 * back) % len(EDGES)]),
        }
        for n, enhet in enumerate(enheter)
        for back in range(6)
    ]
    delivery = replace(found.delivery, organisation=[{"enhet": enhet} for enhet in enheter], measurements=measured)

    duckdb, polars = both(replace(found, delivery=delivery, first=MAY.plus(-2)))

    assert len(rules) * len(enheter) * 3 == len(polars)
    assert polars == duckdb
    assert {"sann", "usann", "ukjent"} == {row[-1] for row in polars}


def test_what_64_bits_do_not_hold_is_refused_by_both():
    percent = Compare(Op.OVER, Literal(Decimal("0.0001")))
    leaf = IndicatorLeaf(indicator="fravaer", tests=(percent,), change=Change(1, ChangeKind.PERCENT))
    found = case(rule("for-stor", leaf), series=f"1 {MAX_SCALED}")

    with pytest.raises(TooLarge):
        evaluate(found.rulebook, found.facts(), MAY, MAY)
    with OnDuckDB() as backend, pytest.raises(TooLarge):
        evaluate(found.rulebook, found.facts(), MAY, MAY, backend=backend)


def test_texts_are_told_apart_alike():
    pairs = [(left, right) for left in TEXTS for right in TEXTS]
    records = [
        {"bilag": f"B{n}", "dato": "2024-05-10", "ansvar": left, "annen": right}
        for n, (left, right) in enumerate(pairs)
    ]
    own = (LookupTerm("bilag", Op.EQUAL, FieldRef("bilag")), LookupTerm("ansvar", Op.EQUAL, FieldRef("annen")))
    many = Literal(Decimal(len(TEXTS)))
    found = case(
        rule("like", FieldCompare(field="ansvar", op=Op.EQUAL, operand=FieldRef("annen")), "faktura"),
        rule("blant", FieldIn(field="ansvar", values=(Literal("å"), Literal("ß"), Literal("😀"))), "faktura"),
        rule("oppslag", Lookup(dataset="faktura", terms=own, exists=True), "faktura"),
        rule("gruppe", Grouped(like=("ansvar",), days=1, sum_field=None, op=Op.EQUAL, threshold=many), "faktura"),
        series="1",
        records=records,
    )
    invoices = found.rulebook.datasets["faktura"]
    other = replace(invoices.fields[0], id="annen", heading="annen")
    described = replace(invoices, fields=(*invoices.fields, other))
    found = replace(found, rulebook=replace(found.rulebook, datasets={"faktura": described}))

    duckdb, polars = both(found)

    assert polars == duckdb
    assert len(TEXTS) == sum(row[0] == "like" and row[-1] == "sann" for row in polars)
    assert 3 * len(TEXTS) == sum(row[0] == "blant" and row[-1] == "sann" for row in polars)
    assert len(TEXTS) == sum(row[0] == "oppslag" and row[-1] == "sann" for row in polars)
    assert len(pairs) == sum(row[0] == "gruppe" and row[-1] == "sann" for row in polars)
