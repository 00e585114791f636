"""Monthly: what the leader of an enhet says of a month in which a figure of hers was worse than it should be.

One explanation for each enhet, month and theme: why, what she expects of the year, and what is done about it. The one
above her reads it, asks or accepts. Why not a sak each: most months are explained in two sentences, and nobody tests a
budget again. Where a sak about the same figure waits for the same leader, one answer is both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError, Place

_NOWHERE = Place("")


class YearIs(Enum):
    """What the value of a whole year is, which a forecast is held against."""

    LAST = "siste"  # the figure counts from the beginning of the year: December's is the year's
    MEAN = "snitt"  # the mean of the twelve months


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What is followed month by month. The value deviates where it is worse than the limit, in the indicator's direction.

    limit: a number; or None where `parameter` says it, as it stands on the last day of the month, or where it is what the
    enhet has agreed on as the least (yellow). expected: an indicator with what the source system expects of the year, kroner:
    one with the same in kroner; "" = none.
    """

    id: str
    name: str
    indicator: str
    year_is: YearIs
    limit: Decimal | None = None
    parameter: str = ""
    agreed: bool = False
    expected: str = ""
    kroner: str = ""
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyPolicy:
    """deadline_days: working days that a leader has. then_days: working days before the next one up the line is told.

    unit_types: of the enheter that are followed; none = all.
    """

    themes: tuple[Theme, ...] = ()
    deadline_days: int = 10
    then_days: int = 5
    unit_types: tuple[str, ...] = ()
    place: Place = field(default=_NOWHERE, compare=False)

    def theme(self, id: str) -> Theme | None:
        return next((one for one in self.themes if one.id == id), None)


class MonthlyState(Enum):
    ASKED = "venter på forklaring"
    EXPLAINED = "forklart"
    QUESTIONED = "overordnet har spurt"
    ACCEPTED = "godtatt"
    LAPSED = "bortfalt"  # the figure was corrected, and there is nothing to explain


class MonthlyAct(Enum):
    """What may be done with an explanation; the value is the word on the trail."""

    ASK = "bedt om"
    EXPLAIN = "forklart"
    QUESTION = "spurt"
    ACCEPT = "godtatt"
    RAISE = "løftet"
    LAPSE = "bortfalt"


#: State -> what may be done -> the state after. What does not stand here is refused.
WAY: Mapping[MonthlyState, Mapping[MonthlyAct, MonthlyState]] = {
    MonthlyState.ASKED: {
        MonthlyAct.EXPLAIN: MonthlyState.EXPLAINED,
        MonthlyAct.RAISE: MonthlyState.ASKED,
        MonthlyAct.LAPSE: MonthlyState.LAPSED,
    },
    # She may say more until it is accepted: what she said before stays on the trail.
    MonthlyState.EXPLAINED: {
        MonthlyAct.EXPLAIN: MonthlyState.EXPLAINED,
        MonthlyAct.QUESTION: MonthlyState.QUESTIONED,
        MonthlyAct.ACCEPT: MonthlyState.ACCEPTED,
    },
    MonthlyState.QUESTIONED: {
        MonthlyAct.EXPLAIN: MonthlyState.EXPLAINED,
        MonthlyAct.RAISE: MonthlyState.QUESTIONED,
    },
    MonthlyState.ACCEPTED: {},
    MonthlyState.LAPSED: {MonthlyAct.ASK: MonthlyState.ASKED},
}
#: Those that wait for the leader, and for the one above her.
WAITS_FOR_LEADER = (MonthlyState.ASKED, MonthlyState.QUESTIONED)
WAITS_FOR_SUPERIOR = MonthlyState.EXPLAINED


class MonthlyRefusal(Enum):
    NOT_NOW = "not in this state"
    NOT_HERS = "she does not lead the enhet"
    NOT_ABOVE = "she is not above whoever explained it"
    NO_TEXT = "nothing is said"
    NO_FORECAST = "no forecast is given"
    TILTAK_INCOMPLETE = "a tiltak lacks what, who or when"
    OWNER_UNKNOWN = "nobody knows the owner of the tiltak"
    TILTAK_PASSED = "the day of the tiltak is over"
    TILTAK_DONE = "the tiltak is done"


