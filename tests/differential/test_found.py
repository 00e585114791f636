"""Cases in which the evaluators once parted, as small as they got; each is named by what was wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kontroll.domain.condition import Compare, Condition, IndicatorLeaf, RuleLeaf, Window
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rule import Rule, RuleType, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result

from .case import Case, Delivery, Row
from .comparison import columnar_results, first_difference

MAY = Month(2024, 5)
INVOICES = DataSet(
    id="faktura",
    name="Faktura",
    key="bilag",
    dated_by="dato",
    enhet_field="ansvar",
    fields=tuple(
        Field(id=id, type=type, heading=id)
        for id, type in {"bilag": FieldType.TEXT, "dato": FieldType.DATE, "ansvar": FieldType.TEXT}.items()
    ),
)
ABSENCE = Indicator(id="fravaer", name="Fravær", unit="", better=Better.LOWER, frequency=Frequency.MONTH, decimals=0)
OVER_FIVE = IndicatorLeaf(indicator="fravaer", tests=(Compare(Op.OVER, Literal(Decimal(5))),))


def rule(id: str, condition: Condition, dataset: str | None = None) -> Rule:
    return Rule(
        id=id,
        name=id,
        area="",
        type=RuleType.DEVIATION,
        status=Status.IN_USE,
        severity=Severity.LOW,
        hjemmel=(),
        versions=(Version(valid_from=Month(2020, 1), valid_to=None, condition=condition),),
        dataset=dataset,
    )


def case(*rules: Rule, series: str, records: list[Row]) -> Case:
    """One enhet «A»; `series`: its fravaer until May, oldest first."""
    values = reversed(series.split())
    measured = [
        {"enhet": "A", "indikator": "fravaer", "periode": str(MAY.plus(-back)), "verdi": value}
        for back, value in enumerate(values)
    ]
    book = Rulebook(
        rules={one.id: one for one in rules}, indicators={"fravaer": ABSENCE}, datasets={"faktura": INVOICES}
    )
    delivery = Delivery(organisation=[{"enhet": "A"}], measurements=measured, records={"faktura": records})
    return Case(book, delivery, MAY, MAY)


def says(of: Case, rule: str) -> list[Result]:
    return [result for cell, result in columnar_results(of).items() if cell.rule == rule]


def test_a_record_rule_asks_about_several_months_of_a_rule_that_no_other_window_asks_about():
    asking = RuleLeaf(rule="fravaer-hoyt", window=Window(2, 2))
    invoice = {"bilag": "B1", "dato": "2024-05-10", "ansvar": "A"}

    twice = case(
        rule("fravaer-hoyt", OVER_FIVE), rule("faktura-001", asking, "faktura"), series="6 6", records=[invoice]
    )
    once = replace(twice, delivery=replace(twice.delivery, measurements=twice.delivery.measurements[:1]))

    assert [Result.TRUE] == says(twice, "faktura-001")
    assert [Result.UNKNOWN] == says(once, "faktura-001")
    assert first_difference(twice) is None


@pytest.mark.parametrize("id", ["enhet", "post", "month", "regel", "resultat", "active", "row"])
def test_a_rule_may_have_the_name_of_a_column(id: str):
    found = case(rule(id, OVER_FIVE), series="6", records=[])

    assert [Result.TRUE] == says(found, id)
    assert first_difference(found) is None
