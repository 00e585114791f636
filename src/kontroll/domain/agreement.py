"""Resultatavtale: what a leader and the one above her have agreed that a year shall give, and how it went.

Why a signed one is never rewritten: what two have put their names to is what both remember. What changes afterwards is a new
version with its reason, and the old one stays beside it.

Why a talk must be held first: an agreement is made in a talk between the two. Of the talk nothing is kept but its day, that
both say that it was held, and what they agreed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from kontroll.domain.problem import KontrollError


class AgreementState(Enum):
    """The value is the word on the pages."""

    DRAFT = "utkast"
    AGREED = "inngått"
    SUPERSEDED = "avløst"
    CONCLUDED = "gjort opp"


class GoalKind(Enum):
    """What a goal is measured by."""

    MAP = "målekart"  # a figure of the map, with its ambition
    CONTROL = "kontroll"  # how rules are complied with: counted from the unit's own saker
    DATED = "frist"  # something is done by a day
    COUNTED = "antall"  # so many of something are there by a day
    JUDGED = "skjønn"  # two judge whether it is reached


#: «Andre mål»: what is on no map.
OTHER = (GoalKind.DATED, GoalKind.COUNTED, GoalKind.JUDGED)


class Round(Enum):
    """When it was looked at."""

    ON_THE_WAY = "underveis"
    MIDYEAR = "halvår"
    RESULT = "årsresultat"


class Verdict(Enum):
    """How it stands with a goal."""

    ON_WAY = "på vei"
    AT_RISK = "i fare"
    REACHED = "nådd"
    PARTLY = "delvis nådd"
    MISSED = "ikke nådd"
    UNMEASURED = "ikke målbart"


#: The words that each round may use: nobody has reached the goal of a year before it is over, or is on her way after.
VERDICTS = {
    Round.ON_THE_WAY: (Verdict.ON_WAY, Verdict.AT_RISK, Verdict.REACHED),
    Round.MIDYEAR: (Verdict.ON_WAY, Verdict.AT_RISK, Verdict.REACHED, Verdict.UNMEASURED),
    Round.RESULT: (Verdict.REACHED, Verdict.PARTLY, Verdict.MISSED, Verdict.UNMEASURED),
}


class Party(Enum):
    """The two whose agreement it is. The superior of the top leader is whoever leads the council."""

    LEADER = "leder"
    SUPERIOR = "overordnet"


class AgreementRefusal(Enum):
    """Why it cannot be done; the value is a word for programs."""

    NOT_HERS = "she is no party to it"
    NOT_DRAFT = "it is signed"
    NOT_AGREED = "it is not signed"
    THERE_IS_ONE = "there is one already"
    NO_LEADER = "nobody leads the enhet"
    NO_SUPERIOR = "nobody is there to sign for the other side"
    NO_TALK = "no talk has been held"
    TALK_NOT_CONFIRMED = "not both have said that the talk was held"
    TALK_OF_ANOTHER_YEAR = "the talk is not of this year"
    NOT_HELD_YET = "the talk is in the future"
    NO_GOALS = "it holds no goal"
    NO_TEXT = "nothing written"
    NO_DATE = "a goal without a day"
    WRONG_DATE = "the day is in another year"
    NO_TARGET = "a count without a number"
    WRONG_THRESHOLDS = "yellow is stricter than green"
    BELOW_BALANCE = "less than balance is never yellow"
    NO_REASON = "a new version without a reason"
    NO_SUCH_GOAL = "no such goal"
    WRONG_VERDICT = "a word that the round does not have"
    TOO_EARLY = "the year is not over"
    NOT_ALL = "not every goal is judged"
    ALREADY = "it is done already"


class AgreementRefused(KontrollError):
    """Nothing was changed. field: of the form, where it is about one."""

    def __init__(self, why: AgreementRefusal, field: str = "") -> None:
        super().__init__(why.value)
        self.why = why
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of the agreement of one enhet and year.

    number: of the version, from 1. person: who leads. superior: who signs for the other side; None while nobody can.
    council: that is the council's side. talk_person_at, talk_superior_at: when each said that the talk was held; person_at,
    superior_at: when each signed. content: the entry of the trail that holds what was signed; reason: the one with why there is
    a new version; 0 = none. delivered: the delivery that its ambitions became; 0 = none yet.
    """

    id: str
    year: int
    enhet: str
    number: int
    person: str
    superior: str | None
    council: bool = False
    state: AgreementState = AgreementState.DRAFT
    made_by: str
    made_at: datetime
    talk_on: date | None = None
    talk_person_at: datetime | None = None
    talk_superior_at: datetime | None = None
    person_at: datetime | None = None
    superior_at: datetime | None = None
    content: int = 0
    reason: int = 0
    delivered: int = 0
    midyear_on: date | None = None
    result_at: datetime | None = None
    result_read_at: datetime | None = None
    version: int = 0

    @property
    def talk_is_confirmed(self) -> bool:
        return self.talk_person_at is not None and self.talk_superior_at is not None

    def party(self, person: str | None) -> Party | None:
        """What she is in it; None = no party."""
        if person is None:
            return None
        return Party.LEADER if person == self.person else Party.SUPERIOR if person == self.superior else None

    def signed_by(self, party: Party) -> datetime | None:
        return self.person_at if party is Party.LEADER else self.superior_at

    def talk_confirmed_by(self, party: Party) -> datetime | None:
        return self.talk_person_at if party is Party.LEADER else self.talk_superior_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """number: from 1 in the agreement. area: focus area; "" for those of no area. indicator: of the map, or what is counted.

    green, yellow: exact decimals as text; "" = none. target: how many, of COUNTED. due: the last day, of DATED and COUNTED.
    text: the entry of the trail that holds what it says in words; 0 = the figure says it.
    """

    agreement: str
    number: int
    kind: GoalKind
    area: str = ""
    indicator: str = ""
    green: str = ""
    yellow: str = ""
    target: int = 0
    due: date | None = None
    text: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStatus:
    """How it stood with a goal when somebody looked. Never rewritten: a new look is a new row.

    value: the figure as it was then, as text; "" = none. text: the entry of the trail with what was said.
    """

    agreement: str
    goal: int
    number: int
    round: Round
    verdict: Verdict
    value: str = ""
    by: str
    at: datetime
    text: int = 0


