"""What would settle an answer that is ukjent: what is called enough is enough, whatever comes, and what is not, is not."""

from __future__ import annotations

from decimal import Decimal

from engine.plain.words import compared, in_a_row, over
from engine.plain.world import World
from kontroll.domain.condition import AllOf, AnyOf
from kontroll.domain.operand import Op, ParameterRef
from kontroll.domain.truth import Result
from kontroll.engine.plain import MeasuredSite
from kontroll.report.causes import Reason

from .cells import asked, reproduced
from .small import explained

SOME = [Decimal(n) for n in (-1000, -5, -1, 0, 1, 3, 5, 1000)]


def test_what_is_enough_settles_the_answer_whatever_it_turns_out_to_be() -> None:
    enough = 0
    for one in asked(cases=6, cells=60, missing=40):
        if one.answer.result is not Result.UNKNOWN:
            continue
        for lacks in one.explainer.explain(one.cell).lacking:
            site = lacks.reading.site if lacks.reading is not None else None
            if not isinstance(site, MeasuredSite):
                continue
            decimals = one.case.rulebook.indicators[site.indicator].decimals
            results = set()
            for number in SOME:
                supposed = one.evaluator.supposing(site, number.quantize(Decimal(1).scaleb(-decimals)))
                if one.cell.post:
                    results.add(supposed.record_result(one.cell.rule, one.cell.post, one.cell.month))
                else:
                    results.add(supposed.result(one.cell.rule, one.cell.enhet, one.cell.month))
            known = results - {Result.UNKNOWN, None}
            if lacks.enough:
                assert results == known, reproduced(one)
                enough += 1
            if known:
                assert lacks.perhaps, reproduced(one)
            if lacks.always is not None:
                assert results == {lacks.always}, reproduced(one)
    assert enough


def lacking(world: World) -> list[tuple[str, bool, bool]]:
    return [
        (one.reading.id if one.reading is not None else one.what, one.enough, one.perhaps)
        for one in explained(world).lacking
    ]


def test_one_missing_value_alone_is_enough(world: World) -> None:
    world.rule("provd", over("5"))

    (one,) = explained(world).lacking

    assert (True, True) == (one.enough, one.perhaps)
    assert [(None, Decimal("5.0"), Result.FALSE), (Decimal("5.1"), None, Result.TRUE)] == [tuple(b) for b in one.bounds]


def test_of_two_below_an_and_each_may_be_enough_and_both_are(world: World) -> None:
    world.indicator("annet")
    world.rule("provd", AllOf(children=(over("5"), over("5", indicator="annet"))))

    found = explained(world)

    assert [("fravaer", False, True), ("annet", False, True)] == lacking(world)
    assert 2 == len(found.together)


def test_two_that_must_come_together_are_not_enough_alone(world: World) -> None:
    world.series("A", "9 _ _ 4")
    world.rule("provd", AnyOf(children=(over("5", window=in_a_row(3)), compared(Op.UNDER, "0"))))
    world.measured("A", "6")

    assert {("fravaer", False, True)} == set(lacking(world))


def test_a_parameter_without_value_is_told_as_such(world: World) -> None:
    world.parameter("grense", ("2025-01-01", "5"))
    world.measured("A", "6")
    world.rule("provd", compared(Op.OVER, ParameterRef("grense")))

    (one,) = explained(world).lacking

    assert (Reason.PARAMETER, "grense", None) == (one.reason, one.what, one.reading)


def test_a_known_answer_lacks_nothing(world: World) -> None:
    world.measured("A", "6")
    world.rule("provd", over("5"))

    found = explained(world)

    assert ((), ()) == (found.lacking, found.together)
