"""Notices and messages: who is told what once, and how often it is tried."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.notice import (
    DeliveryFailed,
    Message,
    MessageState,
    NoticeState,
    Reason,
    message_id,
    next_try,
    not_sent,
    notice_id,
    notice_state,
    sent,
)

NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)
BUSY = DeliveryFailed("opptatt", permanent=False)
MESSAGE = Message(
    id="m@x",
    recipient="P1",
    channel="epost",
    day=date(2026, 11, 27),
    composed_at=NOW,
    subject="2 saker",
    text="",
    html="",
)

parts = st.text(max_size=5) | st.text(":%\n3A", max_size=5)


@given(st.lists(st.tuples(st.sampled_from(Reason), parts, parts, parts, st.integers(0, 3)), max_size=5))
def test_two_events_have_two_ids_and_one_event_has_one(events):
    assert len(set(events)) == len({notice_id(*event) for event in events})


def test_an_id_can_be_read():
    assert "new_sak:S1:P1:epost:0" == notice_id(Reason.NEW_SAK, "S1", "P1", "epost")


@given(st.lists(st.text("abc:", min_size=1), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_the_same_notices_have_the_same_message_id_in_any_order(notices, random):
    mixed = random.sample(notices, len(notices))

    assert message_id(notices, "x.no") == message_id(mixed, "x.no")
    assert message_id(notices, "x.no") != message_id([*notices, "another"], "x.no")


def test_there_is_no_message_without_notices():
    with pytest.raises(ValueError, match="without notices"):
        message_id([], "x.no")


def test_the_first_waits_are_short_and_the_last_are_half_a_day():
    minutes = [(next_try(n, NOW) - NOW) / timedelta(minutes=1) for n in range(1, 8)]

    assert [1, 5, 15, 60, 240, 720, 720] == minutes


def test_it_is_tried_for_three_days_and_then_given_up():
    now, message, tries = NOW, not_sent(MESSAGE, BUSY, NOW), 1
    while message.next_try is not None:
        now, tries = message.next_try, tries + 1
        message = not_sent(message, BUSY, now)

    assert (MessageState.FAILED, "opptatt", 11) == (message.state, message.last_error, message.attempts)
    assert tries == message.attempts
    assert timedelta(days=2, hours=12) < now - NOW <= timedelta(days=3)


def test_what_is_refused_for_good_is_tried_once():
    failed = not_sent(MESSAGE, DeliveryFailed("avvist", permanent=True), NOW)

    assert (MessageState.FAILED, None, 1, "avvist") == (
        failed.state,
        failed.next_try,
        failed.attempts,
        failed.last_error,
    )


def test_what_is_sent_at_last_is_sent():
    done = sent(not_sent(MESSAGE, BUSY, NOW), NOW + timedelta(minutes=1))

    assert (MessageState.SENT, NOW + timedelta(minutes=1), None, 1) == (
        done.state,
        done.sent_at,
        done.last_error,
        done.attempts,
    )


def test_a_notice_follows_its_message():
    waiting = not_sent(MESSAGE, BUSY, NOW)
    refused = not_sent(MESSAGE, DeliveryFailed("avvist", permanent=True), NOW)

    assert [NoticeState.COMPOSED, NoticeState.FAILED, NoticeState.SENT] == [
        notice_state(waiting),
        notice_state(refused),
        notice_state(sent(waiting, NOW)),
    ]
