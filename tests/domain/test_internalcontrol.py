"""How far a letter of § 25-1 has come: what is asked for at each level, exactly, and nothing unknown is ever met."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.internalcontrol import (
    Criterion,
    Demand,
    Letter,
    Lowering,
    LoweringRefusal,
    Shown,
    carried_level,
    is_met,
    lowered,
    refused,
)

LEADERS, CARDS = Criterion.LEADERS, Criterion.SCORECARDS
DEMANDS = [
    (1, Demand(criterion=LEADERS, share=80)),
    (2, Demand(criterion=LEADERS, share=95)),
    (2, Demand(criterion=CARDS, count=2)),
    (3, Demand(criterion=CARDS, share=100)),
]


@pytest.mark.parametrize(
    ("held", "of", "met"),
    [(95, 100, True), (94, 100, False), (19, 20, True), (949, 1000, False), (0, 0, False), (1, 1, True)],
)
def test_a_share_is_held_exactly_and_of_nothing_nothing_is_shown(held: int, of: int, met: bool):
    assert met == is_met(Demand(criterion=LEADERS, share=95), Shown(held, of))


def test_a_count_is_at_least_so_many_and_what_is_not_known_is_never_met():
    two = Demand(criterion=CARDS, count=2)

    assert [False, True, False] == [is_met(two, Shown(1, 9)), is_met(two, Shown(2, 9)), is_met(two, None)]
    assert not is_met(Demand(criterion=LEADERS, share=0), None)


@pytest.mark.parametrize(
    ("leaders", "cards", "level", "lacking"),
    [
        (Shown(79, 100), Shown(5, 5), 0, [LEADERS]),
        (Shown(80, 100), Shown(5, 5), 1, [LEADERS]),
        (Shown(95, 100), Shown(1, 5), 1, [CARDS]),
        (Shown(95, 100), Shown(2, 5), 2, [CARDS]),
        (Shown(95, 100), Shown(5, 5), 3, []),
        (Shown(95, 100), None, 1, [CARDS]),
        (None, None, 0, [LEADERS]),
    ],
)
def test_a_level_asks_for_all_below_it_and_stops_where_nothing_more_can_be_asked(
    leaders: Shown | None, cards: Shown | None, level: int, lacking: list[Criterion]
):
    found, missing = carried_level(DEMANDS, {LEADERS: leaders, CARDS: cards})

    assert (level, lacking) == (found, [one.criterion for one in missing])


COUNTS = st.integers(0, 30).flatmap(lambda of: st.builds(Shown, st.integers(0, of), st.just(of)))
KNOWN = st.fixed_dictionaries({LEADERS: st.none() | COUNTS, CARDS: st.none() | COUNTS})


@given(KNOWN, st.sampled_from([LEADERS, CARDS]))
def test_taking_away_what_is_known_never_raises_a_level(shown: dict[Criterion, Shown | None], hidden: Criterion):
    before, _lacking = carried_level(DEMANDS, shown)
    after, _lacking = carried_level(DEMANDS, shown | {hidden: None})

    assert after <= before


def said(level: int | None) -> Lowering:
    return Lowering(
        place="alt", letter=Letter.A, number=1, level=level, by="TOPP", at=datetime(2026, 1, 1, tzinfo=UTC), trail=1
    )


@given(st.integers(0, 4), st.none() | st.integers(0, 4))
def test_people_never_raise_it_above_what_is_shown(carried: int, level: int | None):
    assert lowered(carried, said(level)) == (carried if level is None else min(carried, level))
    assert lowered(carried, None) == carried


def test_it_is_lowered_with_a_reason_and_only_lowered():
    assert refused(3, 2, "Ingen bruker rutinen.") is None
    assert refused(3, None, "Den er i bruk igjen.") is None
    assert refused(3, 3, "Like godt.") is LoweringRefusal.NOT_LOWER
    assert refused(3, 4, "Bedre enn det ser ut til.") is LoweringRefusal.NOT_LOWER
    assert refused(3, 2, "  ") is LoweringRefusal.NO_REASON


def test_every_criterion_is_of_one_letter_and_each_has_a_word_of_its_own():
    words = [one.word for one in Criterion]

    assert len(words) == len(set(words))
    assert {one.letter for one in Criterion} == set(Letter)
