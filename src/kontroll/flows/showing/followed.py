"""Followed: what the months that were run have led to, in a few numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.month import Month
from kontroll.domain.notice import MessageState, Notice
from kontroll.domain.run import RunState
from kontroll.domain.sak import SakState
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.notices.groups import group_of
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often somebody was asked for an answer by a day that has passed, and when it came. waiting: still in time."""

    in_time: int
    late: int
    silent: int
    waiting: int

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """first, last: months that were run, None where none was. opened: avvik that were ever utløst; resolved: of them, løst."""

    first: Month | None
    last: Month | None
    runs: int
    opened: int
    resolved: int
    saker: Counter[SakState]
    sent: int
    failed: int
    asked: Asked

    @property
    def closed(self) -> int:
        return self.saker[SakState.CLOSED]

    @property
    def open(self) -> int:
        return self.saker.total() - self.closed


def followed(tx: Transaction, today: date) -> Followed:
    """Everything until today."""
    done = [run.period for run in tx.runs.where(job=JOB, state=RunState.DONE)]
    opened = [avvik for avvik in tx.avvik.all() if _counts(avvik)]
    return Followed(
        first=min(done, default=None),
        last=max(done, default=None),
        runs=len(set(done)),
        opened=len(opened),
        resolved=sum(avvik.phase is Phase.RESOLVED for avvik in opened),
        saker=Counter(sak.state for sak in tx.saker.where(unconfined(tx))),
        sent=tx.messages.count(state=MessageState.SENT),
        failed=tx.messages.count(state=MessageState.FAILED),
        asked=asked(tx.notices.all(), today),
    )


def asked(notices: Iterable[Notice], today: date) -> Asked:
    """Each sak counts once for each deadline it was given; whoever answered, answered for the sak."""
    answered: dict[tuple[str, date], date | None] = {}
    for notice in notices:
        if (
            notice.confined
            or notice.sak is None
            or notice.deadline is None
            or not group_of(notice.reason).asks_for_answer
        ):
            continue
        key = notice.sak, notice.deadline
        when = notice.answered_at.astimezone(NORWAY).date() if notice.answered_at else None
        answered[key] = min(filter(None, (answered.get(key), when)), default=None)
    counts = Counter(_how(deadline, when, today) for (_sak, deadline), when in answered.items())
    return Asked(in_time=counts["in_time"], late=counts["late"], silent=counts["silent"], waiting=counts["waiting"])


def _how(deadline: date, when: date | None, today: date) -> str:
    if when is None:
        return "silent" if deadline < today else "waiting"
    return "in_time" if when <= deadline else "late"


def _counts(avvik: Avvik) -> bool:
    return avvik.opened is not None and not (avvik.withdrawn or avvik.trial or avvik.confined)
