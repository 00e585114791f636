"""Phrases of an explanation that a reader would stumble on."""

from __future__ import annotations

import pytest

from engine.plain.words import number
from engine.plain.world import World
from kontroll.domain.condition import Grouped
from kontroll.domain.operand import Op
from kontroll.domain.truth import Truth
from kontroll.report.explaining.phrases import judged
from kontroll.report.explaining.text import as_text
from kontroll.report.explaining.told import Told, told
from kontroll.report.plainly.wording import compared

from .small import explained


@pytest.mark.parametrize(
    ("op", "said"),
    [
        (Op.AT_LEAST, "er lavere enn 5"),
        (Op.AT_MOST, "er høyere enn 5"),
        (Op.AS_GOOD, "er dårligere enn 5"),
        (Op.OVER, "er ikke over 5"),
        (Op.BETTER, "er ikke bedre enn 5"),
    ],
)
def test_a_limit_that_is_not_reached_is_told_without_ikke_minst(op: Op, said: str) -> None:
    assert said == judged(compared(op, "5"), Truth.FALSE)


def test_a_record_without_company_is_one_and_fewer_than_two(world: World) -> None:
    world.invoice("B1", leverandor="L1", belop="5")
    twice = Grouped(like=("leverandor",), days=30, sum_field=None, op=Op.AT_LEAST, threshold=number("2"))
    world.rule("provd", twice, dataset="faktura")

    (why,) = told(explained(world, post="B1")).why

    assert why.startswith("Det er én post med samme «leverandor» ")
    assert why.endswith(", og det er færre enn 2.")


def test_a_year_is_not_kept_with_the_word_after_it_and_a_day_is() -> None:
    written = as_text(Told(answer="den 18. november 2024. datasett/a.csv", **_EMPTY))

    assert "18.\N{NO-BREAK SPACE}november 2024. datasett/a.csv" == written.removeprefix("den ")


_EMPTY = {"notes": (), "why": (), "settled": (), "changed": (), "tree": (), "exemptions": (), "about": ()}
