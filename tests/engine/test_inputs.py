"""Inputs: what the engine reads of the facts, and how texts that records are grouped by are numbered."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from differential.small import MAY, OVER_FIVE, case, rule
from kontroll.domain.condition import AllOf, FieldMissing, Grouped
from kontroll.domain.operand import Literal, Op
from kontroll.engine.inputs import Inputs, Table
from kontroll.engine.names import code_column, field_column

SAME_UNIT = Grouped(like=("ansvar",), days=5, sum_field=None, op=Op.OVER, threshold=Literal(Decimal(1)))
INVOICES = [{"bilag": f"B{n}", "dato": f"2024-05-{n:02d}", "ansvar": f"A{n % 7}"} for n in range(1, 29)]


def table(*rules) -> Table:
    found = case(*rules, series="6", records=INVOICES)
    return Inputs(found.facts(), found.rulebook).table("faktura")


def test_only_fields_that_a_rule_reads_and_the_one_that_dates_are_read():
    assert {"dato"} == table(rule("enhet", OVER_FIVE)).fields
    assert {"dato", "ansvar"} == table(rule("gruppe", SAME_UNIT, "faktura")).fields
    both = AllOf(children=(SAME_UNIT, FieldMissing(field="bilag", missing=True)))
    assert {"dato", "ansvar", "bilag"} == table(rule("begge", both, "faktura")).fields


def test_a_text_keeps_its_number_however_often_and_in_whatever_order_it_is_read():
    read = table(rule("gruppe", SAME_UNIT, "faktura"))
    name, code = field_column("ansvar"), code_column("ansvar")

    frames = [
        read.columns({"ansvar"}).filter(pl.col(name).is_in(texts)).select(name, code).collect()
        for texts in (["A5", "A6"], ["A4", "A5"], [f"A{n}" for n in range(7)])
    ]

    assert 7 == pl.concat(frames).n_unique() == pl.concat(frames).get_column(code).n_unique()


def test_gaps_and_magnitudes_are_those_of_the_standing_rows():
    missing = AllOf(children=(FieldMissing(field="ansvar", missing=True), FieldMissing(field="bilag", missing=True)))
    rows = [*INVOICES, {"bilag": "B1", "dato": str(MAY.first_day), "ansvar": ""}]
    found = case(rule("mangler", missing, "faktura"), series="6", records=rows)

    read = Inputs(found.facts(), found.rulebook).table("faktura")

    assert len(INVOICES) == read.rows
    assert {"ansvar"} == read.gaps
