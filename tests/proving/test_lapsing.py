"""What rules in use stand on is told of ninety days before it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kontroll.domain.condition import FieldCompare, FieldMissing
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.month import Month
from kontroll.domain.operand import Op, ParameterRef
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.problem import Gravity
from kontroll.domain.rule import ControlMeasure, Rule, RuleType, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.lapsing import Lapse, as_problems, lapsing, sentence

END = date(2026, 12, 31)
PURCHASES = DataSet(id="kjop", name="Kjøp", key="nr", fields=(Field(id="nr", type=FieldType.TEXT, heading="nr"),))


def parameter(*values: tuple[date, str | None]) -> Parameter:
    made = tuple(ParameterValue(valid_from=day, value=Decimal(v) if v is not None else None) for day, v in values)
    return Parameter(id="terskel", name="Terskel", unit="kr", values=made)


def rule(*versions: tuple[Month, Month | None], status: Status = Status.IN_USE, **other) -> Rule:
    condition = FieldCompare(field="nr", op=Op.OVER, operand=ParameterRef("terskel"))
    return Rule(
        id="kjop-001",
        name="Stort kjøp",
        area="innkjop",
        type=RuleType.DEVIATION,
        status=status,
        severity=Severity.HIGH,
        hjemmel=(),
        dataset="kjop",
        versions=tuple(Version(valid_from=a, valid_to=b, condition=other.pop("hvis", condition)) for a, b in versions),
        file="rules/innkjop/kjop-001.yaml",
        **other,
    )


ALWAYS = (Month(2020, 1), None)
LASTING = parameter((date(2020, 1, 1), "1000"))
ENDING = parameter((date(2020, 1, 1), "1000"), (END, None))


def told(today: date, rule: Rule, parameter: Parameter = LASTING):
    book = Rulebook(rules={rule.id: rule}, parameters={"terskel": parameter}, datasets={"kjop": PURCHASES})
    return [(one.what, one.on) for one in lapsing(book, today)]


@pytest.mark.parametrize(
    ("days", "expected"), [(91, []), (90, [(Lapse.PARAMETER, END)]), (0, [(Lapse.PARAMETER, END)])]
)
def test_a_parameter_that_ends_is_told_of_ninety_days_ahead(days, expected):
    assert told(END - timedelta(days=days), rule(ALWAYS), ENDING) == expected


def test_a_parameter_that_has_ended_is_told_of_until_it_gets_a_value():
    assert told(END + timedelta(days=400), rule(ALWAYS), ENDING) == [(Lapse.PARAMETER, END)]
    renewed = replace(ENDING, values=(*ENDING.values, ParameterValue(valid_from=date(2027, 2, 1), value=Decimal(1))))
    assert told(date(2027, 1, 31), rule(ALWAYS), renewed) == [(Lapse.PARAMETER, END)]
    assert told(date(2027, 2, 1), rule(ALWAYS), renewed) == []


def test_a_parameter_that_gets_a_new_value_does_not_end():
    raised = parameter((date(2020, 1, 1), "1000"), (END, "2000"))

    assert told(END, rule(ALWAYS), raised) == []


def test_a_parameter_that_no_rule_in_use_reads_is_nobodys_trouble():
    assert told(END, rule(ALWAYS, status=Status.DRAFT), ENDING) == []
    assert told(END, rule(ALWAYS, hvis=FieldMissing(field="nr", missing=True)), ENDING) == []
    assert told(END, rule(ALWAYS, status=Status.TRIAL), ENDING) == [(Lapse.PARAMETER, END)]


@pytest.mark.parametrize(("days", "expected"), [(91, []), (90, [(Lapse.VERSION, END)]), (-40, [(Lapse.VERSION, END)])])
def test_a_version_that_nothing_follows_is_told_of(days, expected):
    ends = rule((Month(2020, 1), Month(2026, 12)))

    assert told(END - timedelta(days=days), ends) == expected


def test_a_version_that_another_follows_does_not_end():
    assert told(END, rule((Month(2020, 1), Month(2026, 12)), (Month(2027, 1), None))) == []


def test_a_gap_before_the_next_version_is_told_of_and_passes():
    gap = rule((Month(2020, 1), Month(2026, 12)), (Month(2027, 2), None))

    assert told(date(2027, 1, 15), gap) == [(Lapse.VERSION, END)]
    assert told(date(2027, 2, 1), gap) == []


@pytest.mark.parametrize(
    ("days", "expected"), [(91, []), (90, [(Lapse.EVALUATION, END)]), (-5, [(Lapse.EVALUATION, END)])]
)
def test_a_control_measure_is_told_of_before_it_shall_be_evaluated(days, expected):
    day = date(2024, 1, 1)
    measure = ControlMeasure(purpose="", discussed=day, informed=day, lasts_until=date(2030, 1, 1), evaluated_by=END)

    assert told(END - timedelta(days=days), rule(ALWAYS, control_measure=measure)) == expected


def test_it_is_told_as_a_notice_that_bars_nothing():
    book = Rulebook(rules={"kjop-001": rule(ALWAYS)}, parameters={"terskel": ENDING}, datasets={"kjop": PURCHASES})
    (one,) = found = lapsing(book, date(2026, 12, 1))

    (problem,) = as_problems(found, date(2026, 12, 1))

    assert problem.gravity is Gravity.NOTICE
    assert problem.what == "Parameteren «Terskel» (terskel): verdien går ut 31. desember 2026, og ingen ny er fastsatt"
    assert problem.why == "Deretter svarer kjop-001 «ukjent»."
    assert sentence(one, END) == "Verdien gikk ut 31. desember 2026."
