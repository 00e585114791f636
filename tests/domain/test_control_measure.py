"""What is recorded of a control measure: what stands in the way, and when it is to be evaluated next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kontroll.domain.controlmeasure import (
    OUTCOMES,
    MeasureEvent,
    MeasureKind,
    MeasureOutcome,
    MeasureRefusal,
    next_evaluation,
    refused,
)

TODAY, WRITTEN = date(2026, 4, 20), date(2026, 12, 31)
DISCUSSED, EVALUATED = MeasureKind.DISCUSSED, MeasureKind.EVALUATED
CONTINUED, ENDED, AGREED = MeasureOutcome.CONTINUED, MeasureOutcome.ENDED, MeasureOutcome.AGREED


def event(on: date, outcome: MeasureOutcome, next_on: date | None = None, number: int = 1) -> MeasureEvent:
    kind = DISCUSSED if outcome in OUTCOMES[DISCUSSED] else EVALUATED
    at = datetime(2026, 4, 20, tzinfo=UTC)
    return MeasureEvent(
        rule="r", number=number, kind=kind, on=on, outcome=outcome, next_on=next_on, by="HANS", at=at, trail=number
    )


@pytest.mark.parametrize(
    ("kind", "on", "outcome", "next_on", "took_part", "text", "why"),
    [
        (DISCUSSED, TODAY, AGREED, None, "alle", "ja", None),
        (DISCUSSED, date(2026, 4, 21), AGREED, None, "alle", "ja", MeasureRefusal.NOT_HELD_YET),
        (DISCUSSED, TODAY, CONTINUED, None, "alle", "ja", MeasureRefusal.WRONG_OUTCOME),
        (DISCUSSED, TODAY, AGREED, None, " ", "ja", MeasureRefusal.NOBODY_MET),
        (DISCUSSED, TODAY, AGREED, None, "alle", " ", MeasureRefusal.NO_TEXT),
        (DISCUSSED, TODAY, AGREED, TODAY, "alle", "ja", MeasureRefusal.NEXT_PASSED),
        (DISCUSSED, TODAY, AGREED, date(2026, 4, 21), "alle", "ja", None),
        (EVALUATED, TODAY, CONTINUED, None, "alle", "ja", MeasureRefusal.NO_NEXT),
        (EVALUATED, TODAY, CONTINUED, date(2027, 4, 20), "alle", "ja", None),
        (EVALUATED, TODAY, ENDED, None, "alle", "ja", None),
        (EVALUATED, TODAY, AGREED, None, "alle", "ja", MeasureRefusal.WRONG_OUTCOME),
    ],
)
def test_what_stands_in_the_way_of_recording_a_meeting(kind, on, outcome, next_on, took_part, text, why):
    assert why is refused(kind, on, outcome, next_on, took_part, text, TODAY)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], WRITTEN),
        ([event(TODAY, AGREED, date(2028, 1, 1))], WRITTEN),
        ([event(TODAY, CONTINUED, date(2027, 4, 20))], date(2027, 4, 20)),
        # A later day in the file: somebody has met since.
        ([event(TODAY, CONTINUED, date(2026, 6, 1))], WRITTEN),
        ([event(TODAY, ENDED)], None),
        ([event(TODAY, ENDED), event(TODAY, CONTINUED, date(2027, 1, 1), number=2)], date(2027, 1, 1)),
        ([event(TODAY, ENDED, number=2), event(date(2026, 1, 1), CONTINUED, date(2027, 1, 1), number=3)], None),
    ],
)
def test_when_it_is_to_be_evaluated_next(events, expected):
    assert expected == next_evaluation(WRITTEN, events)
