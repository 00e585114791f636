"""Political decision: what an elected body decided, and what the administration did with it until the body was told.

    åpent ─► iverksatt ─► meldt til organet        and «opphevet», where the body itself undoes it

Why a deadline is moved only with a reference: it is the body's, and the administration cannot give itself more time
(kommuneloven § 13-1: carried out without undue delay, and the body is told where facts or law stand in the way).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from kontroll.domain.register import RegisterRefusal, demand, in_order


class DecisionState(Enum):
    OPEN = "åpent"
    CARRIED_OUT = "iverksatt"
    REPORTED = "meldt til organet"
    LAPSED = "opphevet"

    @property
    def is_over(self) -> bool:
        return self in (DecisionState.REPORTED, DecisionState.LAPSED)


class DecisionAct(Enum):
    """What may be done with it. The value stands in the address of the form."""

    ASSIGN = "ansvarlig"
    POSTPONE = "ny-frist"
    OBSTRUCT = "hindring"
    CARRY_OUT = "iverksatt"
    REPORT = "meldt"
    REOPEN = "gjenapne"
    LAPSE = "opphevet"


_OPEN, _DONE = DecisionState.OPEN, DecisionState.CARRIED_OUT
#: Act -> where it may be done.
ACTS: Mapping[DecisionAct, frozenset[DecisionState]] = {
    DecisionAct.ASSIGN: frozenset({_OPEN, _DONE}),
    DecisionAct.POSTPONE: frozenset({_OPEN}),
    DecisionAct.OBSTRUCT: frozenset({_OPEN}),
    DecisionAct.CARRY_OUT: frozenset({_OPEN}),
    DecisionAct.REPORT: frozenset({_DONE}),
    DecisionAct.REOPEN: frozenset({_DONE, DecisionState.REPORTED}),
    DecisionAct.LAPSE: frozenset({_OPEN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliticalDecision:
    """id: number through the year. body: who decided. case: its number there. text: the entry of the trail that says what was
    decided. owner: whoever carries it out. deadline: None = the body set none. reported: the day the body was told that it is
    done, with reference. obstructed: the last day the body was told that something stands in the way. over: the day it ended.
    delivered: number of the delivery that holds it as a row; 0 = it waits, for something was done with it since.
    """

    id: str
    body: str
    case: str
    decided: date
    enhet: str
    owner: str
    deadline: date | None
    text: int
    state: DecisionState
    made_by: str
    made_at: datetime
    carried_out: date | None = None
    reported: date | None = None
    reference: str = ""
    obstructed: date | None = None
    postponed: int = 0
    over: date | None = None
    delivered: int = 0
    version: int = 0


def may_do(decision: PoliticalDecision, act: DecisionAct) -> bool:
    return decision.state in ACTS[act]


def is_late(deadline: date | None, carried_out: date | None, on: date) -> bool:
    """Whether its deadline was over on the day, with nothing done by it. The deadline itself is in time."""
    return deadline is not None and deadline < on and (carried_out is None or carried_out > on)


def postponed(decision: PoliticalDecision, *, deadline: date, reference: str, today: date) -> PoliticalDecision:
    _now(decision, DecisionAct.POSTPONE)
    demand(bool(reference), RegisterRefusal.NO_REFERENCE, "henvisning")
    demand(deadline >= today, RegisterRefusal.DAY_PASSED, "dato")
    return replace(decision, deadline=deadline, postponed=decision.postponed + 1)


def obstructed(decision: PoliticalDecision, *, told: date, reference: str, today: date) -> PoliticalDecision:
    """The body is told that facts or law stand in the way."""
    _now(decision, DecisionAct.OBSTRUCT)
    demand(bool(reference), RegisterRefusal.NO_REFERENCE, "henvisning")
    in_order(decision.decided, told, today)
    return replace(decision, obstructed=told)


def carried_out(decision: PoliticalDecision, *, on: date, today: date) -> PoliticalDecision:
    _now(decision, DecisionAct.CARRY_OUT)
    in_order(decision.decided, on, today)
    return replace(decision, state=DecisionState.CARRIED_OUT, carried_out=on)


def reported(decision: PoliticalDecision, *, on: date, reference: str, today: date) -> PoliticalDecision:
    _now(decision, DecisionAct.REPORT)
    assert decision.carried_out is not None
    demand(bool(reference), RegisterRefusal.NO_REFERENCE, "henvisning")
    in_order(decision.carried_out, on, today)
    return replace(decision, state=DecisionState.REPORTED, reported=on, reference=reference, over=on)


def reopened(decision: PoliticalDecision) -> PoliticalDecision:
    """It was not carried out after all."""
    _now(decision, DecisionAct.REOPEN)
    return replace(decision, state=DecisionState.OPEN, carried_out=None, reported=None, reference="", over=None)


def lapsed(decision: PoliticalDecision, *, on: date, reference: str, today: date) -> PoliticalDecision:
    """The body undid it, or decided something else."""
    _now(decision, DecisionAct.LAPSE)
    demand(bool(reference), RegisterRefusal.NO_REFERENCE, "henvisning")
    in_order(decision.decided, on, today)
    return replace(decision, state=DecisionState.LAPSED, reference=reference, over=on)


def _now(decision: PoliticalDecision, act: DecisionAct) -> None:
    demand(may_do(decision, act), RegisterRefusal.NOT_NOW)
