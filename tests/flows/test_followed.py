"""How many were asked for an answer in time, and how many answered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kontroll.domain.notice import Notice, Reason
from kontroll.flows.showing.followed import Asked, asked

DEADLINE, TODAY = date(2026, 3, 20), date(2026, 3, 25)


def notice(answered: date | None = None, **changed: object) -> Notice:
    given = {
        "id": "n",
        "reason": Reason.NEW_SAK,
        "recipient": "ANNE",
        "channel": "mappe",
        "subject_key": "S1",
        "created": date(2026, 3, 1),
        "sak": "S1",
        "deadline": DEADLINE,
        "answered_at": datetime(answered.year, answered.month, answered.day, 9, tzinfo=UTC) if answered else None,
    }
    return Notice(**(given | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answered", "today", "wanted"),
    [
        (DEADLINE, TODAY, Asked(in_time=1, late=0, silent=0, waiting=0)),
        (date(2026, 3, 21), TODAY, Asked(in_time=0, late=1, silent=0, waiting=0)),
        (None, date(2026, 3, 21), Asked(in_time=0, late=0, silent=1, waiting=0)),
        (None, DEADLINE, Asked(in_time=0, late=0, silent=0, waiting=1)),
    ],
)
def test_a_deadline_is_kept_broken_or_still_ahead(answered, today, wanted):
    assert wanted == asked([notice(answered)], today)


def test_a_sak_counts_once_for_each_deadline_whoever_answers():
    notices = [
        notice(),
        notice(date(2026, 3, 21), reason=Reason.ESCALATION, recipient="SJEF"),
        notice(date(2026, 3, 24), deadline=date(2026, 3, 24), reason=Reason.REOPENED),
    ]

    assert Asked(in_time=1, late=1, silent=0, waiting=0) == asked(notices, TODAY)


def test_what_asks_for_no_answer_is_not_counted():
    assert 0 == asked([notice(reason=Reason.RESOLVED), notice(deadline=None), notice(sak=None)], TODAY).due