def agreement_id(year: int, enhet: str, number: int) -> str:
    return f"{year}-{enhet}-{number}"


# --- what may be done -------------------------------------------------------------------------------------------------


def demand(claim: bool, why: AgreementRefusal, field: str = "") -> None:
    if not claim:
        raise AgreementRefused(why, field)


def changed(agreement: Agreement) -> Agreement:
    """The draft after a change of what it says: whoever had signed signed something else."""
    demand(agreement.state is AgreementState.DRAFT, AgreementRefusal.NOT_DRAFT)
    return replace(agreement, person_at=None, superior_at=None)


def with_parties(agreement: Agreement, person: str, superior: str | None, *, council: bool) -> Agreement:
    """The draft between those who lead now: what another has said is said by nobody."""
    if agreement.state is not AgreementState.DRAFT:
        return agreement
    after = replace(agreement, person=person, superior=superior, council=council)
    if agreement.person != person:
        # A new leader has had no talk.
        after = replace(
            after, talk_on=None, talk_person_at=None, talk_superior_at=None, person_at=None, superior_at=None
        )
    if agreement.superior != superior:
        after = replace(after, talk_superior_at=None, person_at=None, superior_at=None)
    return after


def talk_set(agreement: Agreement, on: date) -> Agreement:
    """A day is set, ahead or behind. Whoever had confirmed another day has not confirmed this one."""
    demand(agreement.state is AgreementState.DRAFT, AgreementRefusal.NOT_DRAFT)
    if abs(on.year - agreement.year) > 1 or on.year > agreement.year:
        raise AgreementRefused(AgreementRefusal.TALK_OF_ANOTHER_YEAR, "samtale")
    if on == agreement.talk_on:
        return agreement
    return replace(agreement, talk_on=on, talk_person_at=None, talk_superior_at=None, person_at=None, superior_at=None)


def talk_confirmed(agreement: Agreement, party: Party, at: datetime, today: date) -> Agreement:
    """The party says that the talk was held."""
    demand(agreement.state is AgreementState.DRAFT, AgreementRefusal.NOT_DRAFT)
    if agreement.talk_on is None:
        raise AgreementRefused(AgreementRefusal.NO_TALK)
    demand(agreement.talk_on <= today, AgreementRefusal.NOT_HELD_YET)
    demand(agreement.talk_confirmed_by(party) is None, AgreementRefusal.ALREADY)
    if party is Party.LEADER:
        return replace(agreement, talk_person_at=at)
    return replace(agreement, talk_superior_at=at)


def signed(agreement: Agreement, party: Party, at: datetime, goals: Sequence[Goal]) -> Agreement:
    """The party signs; with the second one it holds."""
    demand(agreement.state is AgreementState.DRAFT, AgreementRefusal.NOT_DRAFT)
    demand(agreement.superior is not None, AgreementRefusal.NO_SUPERIOR)
    demand(agreement.talk_on is not None, AgreementRefusal.NO_TALK)
    demand(agreement.talk_is_confirmed, AgreementRefusal.TALK_NOT_CONFIRMED)
    demand(bool(goals), AgreementRefusal.NO_GOALS)
    demand(agreement.signed_by(party) is None, AgreementRefusal.ALREADY)
    after = replace(agreement, person_at=at) if party is Party.LEADER else replace(agreement, superior_at=at)
    if after.person_at is None or after.superior_at is None:
        return after
    return replace(after, state=AgreementState.AGREED)


def revised(agreement: Agreement, id: str, number: int, by: str, at: datetime, reason: int) -> Agreement:
    """The next version, as a draft between the same two. The year's talk has been held; a signature is of what was signed."""
    demand(agreement.state is AgreementState.AGREED, AgreementRefusal.NOT_AGREED)
    return replace(
        agreement, id=id, number=number, state=AgreementState.DRAFT, made_by=by, made_at=at, person_at=None,
        superior_at=None, content=0, reason=reason, delivered=0, version=0,
    )  # fmt: skip


def concluded(
    agreement: Agreement, at: datetime, today: date, judged: Sequence[GoalStatus], goals: Sequence[Goal]
) -> Agreement:
    """The year is made up: every goal has a result."""
    demand(agreement.state is AgreementState.AGREED, AgreementRefusal.NOT_AGREED)
    demand(today > date(agreement.year, 12, 31), AgreementRefusal.TOO_EARLY)
    known = {one.goal for one in judged if one.round is Round.RESULT}
    demand({goal.number for goal in goals} <= known, AgreementRefusal.NOT_ALL)
    return replace(agreement, state=AgreementState.CONCLUDED, result_at=at)
