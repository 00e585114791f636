"""Stages: «avvik sees, påtales og følges opp»: how far the saker of leaders have come, as conditions of the query.

One place says it, so that a number and the list behind it are always the same saker.

Why a year: whoever leads now shall be seen by what she did lately, and last autumn is long ago by the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any

from kontroll.domain.notice import Reason
from kontroll.domain.sak import SILENT_SUPERIOR, SakState
from kontroll.flows.people.superiors import Superior
from kontroll.flows.people.today import Today
from kontroll.flows.saker.answer_sak import KIND as ANSWERED
from kontroll.store.expressions import any_where, day_of, lowest_where
from kontroll.store.transaction import Transaction

#: Days back in which a sak was opened to count.
DAYS = 365
#: Working days that a superior has to ask, from the day the sak was lifted to her.
ASKS_WITHIN = 5
_LIFTED = (Reason.ESCALATION, Reason.MEASURE_ESCALATED)


class Stage(Enum):
    """The value stands in the address of the list."""

    ALL = "alle"
    SEEN = "sett"
    UNSEEN = "ikke-sett"
    SPOKEN = "paatalt"
    UNSPOKEN = "ikke-paatalt"
    FOLLOWED = "fulgt-opp"
    LEFT = "ikke-fulgt-opp"
    DUE = "skulle-vaert-besvart"
    IN_TIME = "i-tide"
    LATE = "for-sent"
    UNANSWERED = "ubesvart"
    SILENT = "ikke-spurt"


def of_leaders(tx: Transaction, day: date) -> list[Any]:
    """The saker that are a leader's to answer, opened the last year: not those about data, jobs and evaluators."""
    at = tx.saker.table.c
    return [at.opened > day - timedelta(days=DAYS), at.rule.is_not(None) | (at.kind == SILENT_SUPERIOR)]


def stages(tx: Transaction, today: Today, superiors: Mapping[str, Superior]) -> dict[Stage, Any]:
    """Each stage as a condition on saker. superiors: by enhet.

    SEEN: the owner has opened a notice of it, or somebody has answered. SPOKEN: it is answered, or the superior has
    written in it. FOLLOWED: closed, to be tested again, or with tiltak that are not late. IN_TIME, LATE: the first answer
    against the deadline that was given first; what was never given one is neither.
    """
    sak, decision, notice = tx.saker.table.c, tx.decisions.table.c, tx.notices.table.c
    persons = sorted({one.person for one in superiors.values() if one.person})
    answers = (decision.sak == sak.id, decision.kind == ANSWERED)
    # The answer that stands is asked for first: only a reopened sak has others, and needs the decisions.
    answered = sak.answered_on.is_not(None) | any_where(*answers)
    opened = any_where(notice.sak == sak.id, notice.recipient == sak.owner, notice.seen_at.is_not(None))
    seen = answered | opened
    # Whoever is above others may write in what is lifted to her, and in no other's: who it is need not be told apart.
    spoken = answered | any_where(decision.sak == sak.id, decision.by.in_(persons), decision.by != sak.owner)
    in_time = (sak.deadline.is_(None)) | (sak.deadline >= today.day)
    followed = sak.state.in_([SakState.CLOSED, SakState.RETEST]) | ((sak.state == SakState.MEASURE) & in_time)
    first_answer = lowest_where(day_of(decision.at), *answers)
    asked = (notice.sak == sak.id, notice.reason == Reason.NEW_SAK)
    first_deadline = lowest_where(day_of(notice.deadline), *asked)
    punctual = answered & (first_answer <= first_deadline)
    unanswered = (sak.state == SakState.OPEN) & (sak.deadline < today.day) & ~answered
    late = (answered & (first_answer > first_deadline)) | unanswered
    return {
        Stage.ALL: sak.id.is_not(None),
        Stage.SEEN: seen,
        Stage.UNSEEN: ~seen,
        Stage.SPOKEN: spoken,
        Stage.UNSPOKEN: ~spoken,
        Stage.FOLLOWED: followed,
        Stage.LEFT: ~followed,
        Stage.DUE: (answered & any_where(*asked, notice.deadline.is_not(None))) | unanswered,
        Stage.IN_TIME: punctual,
        Stage.LATE: late,
        Stage.UNANSWERED: unanswered,
        Stage.SILENT: sak.id.in_(_silent(tx, today, superiors)),
    }


def _silent(tx: Transaction, today: Today, superiors: Mapping[str, Superior]) -> list[str]:
    """Ids. Lifted to the superior, not done, and she has written nothing in it within the days she has."""
    sak, notice = tx.saker.table.c, tx.notices.table.c
    lifted = (
        notice.sak == sak.id,
        notice.reason.in_(_LIFTED),
        notice.created <= today.desk.days.before(today.day, ASKS_WITHIN),
        # Of this deadline: what was lifted before a new one was promised is over.
        notice.deadline == sak.deadline,
    )
    late = sak.state.in_([SakState.OPEN, SakState.MEASURE]) & (sak.deadline < today.day)
    found = {
        one.id: superiors[one.enhet].person
        for one in tx.saker.where(late, any_where(*lifted))
        if one.enhet in superiors
    }
    told = {(one.sak, one.recipient) for one in tx.notices.among("sak", found) if one.reason in _LIFTED}
    written = {(one.sak, one.by) for one in tx.decisions.among("sak", found)}
    return sorted(id for id, person in found.items() if (id, person) in told and (id, person) not in written)
