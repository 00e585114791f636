"""Tiltak: promised by name and day, and the sak waits for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.saker import CARETAKER, CONTROL, DEPUTY, LATER, LEADER, OTHER_LEADER, PROMISED, SUPERIOR, TODAY, promise
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import SakState
from kontroll.domain.tiltak import add_tiltak, change_tiltak, finish_tiltak, handed_on, next_deadline, overdue

SOON = date(2026, 3, 20)
DONE = replace(promise("t0", deadline=SOON), done=TODAY, done_by=CARETAKER.person)


def refused_because(why: Refusal):
    return pytest.raises(Refused, match=f": {why.value}$")


PROMISE = promise()


def changed(tiltak=PROMISE, actor=LEADER, *, owner=DEPUTY.person, deadline=SOON, others=()):
    return change_tiltak(PROMISED, actor, tiltak, owner=owner, deadline=deadline, others=others, on=TODAY)


@pytest.mark.parametrize(("today", "late"), [(LATER, False), (date(2026, 4, 21), True)])
def test_a_tiltak_is_overdue_the_day_after_its_last(today, late):
    assert late is overdue(promise(deadline=LATER), today)


def test_what_is_done_is_not_overdue():
    assert not overdue(DONE, LATER)


def test_the_next_deadline_is_the_first_that_is_not_done():
    assert LATER == next_deadline([DONE, promise(), promise("t2", deadline=date(2026, 5, 1))])
    assert next_deadline([DONE]) is None


def test_one_more_tiltak_may_come_first():
    more = promise("t2", deadline=SOON)

    assert replace(PROMISED, deadline=SOON) == add_tiltak(PROMISED, LEADER, more, others=[promise()], on=TODAY)


def test_one_more_tiltak_that_comes_later_hides_none():
    more = promise("t2", deadline=date(2026, 5, 1))

    assert PROMISED == add_tiltak(PROMISED, LEADER, more, others=[promise()], on=TODAY)


def test_a_tiltak_changes_owner_and_deadline():
    sak, tiltak = changed()

    assert replace(promise(), owner=DEPUTY.person, deadline=SOON) == tiltak
    assert SOON == sak.deadline


def test_a_later_deadline_leaves_the_other_tiltak_first():
    sak, _ = changed(deadline=date(2026, 6, 1), others=[DONE, promise("t2")])

    assert LATER == sak.deadline


@pytest.mark.parametrize("actor", [CARETAKER, OTHER_LEADER, SUPERIOR], ids=lambda a: a.person)
def test_the_one_who_shall_do_it_cannot_put_it_off(actor):
    with refused_because(Refusal.NOT_YOUR_SAK):
        changed(actor=actor)
    with refused_because(Refusal.NOT_YOUR_SAK):
        add_tiltak(PROMISED, actor, promise("t2"), others=[promise()], on=TODAY)


def test_a_promise_cannot_be_moved_to_the_past_or_to_nobody():
    with refused_because(Refusal.DEADLINE_PASSED):
        changed(deadline=date(2026, 3, 9))
    with refused_because(Refusal.TILTAK_OWNER_MISSING):
        changed(owner="")
    with refused_because(Refusal.DEADLINE_PASSED):
        add_tiltak(PROMISED, LEADER, promise("t2", deadline=date(2026, 3, 9)), others=[promise()], on=TODAY)


@pytest.mark.parametrize("actor", [CARETAKER, LEADER, DEPUTY, CONTROL], ids=lambda a: a.person)
def test_the_last_tiltak_sends_the_sak_to_the_re_test(actor):
    sak, tiltak = finish_tiltak(PROMISED, actor, promise(), others=[DONE], on=TODAY)

    assert (SakState.RETEST, None) == (sak.state, sak.deadline)
    assert (TODAY, actor.person) == (tiltak.done, tiltak.done_by)


def test_while_one_remains_the_sak_waits_for_it():
    later = promise("t2", deadline=date(2026, 5, 1))
    sak, _ = finish_tiltak(PROMISED, CARETAKER, promise(), others=[later], on=TODAY)

    assert (SakState.MEASURE, date(2026, 5, 1)) == (sak.state, sak.deadline)


@pytest.mark.parametrize("actor", [OTHER_LEADER, SUPERIOR], ids=lambda a: a.person)
def test_others_do_not_say_that_it_is_done(actor):
    with refused_because(Refusal.NOT_YOUR_TILTAK):
        finish_tiltak(PROMISED, actor, promise(), others=[], on=TODAY)


def test_what_is_done_is_done_once_and_not_changed():
    with refused_because(Refusal.TILTAK_DONE):
        finish_tiltak(PROMISED, LEADER, DONE, others=[promise()], on=TODAY)
    with refused_because(Refusal.TILTAK_DONE):
        changed(DONE)


def test_a_successor_takes_over_what_was_promised_with_its_deadline():
    assert replace(promise(), owner=DEPUTY.person) == handed_on(promise(), to=DEPUTY.person)


def test_what_is_done_is_not_taken_over():
    with pytest.raises(ValueError, match="done"):
        handed_on(DONE, to=DEPUTY.person)
