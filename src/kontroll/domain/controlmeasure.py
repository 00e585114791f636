"""Control measure: what is recorded of a rule that looks at persons: that it was drøftet, and how it was evaluated.

Why beside the rule file and not in it: the file says what the rule is and until when it may run; here stands who met, what
they agreed on, and what they thought of it afterwards. Nothing of it is rewritten: a new meeting is a new row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class MeasureKind(Enum):
    """What was done; the value is the word on the pages."""

    DISCUSSED = "drøfting"
    EVALUATED = "evaluering"


class MeasureOutcome(Enum):
    """How it ended: of a drøfting, whether they agreed; of an evaluation, what becomes of the measure."""

    AGREED = "enige"
    DISAGREED = "uenige"
    CONTINUED = "videreføres"
    CHANGED = "endres"
    ENDED = "avvikles"


#: The outcomes that each kind can have.
OUTCOMES = {
    MeasureKind.DISCUSSED: (MeasureOutcome.AGREED, MeasureOutcome.DISAGREED),
    MeasureKind.EVALUATED: (MeasureOutcome.CONTINUED, MeasureOutcome.CHANGED, MeasureOutcome.ENDED),
}


class MeasureRefusal(Enum):
    """Why it is not recorded; the value is a word for programs."""

    NO_MEASURE = "no control measure"
    NOT_HELD_YET = "held in the future"
    WRONG_OUTCOME = "not an outcome of this kind"
    NOBODY_MET = "nobody took part"
    NO_TEXT = "nothing written"
    NO_NEXT = "no next day"
    NEXT_PASSED = "the next day is not after the meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEvent:
    """One meeting about one rule. number: from 1 for each rule. on: the day they met. by: who recorded it.

    next_on: when it is evaluated the next time; None where it is not, or where it was not said. trail: the entry with
    who took part and what was said.
    """

    rule: str
    number: int
    kind: MeasureKind
    on: date
    outcome: MeasureOutcome
    next_on: date | None
    by: str
    at: datetime
    trail: int


def refused(
    kind: MeasureKind, on: date, outcome: MeasureOutcome, next_on: date | None, took_part: str, text: str, today: date
) -> MeasureRefusal | None:
    """What stands in the way of recording it; None = nothing does."""
    if outcome not in OUTCOMES[kind]:
        return MeasureRefusal.WRONG_OUTCOME
    if on > today:
        return MeasureRefusal.NOT_HELD_YET
    if not took_part.strip():
        return MeasureRefusal.NOBODY_MET
    if not text.strip():
        return MeasureRefusal.NO_TEXT
    if next_on is None and kind is MeasureKind.EVALUATED and outcome is not MeasureOutcome.ENDED:
        return MeasureRefusal.NO_NEXT
    return MeasureRefusal.NEXT_PASSED if next_on is not None and next_on <= on else None


def last_evaluated(events: Iterable[MeasureEvent]) -> MeasureEvent | None:
    """The evaluation that was held last; of two on one day, the one that was recorded last. events: of one rule."""
    held = [one for one in events if one.kind is MeasureKind.EVALUATED]
    return max(held, key=lambda one: (one.on, one.number), default=None)


def next_evaluation(written: date, events: Iterable[MeasureEvent]) -> date | None:
    """The day it is to be evaluated; None = never again. written: the day that the rule's file says.

    What was agreed when it was last evaluated comes before the file, but not after a later day that the file says: whoever
    moved it in the file had met since.
    """
    last = last_evaluated(events)
    if last is None:
        return written
    if last.outcome is MeasureOutcome.ENDED:
        return None
    return max(written, last.next_on) if last.next_on is not None else written
