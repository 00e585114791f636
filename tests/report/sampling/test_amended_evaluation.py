"""What is kept from a draw of a list that was amended: its deviations count, and what was right in it buys nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.domain.draw import DrawnItem, Finding
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.evaluation_sentences import cannot_say
from kontroll.sampling.parts import Part

from .drawn import DEVIATION, DRAW, RIGHT, check, checked, evaluation, items, plan, population

SIZES = {"hovedstratum": Part(200, 2_000_000, 200)}
BY_ITEM = ("enkel", "systematisk")


def found(
    method: str, new: Sequence[Finding], kept: Sequence[Finding], kept_hits: int = 1, likelihood: str = "poisson"
) -> Evaluation:
    drawn, earlier = items(len(new)), items(len(kept), first=101, hits=kept_hits)
    checks = [check(item, finding) for item, finding in zip([*drawn, *earlier], [*new, *kept], strict=True)]
    choices = plan(("hovedstratum", method, len(new)), likelihood=likelihood, tolerable="0.2")
    return evaluation([*drawn, *earlier], checks, SIZES, choices, kept=[one.identity for one in earlier])


def bound(of: Evaluation) -> float:
    assert of.bound is not None
    return of.bound.rate


@pytest.mark.parametrize("method", ["enkel", "systematisk", "belop", "vekt"])
def test_kept_items_that_were_right_buy_nothing(method: str):
    alone, with_kept = found(method, [RIGHT] * 30, []), found(method, [RIGHT] * 30, [RIGHT] * 9)
    assert (bound(alone), alone.holds) == (bound(with_kept), with_kept.holds)
    assert (with_kept.examined, with_kept.kept) == (39, 9)


@pytest.mark.parametrize("method", ["enkel", "systematisk", "belop", "vekt"])
def test_a_kept_deviation_counts_as_if_it_were_hit_now(method: str):
    hit_now = found(method, [DEVIATION, *[RIGHT] * 29], [])
    kept = found(method, [RIGHT] * 30, [RIGHT, DEVIATION])
    assert (bound(hit_now), hit_now.likely, hit_now.holds) == (bound(kept), kept.likely, kept.holds)
    assert bound(kept) > bound(found(method, [RIGHT] * 30, []))


findings = st.lists(st.sampled_from([RIGHT, DEVIATION]), max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    method=st.sampled_from(["enkel", "systematisk", "belop", "vekt"]),
    likelihood=st.sampled_from(["poisson", "binomisk", "hypergeometrisk"]),
    new=findings.filter(len),
    kept=findings,
    hits=st.integers(1, 3),
)
def test_the_bound_is_never_below_that_of_either_draw_by_itself(
    method: str, likelihood: str, new: list[Finding], kept: list[Finding], hits: int
):
    hits = 1 if method in BY_ITEM else hits
    together = found(method, new, kept, hits, likelihood)
    assert bound(together) >= bound(found(method, new, [], hits, likelihood))
    as_large = [*kept, *[RIGHT] * (len(new) - len(kept))][: len(new)]
    assert bound(together) >= bound(found(method, as_large, [], 1, likelihood)) - 1e-12


def test_nothing_is_said_before_kept_items_are_checked_too():
    drawn: list[DrawnItem] = items(31)
    of = evaluation(drawn, checked(drawn[:30]), SIZES, plan(("hovedstratum", "belop", 30)), kept=[drawn[30].identity])
    assert (of.bound, of.unknown) == (None, 1)


def test_the_report_tells_how_kept_items_count_and_only_where_there_are_any():
    def told(of: Evaluation) -> bool:
        return any("Listen ble rettet etter trekningen" in one for one in cannot_say(of, DRAW, population()))

    assert told(found("systematisk", [RIGHT] * 30, [RIGHT]))
    assert not told(found("systematisk", [RIGHT] * 30, []))
