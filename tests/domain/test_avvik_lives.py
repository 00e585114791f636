"""Every way of getting the data ends alike: late, in any order, and wrong before it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import Phase as Stage
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from domain.ledger import JANUARY, Ledger, Match, Pairs
from kontroll.domain.avvik import Avvik, MonthSeen, Occurrence, Phase, Seen, lived
from kontroll.domain.avvikchange import Change, ChangeKind, in_order, matched
from kontroll.domain.month import Month

Views = list[list[Seen]]
Life = tuple[int, int, Views]

seen_months = st.lists(st.sampled_from(list(Seen)), min_size=1, max_size=12)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """wait, hold and what was known at each run. Months come late, in any order, and wrong before they are right."""
    truth = draw(seen_months)
    known = [draw(st.sampled_from([Seen.UNKNOWN, Seen.STRUCK, Seen.CLEAR])) for _ in truth]
    views: Views = []
    for month in draw(st.permutations(range(len(truth)))):
        if draw(st.booleans()):
            known[month] = draw(st.sampled_from(list(Seen)))
            views.append(list(known))
        known[month] = truth[month]
        views.append(list(known))
    return draw(st.integers(0, 2)), draw(st.integers(0, 2)), views


def in_time(life: Life) -> Ledger:
    """The same months, each known in its own month and never corrected."""
    wait, hold, views = life
    truth = views[-1]
    return list(runs((wait, hold, [truth[:count] for count in range(1, len(truth) + 1)])))[-1]


def runs(life: Life, match: Match = matched) -> Iterator[Ledger]:
    """The ledger after each run. Whatever has opened has got a sak before the next."""
    wait, hold, views = life
    ledger = Ledger(wait=wait, hold=hold, match=match)
    for view in views:
        ledger = ledger.run_seen(view).with_saker()
        yield ledger


def corrected(life: Life, match: Match = matched) -> Ledger:
    return list(runs(life, match))[-1]


@given(lives())
def test_late_and_corrected_data_end_like_data_in_time(life: Life):
    assert in_time(life).end_state() == corrected(life).end_state()


@given(lives())
def test_in_time_the_numbers_are_those_of_the_replay(life: Life):
    wait, hold, views = life
    history = [MonthSeen(JANUARY.plus(i), seen, wait, hold) for i, seen in enumerate(views[-1])]

    assert [o.number for o in lived(history)] == [avvik.number for avvik in in_order(in_time(life).stored)]


@given(lives())
def test_what_is_told_accounts_for_every_phase(life: Life):
    """Whoever reads the trail alone knows the phase of each, and whether it is gone."""
    phases: dict[int, Phase] = {}
    gone: dict[int, Month | None] = {}
    for ledger in runs(life):
        for number, change in ledger.told:
            phases[number] = PHASE_AFTER.get(change.kind) or phases[number]
            gone[number] = gone_after(change, gone.get(number))
        assert {avvik.number: avvik.phase for avvik in ledger.stored} == phases
        assert {avvik.number: avvik.gone_since for avvik in ledger.stored} == gone


PHASE_AFTER = {
    ChangeKind.WAITING: Phase.WAITING,
    ChangeKind.UNOPENED: Phase.WAITING,
    ChangeKind.OPENED: Phase.OPEN,
    ChangeKind.REOPENED: Phase.OPEN,
    ChangeKind.RESOLVED: Phase.RESOLVED,
    ChangeKind.WAITING_ENDED: Phase.RESOLVED,
    ChangeKind.WITHDRAWN: Phase.RESOLVED,
}


def gone_after(change: Change, before: Month | None) -> Month | None:
    if change.kind in (ChangeKind.WITHDRAWN, ChangeKind.WAITING_ENDED):
        return None
    return change.after if change.kind in (ChangeKind.GONE, ChangeKind.BACK) else before


@given(lives())
def test_a_second_run_on_the_same_data_changes_nothing(life: Life):
    assert a_second_run_changes_nothing(life, matched)


@given(lives())
def test_no_avvik_is_deleted_or_doubled(life: Life):
    assert none_is_deleted_or_doubled(life, matched)


@given(lives())
def test_a_sak_stays_with_its_time(life: Life):
    assert a_sak_stays_with_its_time(life, matched)


def a_second_run_changes_nothing(life: Life, match: Match) -> bool:
    once = corrected(life, match)
    again = once.run_seen(life[2][-1])
    return once.stored == again.stored and again.told == ()


def none_is_deleted_or_doubled(life: Life, match: Match) -> bool:
    keys = [[avvik.key for avvik in ledger.stored] for ledger in runs(life, match)]
    doubled = any(len(set(found)) < len(found) for found in keys)
    deleted = any(set(before) - set(after) for before, after in pairwise(keys))
    return not doubled and not deleted


def a_sak_stays_with_its_time(life: Life, match: Match) -> bool:
    """An avvik with a sak keeps it, and shares a month with what it was, for as long as it counts."""
    before: dict[int, Avvik] = {}
    for ledger in runs(life, match):
        for now in ledger.stored:
            was = before.get(now.number)
            if was is not None and (now.sak != was.sak or not share_a_month(was, now)):
                return False
        before = {avvik.number: avvik for avvik in ledger.stored if avvik.sak is not None}
    return True


def share_a_month(one: Avvik, other: Avvik) -> bool:
    last, other_last = one.resolved or one.last_struck, other.resolved or other.last_struck
    return one.first <= other_last and other.first <= last


# --- teeth: the properties find what is planted ---------------------------------------------------------------------


def by_place_in_the_row(stored: Sequence[Avvik], found: Sequence[Occurrence], **_: bool) -> Pairs:
    """The time in a row as identity: a sak slides to another time."""
    count = max(len(stored), len(found))
    return [(stored[i] if i < len(stored) else None, found[i] if i < len(found) else None) for i in range(count)]


def nothing_is_withdrawn(stored: Sequence[Avvik], found: Sequence[Occurrence], **dated: bool) -> Pairs:
    return [pair for pair in matched(stored, found, **dated) if pair[1] is not None]


def every_time_is_new(stored: Sequence[Avvik], found: Sequence[Occurrence], **_: bool) -> Pairs:
    kept: Pairs = [(avvik, None) for avvik in stored]
    return kept + [(None, replace(occurrence, number=occurrence.number + len(stored))) for occurrence in found]


def the_freed_number_is_given_anew(stored: Sequence[Avvik], found: Sequence[Occurrence], **dated: bool) -> Pairs:
    """The next free number is counted among those that are left, so a withdrawn one may be doubled."""
    alive = [avvik for avvik in stored if not avvik.withdrawn]
    return matched(alive, found, **dated) + [(avvik, None) for avvik in stored if avvik.withdrawn]


@pytest.mark.parametrize(
    ("fault", "holds"),
    [
        (by_place_in_the_row, a_sak_stays_with_its_time),
        (nothing_is_withdrawn, none_is_deleted_or_doubled),
        (every_time_is_new, a_second_run_changes_nothing),
        (the_freed_number_is_given_anew, none_is_deleted_or_doubled),
    ],
)
def test_a_planted_fault_in_the_matching_is_found(fault: Match, holds: Callable[[Life, Match], bool]):
    first_found = settings(max_examples=500, database=None, phases=[Stage.generate])

    try:
        find(lives(), lambda life: not holds(life, fault), settings=first_found, random=Random(1))
    except NoSuchExample:
        pytest.fail("no life shows the fault")
