"""A difference is told so that a person can decide which evaluator is right."""

from __future__ import annotations

import pytest

from kontroll.domain.condition import AnyOf, Development, IndicatorLeaf, Method, Not, RuleLeaf

from .comparison import first_difference
from .faults import over_as_minst
from .reduction import report
from .small import OVER_FIVE, case, rule


def test_a_difference_is_told_as_the_smallest_case_that_still_shows_it(monkeypatch: pytest.MonkeyPatch):
    rising = IndicatorLeaf(indicator="fravaer", tests=(Development(3, Method.TREND),))
    noisy = case(
        rule("uvedkommende", RuleLeaf(rule="stigende")),
        rule("stigende", rising),
        rule("hoyt", AnyOf(children=(RuleLeaf(rule="stigende"), Not(child=Not(child=OVER_FIVE))))),
        series="4 4 5",
    )
    assert first_difference(noisy) is None
    over_as_minst(monkeypatch)
    found = first_difference(noisy)
    assert found is not None

    told = report(noisy, found).splitlines()

    assert "Cell(rule='hoyt', enhet='A', month='2024-05', key=''): columnar sann, plain usann" == told[0]
    assert ["hoyt (avvik, about enheter, Scope())"] == [line for line in told if " about " in line]
    assert 1 == sum(line.startswith("measurements: ") for line in told)
