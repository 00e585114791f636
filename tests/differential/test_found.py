"""Cases in which the evaluators once parted, as small as they got; each is named by what was wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontroll.domain.condition import RuleLeaf, Window
from kontroll.domain.truth import Result

from .comparison import first_difference
from .small import OVER_FIVE, case, rule, says


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
    found = case(rule(id, OVER_FIVE), series="6")

    assert [Result.TRUE] == says(found, id)
    assert first_difference(found) is None
