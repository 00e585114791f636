"""How many answers an index rests on, when its parts are indices themselves."""

from __future__ import annotations

from decimal import Decimal

from differential.case import Case, Delivery
from differential.comparison import columnar_results, first_difference
from kontroll.domain.condition import Compare, IndicatorLeaf
from kontroll.domain.indicator import Better, Indicator, WeightedIndex
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rule import Rule, RuleType, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result

MAY = Month(2024, 5)


def indicator(id: str, parts: tuple[str, ...] = (), min_count: int = 0) -> Indicator:
    return Indicator(
        id=id,
        name=id,
        unit="",
        better=Better.HIGHER,
        frequency=Frequency.MONTH,
        decimals=0,
        min_count=min_count,
        computed=WeightedIndex(parts=parts, weights=(Decimal(1),) * len(parts)) if parts else None,
    )


def over_five(answers_to_b: str) -> Case:
    """A rule on an index that asks for five answers, over an index that asks for none."""
    indicators = [indicator("a"), indicator("b"), indicator("inner", ("a", "b")), indicator("outer", ("inner", "a"), 5)]
    over = IndicatorLeaf(indicator="outer", tests=(Compare(Op.OVER, Literal(Decimal(5))),))
    rule = Rule(
        id="r",
        name="r",
        area="",
        type=RuleType.DEVIATION,
        status=Status.IN_USE,
        severity=Severity.LOW,
        hjemmel=(),
        versions=(Version(valid_from=Month(2020, 1), valid_to=None, condition=over),),
    )
    measured = [
        {"enhet": "A", "indikator": id, "periode": "2024-05", "verdi": "8", "antall": count}
        for id, count in {"a": "9", "b": answers_to_b}.items()
    ]
    book = Rulebook(rules={"r": rule}, indicators={one.id: one for one in indicators})
    return Case(book, Delivery(organisation=[{"enhet": "A"}], measurements=measured, records={}), MAY, MAY)


def test_an_index_of_an_index_rests_on_the_answers_of_the_innermost_parts():
    for answers, expected in {"5": Result.TRUE, "4": Result.UNKNOWN, "": Result.UNKNOWN}.items():
        case = over_five(answers)

        assert [expected] == list(columnar_results(case).values())
        assert first_difference(case) is None
