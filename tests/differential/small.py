"""One enhet and one indicator: the smallest case, for tests that build theirs by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kontroll.domain.condition import Compare, Condition, IndicatorLeaf
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rule import Rule, RuleType, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result

from .case import Case, Delivery, Row
from .comparison import columnar_results

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


def case(*rules: Rule, series: str, records: Sequence[Row] = ()) -> Case:
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
