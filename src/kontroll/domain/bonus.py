"""Bonus to tjenestesteder: what can be given for what, who was put forward, what was decided, and why each criterion fell out.

Why a decision of a whole year: «the best of its service» is a claim about all of them. Whoever decides sees them together,
and what he decides is kept together, with everything it was decided on. It is never rewritten: another one is made, with
the reason, and both stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kontroll.domain.problem import KontrollError


class BonusClass(Enum):
    """What it is given for; the value is the word on the pages."""

    RESULT = "best resultat"
    PROGRESS = "best fremgang"
    OPEN = "åpen klasse"


class BonusState(Enum):
    """What the rules say of one tjenestested in one year, all together; the value is shown."""

    STRUCK = "grunnlag"
    NOT = "ikke grunnlag"
    UNMEASURABLE = "ikke målbart"


class CriterionKind(Enum):
    """What is asked."""

    COLOUR = "farge"
    LIMIT = "grense"
    BEST_RESULT = "best resultat"
    BEST_PROGRESS = "best fremgang"
    OTHER = "annet"


class Why(Enum):
    """Why a criterion fell out as it did, as one word: the same cause is the same word in every year and program."""

    MET = "oppfylt"
    NOT_MET = "ikke-oppfylt"
    # Among others.
    FIRST = "best"
    TIED = "delt-best"
    BEATEN = "slått"
    EQUALLED = "lik-stenger"
    TOO_FEW = "for-få"
    RIVAL_UNKNOWN = "annen-ukjent"
    # Not known.
    NO_SURVEY = "ikke-målt-i-år"
    NO_SURVEY_BEFORE = "ikke-målt-året-før"
    NEW = "ny-enhet"
    SHIELDED = "skjermet"
    SHIELDED_BEFORE = "skjermet-året-før"
    MISSING = "mangler"
    MISSING_BEFORE = "mangler-året-før"
    NO_LIMIT = "grense-mangler"
    UNKNOWN = "ukjent"


class BonusRefusal(Enum):
    """Why something was not done; the value is a word for programs."""

    NOT_A_SITE = "no tjenestested that the bonus rules cover in that year"
    NOT_ENDED = "the year has not ended, or is not evaluated"
    NO_REASON = "no reason given"
    ALREADY_NOMINATED = "nominated already"
    NOT_NOMINATED = "no such nomination"
    NOT_HERS = "another's nomination"
    DECIDED = "decided since the nomination"
    AGAINST_GROUND = "goes against what the rules say, without a reason"
    OPEN_WITHOUT_REASON = "open class without a reason"
    NO_CLASS = "granted for nothing"
    AGAIN_WITHOUT_REASON = "decided anew without a reason"
    NOT_CHOSEN = "neither given nor not"


class BonusRefused(KontrollError):
    """Nothing was changed. enhet: whom it is about; "" = all of it."""

    def __init__(self, why: BonusRefusal, enhet: str = "") -> None:
        super().__init__(f"{why.value} {enhet}".strip())
        self.why = why
        self.enhet = enhet


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """Somebody puts a tjenestested forward for the open class. number: from 1 for the enhet and year.

    trail: the entry that holds the reason. withdrawn_at: None while it stands.
    """

    year: int
    enhet: str
    number: int
    by: str
    at: datetime
    trail: int
    withdrawn_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusDecision:
    """What one person decided for one year. number: from 1; the last one holds.

    package: SHA-256 of the archive. granted: how many. trail: the entry of the decision, with the reason where it
    replaces an earlier one.
    """

    year: int
    number: int
    by: str
    at: datetime
    package: str
    granted: int
    trail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusOutcome:
    """What a decision says of one tjenestested. found: what the rules said. klass: None where it is not given.

    against: it is not what the rules said. trail: the entry that holds the reason; 0 where none was asked for or given.
    """

    year: int
    number: int
    enhet: str
    granted: bool
    klass: BonusClass | None
    found: BonusState
    against: bool
    trail: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusPackage:
    """The archive of a decision, as bytes of a zip file."""

    year: int
    number: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen for one tjenestested before it is decided. granted: None where nothing is chosen."""

    enhet: str
    granted: bool | None
    klass: BonusClass | None = None
    reason: str = ""


def is_against(granted: bool, klass: BonusClass | None, found: BonusState, grounds: frozenset[BonusClass]) -> bool:
    """Whether a choice goes another way than the computed ground. grounds: what the rules found that it can be given for.

    The open class rests on a reason and never on a computation alone: to give it to somebody who was put forward is not
    against anything; to give it to nobody is not either.
    """
    if not granted:
        return bool(grounds - {BonusClass.OPEN})
    return klass is not BonusClass.OPEN and (found is not BonusState.STRUCK or klass not in grounds)


def refused(choice: Choice, found: BonusState, grounds: frozenset[BonusClass]) -> BonusRefusal | None:
    """What stands in the way of a choice; None where nothing does."""
    if choice.granted is None:
        return BonusRefusal.NOT_CHOSEN
    if choice.granted and choice.klass is None:
        return BonusRefusal.NO_CLASS
    if choice.reason.strip():
        return None
    if choice.granted and choice.klass is BonusClass.OPEN:
        return BonusRefusal.OPEN_WITHOUT_REASON
    return BonusRefusal.AGAINST_GROUND if is_against(choice.granted, choice.klass, found, grounds) else None
