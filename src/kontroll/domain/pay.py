"""Pay: resultatlønn of a leader for a year: what the rules found, what her superior judges, and what is decided.

Why the three are apart: what is measured and what is judged are never mixed into one number. The measured part says whether
the ground is there; helhetstenking and utviklingsarbeid are a person's judgement, each with its reason; and the decision is
made of both by the one who answers for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from kontroll.domain.problem import KontrollError
from kontroll.domain.truth import Result


class Matter(Enum):
    """What is judged. The value stands in the address of the form."""

    WHOLE = "helhetstenking"
    DEVELOPMENT = "utviklingsarbeid"


class Judgement(Enum):
    SUPPORTS = "taler for"
    NEUTRAL = "verken for eller imot"
    AGAINST = "taler imot"


class PayOutcome(Enum):
    GRANTED = "innvilget"
    NOT_GRANTED = "ikke innvilget"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayReview:
    """One per year and enhet. leader: whose pay it is.

    whole, development: what was judged, None = not yet; whole_trail, development_trail: the entries with why. outcome:
    what was decided, and of which ground: measured is what the rule of the measured part answered then. grounds: hash of
    what was shown when it was decided. trail: the entry of the decision.
    """

    id: str
    year: int
    enhet: str
    leader: str
    whole: Judgement | None = None
    whole_trail: int | None = None
    development: Judgement | None = None
    development_trail: int | None = None
    outcome: PayOutcome | None = None
    measured: Result | None = None
    grounds: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    trail: int | None = None
    version: int = 0

    def judged(self, matter: Matter) -> Judgement | None:
        return self.whole if matter is Matter.WHOLE else self.development

    def reason(self, matter: Matter) -> int | None:
        return self.whole_trail if matter is Matter.WHOLE else self.development_trail


class PayRefusal(Enum):
    NOT_HERS = "den er ikke hennes å avgjøre"
    NO_REASON = "begrunnelsen mangler"
    DECIDED = "det er avgjort"
    NOT_JUDGED = "skjønnet mangler"
    YEAR_NOT_OVER = "året er ikke over"


class PayRefused(KontrollError):
    """Nothing was changed."""

    def __init__(self, why: PayRefusal) -> None:
        super().__init__(f"pay: {why.name}")
        self.why = why


def review_id(year: int, enhet: str) -> str:
    return f"{year}/{enhet}"


def judged(review: PayReview, matter: Matter, judgement: Judgement, entry: int) -> PayReview:
    """What is judged may be judged anew until it is decided."""
    if review.outcome is not None:
        raise PayRefused(PayRefusal.DECIDED)
    name = "whole" if matter is Matter.WHOLE else "development"
    changes: Mapping[str, object] = {name: judgement, f"{name}_trail": entry}
    return replace(review, **changes)  # type: ignore[arg-type]


def decided(
    review: PayReview, outcome: PayOutcome, measured: Result | None, *, grounds: str, by: str, at: datetime, entry: int
) -> PayReview:
    """Once: a decision is never rewritten."""
    if review.outcome is not None:
        raise PayRefused(PayRefusal.DECIDED)
    if review.whole is None or review.development is None:
        raise PayRefused(PayRefusal.NOT_JUDGED)
    return replace(
        review, outcome=outcome, measured=measured, grounds=grounds, decided_by=by, decided_at=at, trail=entry
    )


def goes_against(outcome: PayOutcome, measured: Result | None) -> bool:
    """Whether it is decided otherwise than the measured part gives ground for. Unknown gives none."""
    return (outcome is PayOutcome.GRANTED) != (measured is Result.TRUE)
