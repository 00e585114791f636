"""Refusal: why something could not be done with a sak.

Why keys: the sentences that people read stand in `kontroll.notices.refusals`, where they can be translated.
"""

from __future__ import annotations

from enum import Enum

from kontroll.domain.problem import KontrollError


class Refusal(Enum):
    # The sak stands elsewhere on its way.
    NOT_WHILE_OPEN = "not-while-open"
    NOT_WHILE_ANSWERED = "not-while-answered"
    NOT_WHILE_MEASURES = "not-while-measures"
    NOT_WHILE_RETESTED = "not-while-retested"
    NOT_WHILE_CLOSED = "not-while-closed"
    NOT_A_DISAGREEMENT = "not-a-disagreement"
    NOT_AN_EXEMPTION = "not-an-exemption"
    NOT_ABOUT_DATA = "not-about-data"
    NO_RULE = "no-rule"
    STILL_STRIKING = "still-striking"
    # Somebody else must do it.
    NOT_YOUR_SAK = "not-your-sak"
    NOT_YOUR_TILTAK = "not-your-tiltak"
    NOT_INTERNAL_CONTROL = "not-internal-control"
    NOT_ALLOWED_TO_CLOSE = "not-allowed-to-close"
    OWN_ANSWER = "own-answer"
    OWN_TILTAK = "own-tiltak"
    ONLY_BY_ITSELF = "only-by-itself"
    # Something is missing or wrong in what was given.
    REASON_MISSING = "reason-missing"
    EVIDENCE_MISSING = "evidence-missing"
    HEARING_MISSING = "hearing-missing"
    NO_PERSON_TO_HEAR = "no-person-to-hear"
    HEARING_AHEAD = "hearing-ahead"
    TILTAK_MISSING = "tiltak-missing"
    TILTAK_OWNER_MISSING = "tiltak-owner-missing"
    TILTAK_DONE = "tiltak-done"
    DEADLINE_PASSED = "deadline-passed"
    EXEMPTION_BACKWARDS = "exemption-backwards"
    EXEMPTION_TOO_LONG = "exemption-too-long"
    TEXT_MISSING = "text-missing"
    NOT_A_HANDLER = "not-a-handler"
    NOBODY_TO_ASK = "nobody-to-ask"
    DOCUMENTS_TOO_SOON = "documents-too-soon"
    # Escalation.
    NOT_OVERDUE = "not-overdue"
    TO_HERSELF = "to-herself"


class Refused(KontrollError):
    """Nothing was changed. sak: its id."""

    def __init__(self, why: Refusal, sak: str) -> None:
        super().__init__(f"sak {sak}: {why.value}")
        self.why = why
        self.sak = sak
