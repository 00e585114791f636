"""Leader talk: a talk of her own with whoever leads an enhet, where the rules say that nothing has become better over time.

    innkalt ─► holdt ─► avsluttet        and «ikke aktuelt», where whoever is above her finds no reason for one

Why so little is kept: it is between two persons. That she was called in, when, what they agreed on, and that it was followed
up; what else was said is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from kontroll.domain.problem import KontrollError
from kontroll.domain.sak import Outcome, Sak, SakState


class TalkState(Enum):
    INVITED = "innkalt"
    HELD = "holdt"
    CLOSED = "avsluttet"
    DROPPED = "ikke aktuelt"

    @property
    def is_over(self) -> bool:
        return self in (TalkState.CLOSED, TalkState.DROPPED)


class TalkAct(Enum):
    """What may be done with it. The value stands in the address of the form."""

    MOVE = "flytt"
    HOLD = "holdt"
    AGREE = "enig"
    FINISH = "gjort"
    FOLLOW = "folg-opp"
    CLOSE = "avslutt"


#: Act -> where it may be done, and whether it is the one above or the leader herself who does it (None: either).
ACTS: Mapping[TalkAct, tuple[TalkState, bool | None]] = {
    TalkAct.MOVE: (TalkState.INVITED, True),
    TalkAct.HOLD: (TalkState.INVITED, True),
    TalkAct.AGREE: (TalkState.HELD, False),
    TalkAct.FINISH: (TalkState.HELD, None),
    TalkAct.FOLLOW: (TalkState.HELD, True),
    TalkAct.CLOSE: (TalkState.HELD, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """id: number through the year. saker: ids of the saker that gave ground for it, with comma between. leader: whom it is with.

    superior: who called her in. meeting: the day they meet. agreed: the day the leader confirmed what they agreed on.
    follow_up: the day they look at it again. over: the day it ended.
    """

    id: str
    enhet: str
    leader: str
    superior: str
    saker: str
    state: TalkState
    made: date
    meeting: date | None
    held: date | None = None
    agreed: date | None = None
    follow_up: date | None = None
    over: date | None = None
    version: int = 0

    @property
    def grounds(self) -> tuple[str, ...]:
        return tuple(one for one in self.saker.split(",") if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkMeasure:
    """What one of the two does. owner: person. trail: the entry in which it is written."""

    talk: str
    number: int
    owner: str
    deadline: date
    trail: int
    done: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkEvent:
    """What was done with it. what: the word of the act, or of the state it began in. trail: the entry with what was written."""

    talk: str
    number: int
    what: str
    by: str
    at: datetime
    trail: int


class TalkRefusal(Enum):
    """What stands in the way."""

    NOT_HERS = "den er ikke hennes å gjøre"
    NOT_NOW = "det kan ikke gjøres nå"
    NO_GROUND = "det er ikke noe grunnlag"
    NO_TEXT = "teksten mangler"
    DAY_PASSED = "dagen er over"
    DAY_TO_COME = "dagen er ikke kommet"
    NO_FOLLOW_UP = "dagen for oppfølging mangler"
    UNDONE = "tiltak er ikke gjort"
    DONE_BEFORE = "tiltaket er gjort før"


class TalkRefused(KontrollError):
    """Nothing was changed."""

    def __init__(self, why: TalkRefusal) -> None:
        super().__init__(f"talk: {why.name}")
        self.why = why


def demand(holds: bool, why: TalkRefusal) -> None:
    if not holds:
        raise TalkRefused(why)


def may_do(talk: Talk, act: TalkAct, *, above: bool) -> bool:
    """above: whether it is the one above who asks; else it is the leader herself."""
    state, by_above = ACTS[act]
    return talk.state is state and (by_above is None or by_above == above)


def moved(talk: Talk, *, meeting: date, today: date) -> Talk:
    demand(talk.state is TalkState.INVITED, TalkRefusal.NOT_NOW)
    demand(meeting >= today, TalkRefusal.DAY_PASSED)
    return replace(talk, meeting=meeting)


def held(talk: Talk, *, on: date, follow_up: date, today: date) -> Talk:
    demand(talk.state is TalkState.INVITED, TalkRefusal.NOT_NOW)
    demand(on <= today, TalkRefusal.DAY_TO_COME)
    demand(follow_up > on, TalkRefusal.NO_FOLLOW_UP)
    return replace(talk, state=TalkState.HELD, held=on, follow_up=follow_up)


def agreed(talk: Talk, *, on: date) -> Talk:
    demand(talk.state is TalkState.HELD and talk.agreed is None, TalkRefusal.NOT_NOW)
    return replace(talk, agreed=on)


def followed(talk: Talk, *, next_on: date, today: date) -> Talk:
    demand(talk.state is TalkState.HELD, TalkRefusal.NOT_NOW)
    demand(next_on > today, TalkRefusal.DAY_PASSED)
    return replace(talk, follow_up=next_on)


def closed(talk: Talk, measures: Collection[TalkMeasure], *, on: date) -> Talk:
    """What was promised is done first: what is not to be done after all is agreed on anew, in the text that ends it."""
    demand(talk.state is TalkState.HELD, TalkRefusal.NOT_NOW)
    demand(all(one.done is not None for one in measures), TalkRefusal.UNDONE)
    return replace(talk, state=TalkState.CLOSED, over=on)


def waiting_of(saker: Sequence[Sak], talks: Collection[Talk]) -> list[Sak]:
    """Those that no talk that goes on is about: grounds that nobody has done anything with."""
    taken = {id for talk in talks if not talk.state.is_over for id in talk.grounds}
    return [sak for sak in saker if sak.confined and sak.state is not SakState.CLOSED and sak.id not in taken]


def sak_of(sak: Sak, talk: Talk, on: date) -> Sak:
    """The sak after what was done with the talk: its deadline is the next day that somebody must do something.

    Raises ValueError for one that is not confined: others are answered and closed by the rules of `sakflow`.
    """
    if not sak.confined:
        raise ValueError(f"{sak.id} is no sak of a talk")
    if talk.state.is_over:
        outcome = Outcome.DOCUMENTED if talk.state is TalkState.CLOSED else Outcome.MOOT
        return replace(
            sak, state=SakState.CLOSED, deadline=None, outcome=outcome, closed_by=talk.superior, closed_on=on
        )
    return replace(sak, deadline=talk.follow_up or talk.meeting)
