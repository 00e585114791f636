"""Phrases of an explanation that a reader would stumble on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.plain.words import field, number
from engine.plain.world import World
from kontroll.domain.condition import Grouped
from kontroll.domain.operand import FieldRef, Op
from kontroll.domain.truth import Truth
from kontroll.report.explaining.phrases import judged
from kontroll.report.explaining.text import as_text
from kontroll.report.explaining.told import Told, told
from kontroll.report.plainly.wording import compared

from .small import explained

NBSP = "\N{NO-BREAK SPACE}"


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


def test_a_share_of_another_field_is_told_with_what_it_comes_to(world: World) -> None:
    world.invoice("B1", belop="95.01", netto="100")
    most = FieldRef("netto", times=Decimal("0.95"))
    world.rule("provd", field("belop", Op.OVER, most), dataset="faktura")

    found = told(explained(world, post="B1"))

    said = "«belop» er 95,01 kr, og det er over 95 prosent av «netto» (100 kr), altså 95 kr."
    assert said == found.why[0].replace(NBSP, " ")
    turned = ["Hadde «belop», som er 95,01 kr, vært 95 kr, hadde regelen ikke slått ut."]
    assert turned == [one.replace(NBSP, " ") for one in found.changed[:1]]


def test_a_share_of_a_larger_group_is_told_with_both_amounts_and_what_would_turn_it(world: World) -> None:
    for key, supplier, amount in (("B1", "L1", "301"), ("B2", "L2", "499"), ("B3", "L2", "200")):
        world.invoice(key, leverandor=supplier, belop=amount)
    asked = {"like": ("ansvar", "leverandor"), "days": 180, "sum_field": "belop", "share_of": ("ansvar",)}
    world.rule("provd", Grouped(op=Op.OVER, threshold=number("30"), **asked), dataset="faktura")

    found = told(explained(world, post="B1"))

    assert (
        found.why[0]
        .replace(NBSP, " ")
        .endswith(
            "utgjør 30,1 prosent av alle poster med samme «ansvar» (301 kr av 1 000 kr), og det er over 30 prosent."
        )
    )
    assert "Hadde «belop», som er 301 kr, vært 299,57 kr, hadde regelen ikke slått ut." in [
        one.replace(NBSP, " ") for one in found.changed
    ]


def test_a_share_of_nothing_says_why_it_is_unknown(world: World) -> None:
    world.invoice("B1", leverandor="L1", belop="100")
    world.invoice("B2", leverandor="L2", belop="-100")
    asked = Grouped(like=("leverandor",), days=9, sum_field="belop", op=Op.OVER, threshold=number("30"), share_of=())
    world.rule("provd", asked, dataset="faktura")

    found = told(explained(world, post="B1"))

    assert "ikke større enn null" in found.why[0]
    assert found.settled


def test_a_year_is_not_kept_with_the_word_after_it_and_a_day_is() -> None:
    written = as_text(Told(answer="den 18. november 2024. datasett/a.csv", **_EMPTY))

    assert "18.\N{NO-BREAK SPACE}november 2024. datasett/a.csv" == written.removeprefix("den ")


_EMPTY = {"notes": (), "why": (), "settled": (), "changed": (), "tree": (), "exemptions": (), "about": ()}
