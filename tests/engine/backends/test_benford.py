"""First digits against Benford's law: Polars, DuckDB and the plain evaluator find the figure that fractions find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from differential.case import Case
from differential.comparison import columnar_results, differences, plain_answers
from differential.seed import one_day_in, rotating_seed
from differential.small import case, rule
from kontroll.domain.condition import Compare, FieldCompare, IndicatorLeaf
from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.indicator import Aggregate, Better, FromRecords, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.operand import Literal, Op
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB

EXPECTED = [Fraction(text) for text in "301.03 176.09 124.94 96.91 79.18 66.95 57.99 51.15 45.76".split()]
AMOUNTS = st.one_of(st.none(), st.decimals(-100000, 100000, places=2), st.sampled_from([Decimal(n) for n in (0, 1, 9)]))
Amounts = Sequence[Decimal | None]


def of_amounts(amounts: Amounts, limit: Decimal, least: int = 1, where: FieldCompare | None = None) -> Case:
    """Rules that ask whether the figure is over and just the limit."""
    records = [
        {"bilag": f"B{n}", "dato": "2024-05-10", "ansvar": "A", "belop": None if one is None else f"{one:f}"}
        for n, one in enumerate(amounts)
    ]
    computed = FromRecords(aggregate=Aggregate.BENFORD, dataset="faktura", field="belop", where=where, least=least)
    digits = Indicator(
        id="siffer",
        name="Siffer",
        unit="",
        better=Better.LOWER,
        frequency=Frequency.MONTH,
        decimals=2,
        computed=computed,
    )
    rules = [
        rule(op.name.lower(), IndicatorLeaf(indicator="siffer", tests=(Compare(op, Literal(limit)),)))
        for op in (Op.OVER, Op.EQUAL)
    ]
    made = case(*rules, series="1", records=records)
    described = made.rulebook.datasets["faktura"]
    amount = Field(id="belop", type=FieldType.KRONER, heading="belop")
    book = replace(
        made.rulebook,
        datasets={"faktura": replace(described, fields=(*described.fields, amount))},
        indicators={**made.rulebook.indicators, "siffer": digits},
    )
    return replace(made, rulebook=book)


def figure(amounts: Amounts) -> Decimal:
    digits = [str(abs(one)).replace(".", "").lstrip("0")[0] for one in amounts if one]
    apart = [abs(Fraction(1000 * digits.count(str(d)), len(digits)) - share) for d, share in enumerate(EXPECTED, 1)]
    mean = sum(apart, Fraction(0)) / 9
    return (Decimal(int(mean * 10**6)) / 10**6).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@one_day_in(2)
@pytest.mark.parametrize("count", [3, pytest.param(24, marks=pytest.mark.slow)])
def test_every_evaluator_finds_the_same_figure(count: int):
    @seed(rotating_seed())
    @settings(max_examples=count, deadline=None)
    @given(amounts=st.lists(AMOUNTS, min_size=1, max_size=20).filter(any))
    def check(amounts: Amounts) -> None:
        found_alike(amounts)

    check()


def found_alike(amounts: Amounts) -> None:
    made = of_amounts(amounts, figure(amounts))

    columnar = columnar_results(made)
    with OnDuckDB() as backend:
        by_duckdb = columnar_results(made, lambda *asked: evaluate(*asked, backend=backend))

    assert [] == differences(columnar, plain_answers(made).results)
    assert columnar == by_duckdb
    said = {cell.rule: result for cell, result in columnar.items() if cell.key == "" and cell.rule in ("over", "equal")}
    assert {"over": Result.FALSE, "equal": Result.TRUE} == said


@pytest.mark.parametrize(("count", "answer"), [(299, "ukjent"), (300, "usann")])
def test_too_few_amounts_say_nothing(count: int, answer: str):
    amounts = [Decimal(10**6) * share / 1000 for share in range(1, count + 1)]

    made = of_amounts([*amounts, Decimal(0), None], Decimal(900), least=300)

    said = {cell.rule: result.value for cell, result in columnar_results(made).items()}
    assert answer == said["over"]
    assert [] == differences(columnar_results(made), plain_answers(made).results)


def test_a_record_of_which_nobody_knows_whether_it_counts_makes_the_figure_unknown():
    small = FieldCompare(field="belop", op=Op.UNDER, operand=Literal(Decimal(100)))
    made = of_amounts([Decimal(1), Decimal(2)], Decimal(0), where=small)
    unknown = replace(small, field="ansvar", op=Op.UNEQUAL, operand=Literal("B"))
    doubtful = of_amounts([Decimal(1)], Decimal(0), where=unknown)

    assert Result.TRUE in columnar_results(made).values()
    assert [] == differences(columnar_results(made), plain_answers(made).results)
    assert [] == differences(columnar_results(doubtful), plain_answers(doubtful).results)
