"""Preparation: how a case was prepared before it was laid before an elected body, point by point.

    under arbeid ─► fylt ut ─► kontrollert        back to «under arbeid» where something is missing

Why so short: it is filled in for every case. It shows that each question was asked, and by whom; whether the answer was good
is for whoever controls it, and for the body.

A kommune asks more (policies/utredning.yaml), and never less: what is asked of a case is what was asked when it began.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from kontroll.domain.problem import Place
from kontroll.domain.register import RegisterRefusal, demand


class Point(Enum):
    """What must have been asked of every case. The value is the word in the data and in the form."""

    FACTS = "fakta"
    LAW = "rett"
    ECONOMY = "okonomi"
    ALTERNATIVES = "alternativer"
    CHILDREN = "barn"
    CLIMATE = "klima"
    HEALTH = "folkehelse"
    HEARING = "horing"
    IMPARTIALITY = "habilitet"


_NOWHERE = Place("")
#: These belong to every case: that they are of no matter cannot be answered.
ALWAYS = frozenset({Point.FACTS, Point.LAW, Point.ECONOMY, Point.IMPARTIALITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPoint:
    """One that the kommune asks besides. id: as the value of a Point, and none of those. always: it belongs to every case."""

    id: str
    name: str
    question: str
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationPolicy:
    """What is asked of a case that begins now, besides what is always asked."""

    points: tuple[OwnPoint, ...] = ()
    place: Place = field(default=_NOWHERE, compare=False)


class PointAnswer(Enum):
    DONE = "utredet"
    NOT_RELEVANT = "ikke relevant"


class PreparationState(Enum):
    DRAFT = "under arbeid"
    FILLED = "fylt ut"
    CHECKED = "kontrollert"


class PreparationAct(Enum):
    """What may be done with it. The value stands in the address of the form."""

    FILL = "fyll-ut"
    MOVE = "mote"
    CHECK = "kontroller"
    SEND_BACK = "tilbake"


_DRAFT, _FILLED = PreparationState.DRAFT, PreparationState.FILLED
#: Act -> where it may be done.
ACTS: Mapping[PreparationAct, frozenset[PreparationState]] = {
    PreparationAct.FILL: frozenset({_DRAFT}),
    PreparationAct.MOVE: frozenset({_DRAFT, _FILLED, PreparationState.CHECKED}),
    PreparationAct.CHECK: frozenset({_FILLED}),
    PreparationAct.SEND_BACK: frozenset({_FILLED, PreparationState.CHECKED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """id: number through the year. meeting: the day it is laid before the body. owner: whoever prepares it. text: the entry of
    the trail with its title. filled: the day every point was answered. delivered: as of a political decision.
    """

    id: str
    case: str
    body: str
    meeting: date
    enhet: str
    owner: str
    text: int
    state: PreparationState
    made_by: str
    made_at: datetime
    filled: date | None = None
    checked: date | None = None
    checked_by: str | None = None
    delivered: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredPoint:
    """point: the word of one of those that are asked. trail: the entry with what was written; 0 = nothing was."""

    preparation: str
    point: str
    answer: PointAnswer
    by: str
    trail: int
    version: int = 0


def may_do(preparation: Preparation, act: PreparationAct) -> bool:
    return preparation.state in ACTS[act]


def asked(own: Collection[OwnPoint]) -> list[str]:
    """The words of all that is asked, in order: the kommune's own last."""
    return [*(point.value for point in Point), *(point.id for point in own)]


def missing(answered: Collection[str], own: Collection[OwnPoint]) -> list[str]:
    """Those that are not answered, in the order they are asked."""
    return [point for point in asked(own) if point not in answered]


def is_always(point: str, own: Collection[OwnPoint]) -> bool:
    return any(point == one.value for one in ALWAYS) or any(point == one.id and one.always for one in own)


def is_in_time(checked: date | None, meeting: date) -> bool:
    """Whether somebody else had looked before it was laid before the body. The day of the meeting is in time."""
    return checked is not None and checked <= meeting


def answerable(point: str, answer: PointAnswer, words: str, own: Collection[OwnPoint]) -> None:
    """That a point is of no matter is said with a reason, and not of those that belong to every case."""
    if answer is PointAnswer.NOT_RELEVANT:
        demand(not is_always(point, own), RegisterRefusal.UNANSWERED, f"svar-{point}")
        demand(bool(words), RegisterRefusal.NO_REASON, f"tekst-{point}")


def filled(preparation: Preparation, answered: Collection[str], own: Collection[OwnPoint], *, on: date) -> Preparation:
    """Every point is answered."""
    _now(preparation, PreparationAct.FILL)
    left = missing(answered, own)
    demand(not left, RegisterRefusal.UNANSWERED, f"svar-{left[0]}" if left else "")
    return replace(preparation, state=PreparationState.FILLED, filled=on)


def checked(preparation: Preparation, answered: Collection[AnsweredPoint], *, on: date, by: str) -> Preparation:
    """By somebody who neither prepared it nor answered any of the points."""
    _now(preparation, PreparationAct.CHECK)
    demand(by != preparation.owner and all(one.by != by for one in answered), RegisterRefusal.OWN_WORK)
    return replace(preparation, state=PreparationState.CHECKED, checked=on, checked_by=by)


def sent_back(preparation: Preparation) -> Preparation:
    _now(preparation, PreparationAct.SEND_BACK)
    return replace(preparation, state=PreparationState.DRAFT, filled=None, checked=None, checked_by=None)


def moved(preparation: Preparation, *, meeting: date) -> Preparation:
    """It is laid before the body another day."""
    _now(preparation, PreparationAct.MOVE)
    return replace(preparation, meeting=meeting)


def _now(preparation: Preparation, act: PreparationAct) -> None:
    demand(may_do(preparation, act), RegisterRefusal.NOT_NOW)
