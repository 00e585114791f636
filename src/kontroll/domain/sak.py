"""Sak: what is followed up with a leader until it is closed; its states, and which may follow which.

Why a table: `TRANSITIONS` is what the functions of `sakflow`, `sakclosing` and `tiltak` ask, so that the way of a sak
can be read in one place, and tested cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.rule import Severity

#: The kind of a sak about data that did not come. It has no rule and no avvik; its owner is the owner of the data.
MISSING_DATA = "datamangel"
#: The kind of a sak about a control that did not run when it should have. It has no rule; internal control owns it.
MISSED_CONTROL = "kontroll-uteble"
#: The kind of a sak about the evaluators themselves: they disagree, or one does not run. Internal control owns it.
ENGINE_ALARM = "motor"
#: The kind of a sak about a superior who does not ask a leader for what was lifted to her. It has no rule; she owns it.
SILENT_SUPERIOR = "ikke-paatalt"
#: The kind of a sak that somebody in the kommune reported by hand. It has no rule; whoever leads the enhet owns it.
REPORTED = "meldt"
#: The same about whoever leads the administration: she is never shown it, though she sees everything else. It is of no enhet,
#: and the kontrollutvalg owns it.
REPORTED_OF_TOP = "meldt-toppleder"
#: Both of them.
ALL_REPORTED = (REPORTED, REPORTED_OF_TOP)
#: The kind of a sak about what a stikkprøve found. It has no rule; whoever leads the enhet whose record it is owns it.
SAMPLED = "stikkprøve"


class SakState(Enum):
    OPEN = "åpen"
    ANSWERED = "besvart"
    MEASURE = "tiltak pågår"
    RETEST = "til etterprøving"
    CLOSED = "lukket"


class Answer(Enum):
    """What a leader may answer."""

    FIXED = "rettet"
    MEASURE = "tiltak"
    DISAGREE = "uenig"
    EXEMPTION = "unntak"


class Outcome(Enum):
    """How a sak ended."""

    RESOLVED = "løst"  # the rule no longer strikes, by its own re-test
    FALSE_ALARM = "medhold"  # internal control agreed that there was nothing wrong
    EXEMPT = "unntatt"  # for a limited time
    DOCUMENTED = "dokumentert"  # what happened once and cannot be undone
    MOOT = "bortfalt"  # the unit or record is gone
    DELIVERED = "levert"  # the missing data came


@dataclass(frozen=True, slots=True, kw_only=True)
class Sak:
    """One per rule, unit and run. What people wrote in it lies beside the trail.

    month: of the run that opened it. owner: person id, None while nobody answers for the unit. owner_enhet: the unit
    she answers for it as leader of; another than `enhet` after that one is gone. deadline: the last day to answer
    (OPEN) or for the next tiltak (MEASURE); None in the other states. level: how many times it was escalated since it
    was last opened. answer, answered_by, answered_on: of the answer that stands. evidence: whether evidence was given.
    recurrence_of: the sak before it of the same rule and unit. occurrence: which one in a row of those it is, from 1.
    reopened: how many times it came back to OPEN. handler: who in internal control works with it, None = nobody in
    particular. documents_by: the day by which the owner is asked to show documentation; None = nothing is asked for.
    confined: it is between few persons (`RuleType.confined_to`): no list, number or page of saker holds it, and it is dealt
    with where they meet (flows/pay).
    """

    id: str
    kind: str
    rule: str | None
    enhet: str
    month: Month
    opened: date
    owner: str | None
    owner_enhet: str | None
    deadline: date | None
    state: SakState
    severity: Severity
    level: int = 0
    escalated_to: str | None = None
    answer: Answer | None = None
    answered_by: str | None = None
    answered_on: date | None = None
    outcome: Outcome | None = None
    closed_by: str | None = None
    closed_on: date | None = None
    evidence: bool = False
    recurrence_of: str | None = None
    occurrence: int = 1
    reopened: int = 0
    handler: str | None = None
    documents_by: date | None = None
    confined: bool = False
    version: int = 0


# --- what may follow what ---------------------------------------------------------------------------------------------


class Action(Enum):
    """What may happen to a sak."""

    ANSWER_FIXED = "svar rettet"
    ANSWER_MEASURE = "svar tiltak"
    ANSWER_DISAGREE = "svar uenig"
    ANSWER_EXEMPTION = "svar unntak"
    UPHOLD = "gi medhold"
    NOT_UPHOLD = "ikke gi medhold"
    GRANT = "gi unntak"
    NOT_GRANT = "avslå unntak"
    ADD_TILTAK = "nytt tiltak"
    CHANGE_TILTAK = "endre tiltak"
    FINISH_TILTAK = "fullføre tiltak"
    FINISH_LAST_TILTAK = "fullføre siste tiltak"
    RETEST_CLEAR = "etterprøvd uten utslag"
    RETEST_STRUCK = "etterprøvd med utslag"
    ESCALATE = "løfte til overordnet"
    REASSIGN = "skifte eier"
    JOIN = "nytt avvik i saken"
    CLOSE = "lukke"
    WRITE_OFF = "la falle bort"
    DELIVER = "data levert"
    REOPEN = "gjenåpne"
    COMMENT = "kommentere"
    ASSIGN = "gi til saksbehandler"
    ASK_DOCUMENTS = "be om dokumentasjon"
    HEAR = "høre en person"


#: What may be done in every state but CLOSED, and changes none.
_ALONG_THE_WAY = (Action.REASSIGN, Action.JOIN, Action.COMMENT, Action.ASSIGN, Action.ASK_DOCUMENTS, Action.HEAR)


def _way(state: SakState, **steps: SakState) -> dict[Action, SakState]:
    return dict.fromkeys(_ALONG_THE_WAY, state) | {Action[name]: after for name, after in steps.items()}


#: State -> what may be done -> the state after. What does not stand here is refused.
TRANSITIONS: Mapping[SakState, Mapping[Action, SakState]] = {
    SakState.OPEN: _way(
        SakState.OPEN,
        ANSWER_FIXED=SakState.RETEST,
        ANSWER_MEASURE=SakState.MEASURE,
        ANSWER_DISAGREE=SakState.ANSWERED,
        ANSWER_EXEMPTION=SakState.ANSWERED,
        RETEST_CLEAR=SakState.RETEST,  # it went away by itself: nobody is reminded of it any more
        RETEST_STRUCK=SakState.OPEN,
        ESCALATE=SakState.OPEN,
        WRITE_OFF=SakState.CLOSED,
        DELIVER=SakState.CLOSED,
    ),
    # What waits for a decision is decided, whatever the rule says meanwhile: the decision counts for the rule.
    SakState.ANSWERED: _way(
        SakState.ANSWERED,
        UPHOLD=SakState.CLOSED,
        NOT_UPHOLD=SakState.OPEN,
        GRANT=SakState.CLOSED,
        NOT_GRANT=SakState.OPEN,
        RETEST_CLEAR=SakState.ANSWERED,
        RETEST_STRUCK=SakState.ANSWERED,
        DELIVER=SakState.CLOSED,
    ),
    # Tiltak that were promised are done, also when the rule has stopped striking.
    SakState.MEASURE: _way(
        SakState.MEASURE,
        ADD_TILTAK=SakState.MEASURE,
        CHANGE_TILTAK=SakState.MEASURE,
        FINISH_TILTAK=SakState.MEASURE,
        FINISH_LAST_TILTAK=SakState.RETEST,
        RETEST_CLEAR=SakState.MEASURE,
        RETEST_STRUCK=SakState.MEASURE,
        ESCALATE=SakState.MEASURE,
        WRITE_OFF=SakState.CLOSED,
        DELIVER=SakState.CLOSED,
    ),
    SakState.RETEST: _way(
        SakState.RETEST,
        RETEST_CLEAR=SakState.RETEST,
        RETEST_STRUCK=SakState.OPEN,
        CLOSE=SakState.CLOSED,
        WRITE_OFF=SakState.CLOSED,
        DELIVER=SakState.CLOSED,
    ),
    SakState.CLOSED: {Action.REOPEN: SakState.OPEN},
}

_NOT_WHILE = {
    SakState.OPEN: Refusal.NOT_WHILE_OPEN,
    SakState.ANSWERED: Refusal.NOT_WHILE_ANSWERED,
    SakState.MEASURE: Refusal.NOT_WHILE_MEASURES,
    SakState.RETEST: Refusal.NOT_WHILE_RETESTED,
    SakState.CLOSED: Refusal.NOT_WHILE_CLOSED,
}


def state_after(sak: Sak, action: Action) -> SakState:
    """The state that the action leads to. Raises Refused where the table has none."""
    after = TRANSITIONS[sak.state].get(action)
    if after is None:
        raise Refused(_NOT_WHILE[sak.state], sak.id)
    return after


def closed(sak: Sak, action: Action, outcome: Outcome, actor: Actor, on: date, *, evidence: bool = False) -> Sak:
    """The sak as it ended by the action."""
    return replace(
        sak,
        state=state_after(sak, action),
        deadline=None,
        documents_by=None,
        outcome=outcome,
        closed_by=actor.person,
        closed_on=on,
        evidence=evidence,
    )


# --- who, and with what ----------------------------------------------------------------------------------------------


def demand(holds: bool, otherwise: Refusal, sak: Sak) -> None:
    """Raises Refused unless it holds."""
    if not holds:
        raise Refused(otherwise, sak.id)


def demand_reason(reason: str, sak: Sak) -> None:
    """A decision without a reason cannot be looked into afterwards."""
    demand(bool(reason.strip()), Refusal.REASON_MISSING, sak)


def answers_for(actor: Actor, sak: Sak) -> bool:
    """Whether the sak is hers to answer: she owns it, it was raised to her, or she leads the unit."""
    return actor.person in (sak.owner, sak.escalated_to) or actor.answers_for(sak.owner_enhet)


def demand_system(actor: Actor, sak: Sak) -> None:
    """What only kontroll itself may do: nobody can say by hand that the rule no longer strikes."""
    demand(actor.has(ActorRole.SYSTEM), Refusal.ONLY_BY_ITSELF, sak)
