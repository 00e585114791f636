"""What holds for every history of months, and that these properties find planted faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from kontroll.domain.avvik import MonthSeen, Occurrence, Seen, lived
from kontroll.domain.avvik import Phase as AvvikPhase
from kontroll.domain.month import Month

JANUARY = Month(2026, 1)

Replay = Callable[[Iterable[MonthSeen]], Sequence[Occurrence]]
History = list[MonthSeen]

known = st.sampled_from([Seen.STRUCK, Seen.CLEAR])
anything = st.sampled_from(list(Seen))
unanswered = st.lists(st.sampled_from([Seen.UNKNOWN, Seen.GONE]), max_size=3)


@st.composite
def histories(draw: st.DrawFn, what: st.SearchStrategy[Seen] = anything) -> History:
    wait, hold = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    return [MonthSeen(JANUARY.plus(i), s, wait, hold) for i, s in enumerate(draw(st.lists(what, max_size=30)))]


@st.composite
def interleaved(draw: st.DrawFn) -> tuple[History, History]:
    """A history of known months, and the same with months without an answer between them. Months are spread alike."""
    spread, filled, at = [], [], 0
    for month in draw(histories(known)):
        for gap in draw(unanswered):
            filled.append(month._replace(month=JANUARY.plus(at), seen=gap))
            at += 1
        both = month._replace(month=JANUARY.plus(at))
        spread.append(both)
        filled.append(both)
        at += 1
    return spread, filled


def without_marks(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    return [replace(occurrence, gone_since=None) for occurrence in occurrences]


def unanswered_months_change_nothing(replay: Replay, case: tuple[History, History]) -> bool:
    spread, filled = case
    return without_marks(replay(filled)) == without_marks(replay(spread))


def earlier_occurrences_stand(replay: Replay, history: History) -> bool:
    """One more month touches none but the last, and takes away none that opened."""
    before, after = replay(history[:-1]), replay(history)
    settled = [occurrence for occurrence in before if occurrence.phase is AvvikPhase.RESOLVED]
    opened = [(o.number, o.first, o.opened) for o in before if o.opened is not None]
    return (
        list(after[: len(settled)]) == settled
        and opened == [(o.number, o.first, o.opened) for o in after][: len(opened)]
    )


def only_the_last_is_unresolved(replay: Replay, history: History) -> bool:
    found = replay(history)
    return all(o.phase is AvvikPhase.RESOLVED for o in found[:-1]) and [o.number for o in found] == list(
        range(1, len(found) + 1)
    )


def months_are_in_order(replay: Replay, history: History) -> bool:
    """Each begins, opens and is resolved in that order, after the one before it was resolved."""
    line = [
        month
        for o in replay(history)
        for month in (o.first, o.opened or o.first, max(o.last_struck, o.opened or o.first), o.resolved)
        if month is not None
    ]
    return line == sorted(line)


def every_month_of_utslag_is_somewhere(replay: Replay, history: History) -> bool:
    """Without waiting, every utslag belongs to an occurrence that had opened."""
    at_once = [month._replace(wait=0) for month in history]
    struck = sum(month.seen is Seen.STRUCK for month in history)
    return struck == sum(occurrence.struck_months for occurrence in replay(at_once))


@given(interleaved())
def test_months_without_an_answer_change_neither_phases_nor_numbers(case: tuple[History, History]):
    assert unanswered_months_change_nothing(lived, case)


@given(histories().filter(bool))
def test_a_new_month_changes_no_earlier_occurrence(history: History):
    assert earlier_occurrences_stand(lived, history)


@given(histories())
def test_only_the_last_occurrence_is_unresolved_and_numbers_have_no_holes(history: History):
    assert only_the_last_is_unresolved(lived, history)


@given(histories())
def test_occurrences_follow_one_another_in_time(history: History):
    assert months_are_in_order(lived, history)


@given(histories())
def test_without_waiting_every_utslag_is_in_an_occurrence(history: History):
    assert every_month_of_utslag_is_somewhere(lived, history)


# --- teeth: the properties find what is planted ---------------------------------------------------------------------


def as_if(found: Seen, instead: Seen) -> Replay:
    return lambda history: lived(m._replace(seen=instead) if m.seen is found else m for m in history)


def numbered_from_the_end(history: Iterable[MonthSeen]) -> list[Occurrence]:
    found = lived(history)
    return [replace(o, number=len(found) - i) for i, o in enumerate(found)]


def resolved_ones_are_forgotten(history: Iterable[MonthSeen]) -> list[Occurrence]:
    return [replace(o, number=1) for o in lived(history)[-1:]]


def a_month_late(history: Iterable[MonthSeen]) -> list[Occurrence]:
    return [replace(o, resolved=o.resolved and o.resolved.plus(9)) for o in lived(history)]


def opened_before_it_began(history: Iterable[MonthSeen]) -> list[Occurrence]:
    return [replace(o, opened=o.opened and o.opened.plus(-1)) for o in lived(history)]


def first_month_missed(history: Iterable[MonthSeen]) -> Sequence[Occurrence]:
    return lived(list(history)[1:])


PLANTED = [
    (as_if(Seen.UNKNOWN, Seen.CLEAR), unanswered_months_change_nothing, interleaved()),
    (as_if(Seen.UNKNOWN, Seen.STRUCK), unanswered_months_change_nothing, interleaved()),
    (as_if(Seen.GONE, Seen.CLEAR), unanswered_months_change_nothing, interleaved()),
    (as_if(Seen.GONE, Seen.STRUCK), unanswered_months_change_nothing, interleaved()),
    (numbered_from_the_end, only_the_last_is_unresolved, histories()),
    (numbered_from_the_end, earlier_occurrences_stand, histories().filter(bool)),
    (resolved_ones_are_forgotten, earlier_occurrences_stand, histories().filter(bool)),
    (a_month_late, months_are_in_order, histories()),
    (opened_before_it_began, months_are_in_order, histories()),
    (first_month_missed, every_month_of_utslag_is_somewhere, histories()),
]


@pytest.mark.parametrize(("fault", "holds", "cases"), PLANTED)
def test_a_planted_fault_is_found(fault: Replay, holds: Callable[..., bool], cases: st.SearchStrategy[object]):
    first_found = settings(max_examples=500, database=None, phases=[Phase.generate])

    try:
        find(cases, lambda case: not holds(fault, case), settings=first_found, random=Random(1))
    except NoSuchExample:
        pytest.fail("no history shows the fault")
