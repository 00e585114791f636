"""Agenda: what the leader group takes up of its own control in a year, why, and what it decided.

Why a point outlives its reason: whoever reads a year later asks what was done about it, also where the figure has become
good meanwhile. It is dealt with when somebody says what was decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from kontroll.domain.problem import KontrollError


class Point(Enum):
    """What a point is about; the value is kept, and stands in the address."""

    FALSE_ALARMS = "falske-alarmer"
    SILENT = "stille-regler"
    UNPROVEN = "kontroll-uten-virkning"
    UNCONTROLLED = "skal-uten-kontroll"
    UNPUNCTUAL = "svar-for-sent"
    SLOW = "lang-tid-til-lukket"
    MISSED = "reglene-overser"
    NOT_SAMPLED = "stikkprover-uteblitt"
    UNREVISED = "reglement-uten-revisjon"
    UNAPPROVED = "regler-uten-godkjenning"
    UNREVIEWED = "regler-uten-gjennomgang"
    IMMATURE = "lav-modenhet"
    MEASURES = "kontrolltiltak-uten-evaluering"
    OWN = "eget-punkt"


class PointState(Enum):
    PROPOSED = "foreslått"
    TAKEN_UP = "tatt opp"
    DECIDED = "avgjort"
    SET_ASIDE = "lagt til side"


class PointAct(Enum):
    MADE = "laget"
    TAKE_UP = "tatt opp"
    DECIDE = "avgjort"
    SET_ASIDE = "lagt til side"
    REOPEN = "åpnet igjen"


#: State -> what may be done -> the state after.
WAY: Mapping[PointState, Mapping[PointAct, PointState]] = {
    PointState.PROPOSED: {
        PointAct.TAKE_UP: PointState.TAKEN_UP,
        PointAct.DECIDE: PointState.DECIDED,
        PointAct.SET_ASIDE: PointState.SET_ASIDE,
    },
    PointState.TAKEN_UP: {
        PointAct.TAKE_UP: PointState.TAKEN_UP,
        PointAct.DECIDE: PointState.DECIDED,
        PointAct.SET_ASIDE: PointState.SET_ASIDE,
    },
    PointState.DECIDED: {PointAct.REOPEN: PointState.TAKEN_UP},
    PointState.SET_ASIDE: {PointAct.REOPEN: PointState.TAKEN_UP},
}
#: Somebody has said what comes of it.
DEALT_WITH = frozenset({PointState.DECIDED, PointState.SET_ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """One point. id: `2027-3`. subject: what it is about: a rule, an area, a reglement. area: of control, "" = all of them.

    gravity: 1–5. owner: a word of varsling.yaml. month: 1–12, when it is to be taken up. changed: something is done in
    another way because of it; None = not decided. trail: of the entry that holds its title and reason.
    """

    id: str
    year: int
    number: int
    point: Point
    subject: str
    area: str
    gravity: int
    owner: str
    month: int
    address: str
    state: PointState
    changed: bool | None
    made_at: datetime
    trail: int
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEvent:
    """One thing that was done with a point. trail: of the entry that holds what was written."""

    point: str
    number: int
    act: PointAct
    by: str
    at: datetime
    trail: int


class AgendaRefusal(Enum):
    NOT_NOW = "not in this state"
    NO_TEXT = "nothing written"
    WRONG_MONTH = "no month"
    NO_OWNER = "no owner"
    NO_OUTCOME = "not said whether something changes"
    NO_SUCH = "no such point"
    NOT_HERS = "not hers"


class AgendaRefused(KontrollError):
    def __init__(self, why: AgendaRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What somebody says when she deals with a point. month, owner: where it is taken up. changed: where it is decided."""

    act: PointAct
    text: str = ""
    month: int | None = None
    owner: str = ""
    changed: bool | None = None


def after(point: AgendaPoint, done: Done) -> AgendaPoint:
    """The point as it is then. Raises AgendaRefused."""
    state = WAY[point.state].get(done.act)
    if state is None:
        raise AgendaRefused(AgendaRefusal.NOT_NOW)
    if done.act is PointAct.TAKE_UP:
        if done.month is None or not 1 <= done.month <= 12:
            raise AgendaRefused(AgendaRefusal.WRONG_MONTH)
        if not done.owner.strip():
            raise AgendaRefused(AgendaRefusal.NO_OWNER)
        return replace(point, state=state, month=done.month, owner=done.owner.strip())
    if not done.text.strip():
        raise AgendaRefused(AgendaRefusal.NO_TEXT)
    if done.act is PointAct.DECIDE and done.changed is None:
        raise AgendaRefused(AgendaRefusal.NO_OUTCOME)
    changed = {PointAct.DECIDE: done.changed, PointAct.SET_ASIDE: False}.get(done.act)
    return replace(point, state=state, changed=changed)