class NotMonthly(KontrollError):
    """It cannot be done with this explanation."""

    def __init__(self, why: MonthlyRefusal, id: str) -> None:
        super().__init__(f"explanation {id}: {why.value}")
        self.why = why
        self.id = id


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One per enhet, month and theme. Texts lie beside the trail: see MonthlyEvent.

    value, decimals: the figure when it was asked for, as a whole number of so many decimals. owner: person id, None while nobody
    answers for the enhet. deadline: the last day to explain it, or to answer a question; None where it waits for nobody. level:
    how many times it was told up the line since it was last asked for. sak: one about the same figure that waited for the same
    answer. forecast: what she expects of the year, with forecast_decimals; None = not given.
    """

    id: str
    enhet: str
    month: Month
    theme: str
    value: int
    decimals: int
    asked: date
    owner: str | None
    deadline: date | None
    state: MonthlyState = MonthlyState.ASKED
    level: int = 0
    told: str | None = None
    sak: str | None = None
    forecast: int | None = None
    forecast_decimals: int = 0
    explained_by: str | None = None
    explained_on: date | None = None
    late: bool = False
    accepted_by: str | None = None
    accepted_on: date | None = None
    version: int = 0

    @property
    def measured(self) -> Decimal:
        return Decimal(self.value).scaleb(-self.decimals)

    @property
    def expected(self) -> Decimal | None:
        """Of the year."""
        return None if self.forecast is None else Decimal(self.forecast).scaleb(-self.forecast_decimals)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyEvent:
    """One thing that was done with an explanation. trail: the entry that the text lies beside. forecast: as it was given then."""

    explanation: str
    number: int
    act: MonthlyAct
    by: str
    at: datetime
    trail: int
    forecast: int | None = None
    forecast_decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyTiltak:
    """What somebody promised in an explanation that no sak is about. What is to be done lies beside the trail entry."""

    id: str
    explanation: str
    owner: str
    deadline: date
    trail: int
    done: date | None = None
    done_by: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """What somebody wrote in a report of a period, one row for each time; the highest number stands. The text is on the trail."""

    period: str
    area: str
    number: int
    by: str
    at: datetime
    trail: int


# --- what is done with them -------------------------------------------------------------------------------------------


def id_of(enhet: str, month: Month, theme: str) -> str:
    return f"M{month}-{enhet}-{theme}"


def deviates(value: Decimal, limit: Decimal, sign: int) -> bool:
    """Whether it is worse than the limit. sign: +1 where larger is better, −1 where smaller is. At the limit it is not."""
    return sign * value < sign * limit


def state_after(one: Explanation, act: MonthlyAct) -> MonthlyState:
    """Raises NotMonthly where it may not be done now."""
    after = WAY[one.state].get(act)
    if after is None:
        raise NotMonthly(MonthlyRefusal.NOT_NOW, one.id)
    return after


def explained(one: Explanation, *, by: str, on: date, forecast: tuple[int, int] | None) -> Explanation:
    """forecast: whole number and decimals; None leaves what was given before."""
    late = one.late or (one.state is MonthlyState.ASKED and one.deadline is not None and on > one.deadline)
    expected = forecast if forecast is not None else (one.forecast, one.forecast_decimals)
    return replace(
        one,
        state=state_after(one, MonthlyAct.EXPLAIN),
        deadline=None,
        forecast=expected[0],
        forecast_decimals=expected[1],
        explained_by=by,
        explained_on=on,
        late=late,
    )


def questioned(one: Explanation, *, deadline: date) -> Explanation:
    """To be answered by the deadline."""
    return replace(one, state=state_after(one, MonthlyAct.QUESTION), deadline=deadline, level=0, told=None)


def accepted(one: Explanation, *, by: str, on: date) -> Explanation:
    return replace(one, state=state_after(one, MonthlyAct.ACCEPT), deadline=None, accepted_by=by, accepted_on=on)


def raised(one: Explanation, *, to: str) -> Explanation:
    """One more of the line was told that nothing is said."""
    return replace(one, state=state_after(one, MonthlyAct.RAISE), level=one.level + 1, told=to)


def lapsed(one: Explanation) -> Explanation:
    return replace(one, state=state_after(one, MonthlyAct.LAPSE), deadline=None)


def asked_again(
    one: Explanation, *, value: int, decimals: int, owner: str | None, on: date, deadline: date
) -> Explanation:
    """Of a figure that was corrected twice."""
    after = state_after(one, MonthlyAct.ASK)
    return replace(
        one, state=after, value=value, decimals=decimals, asked=on, owner=owner, deadline=deadline, level=0, told=None
    )
