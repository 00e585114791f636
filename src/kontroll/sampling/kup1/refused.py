"""Refused: why a draw is not made, or does not agree with what was promised."""

from __future__ import annotations

from enum import Enum

from kontroll.domain.problem import KontrollError


class Reason(Enum):
    PLAN = "plan"
    COMMITMENT = "commitment"
    SEED = "seed"
    POPULATION_FORM = "population-form"
    POPULATION_HASH = "population-hash"
    ORDER = "order"
    TOTALS = "totals"
    STRATA = "strata"
    TOO_FEW = "too-few"
    AMOUNT_NOT_POSITIVE = "amount-not-positive"
    SAMPLE = "sample"


class Refused(KontrollError):
    """sentence: what and why, in bokmål. line: of the file it is about, 0 for none. No ids of the population are named."""

    def __init__(self, reason: Reason, sentence: str, line: int = 0) -> None:
        super().__init__(f"{reason.value}: {sentence}")
        self.reason = reason
        self.sentence = sentence
        self.line = line
