"""State figures: how many of each there are now, for whoever watches that kontroll works. Counts and times, never names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeVar

from kontroll.domain.avvik import Phase
from kontroll.domain.notice import MessageState, NoticeState
from kontroll.domain.policy import JOBS
from kontroll.domain.rule import Severity
from kontroll.domain.run import RunState
from kontroll.domain.sak import SakState
from kontroll.flows.home.back_up import MARK as BACKUP
from kontroll.flows.home.vital_signs import WORKER
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.store.counts import counts_by, highest
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

S = TypeVar("S", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFigures:
    """overdue: saker whose deadline has passed. job_done: when each job last went well; of a job of the day, the
    beginning of the date it was done for. job_seconds: how long it took when it last had something to do.
    """

    avvik: Mapping[tuple[Phase, Severity], int]
    saker: Mapping[SakState, int]
    overdue: int
    notices: Mapping[NoticeState, int]
    messages: Mapping[MessageState, int]
    job_done: Mapping[str, datetime]
    job_seconds: Mapping[str, float]
    job_failures: Mapping[str, int]
    run_finished: datetime | None
    worker: datetime | None
    backup: datetime | None


def state_figures(database: Database, now: datetime) -> StateFigures:
    """now: aware; deadlines are held against its Norwegian date."""
    with database.reading() as tx:
        sak, avvik = tx.saker.table.c, tx.avvik.table.c
        found, overdue = ~(avvik.withdrawn | avvik.confined), sak.deadline < now.astimezone(NORWAY).date()
        jobs = tx.marks.starting_with("job")
        return StateFigures(
            avvik=_every_two(counts_by(tx.avvik, "phase", "severity", where=found)),
            saker=_every(SakState, counts_by(tx.saker, "state", where=unconfined(tx))),
            overdue=tx.saker.count(unconfined(tx), overdue, sak.state != SakState.CLOSED),
            notices=_every(NoticeState, counts_by(tx.notices, "state")),
            messages=_every(MessageState, counts_by(tx.messages, "state")),
            job_done={id: _time(jobs[f"job:{id}"]) for id in JOBS if jobs.get(f"job:{id}")},
            job_seconds={id: float(jobs[f"job-took:{id}"]) for id in JOBS if f"job-took:{id}" in jobs},
            job_failures={id: int((jobs.get(f"job-failed:{id}") or "0").split(" ")[0]) for id in JOBS},
            run_finished=highest(tx.runs, "finished", tx.runs.table.c.state == RunState.DONE),
            worker=_mark(tx, WORKER),
            backup=_mark(tx, BACKUP),
        )


def _every(states: type[S], counts: Mapping[tuple[S], int]) -> dict[S, int]:
    """None of a state is a count too: 0."""
    return {state: counts.get((state,), 0) for state in states}


def _every_two(counts: Mapping[tuple[Phase, Severity], int]) -> dict[tuple[Phase, Severity], int]:
    return {(phase, severity): counts.get((phase, severity), 0) for phase in Phase for severity in Severity}


def _mark(tx: Transaction, name: str) -> datetime | None:
    found = tx.marks.get(name)
    return _time(found) if found else None


def _time(mark: str) -> datetime:
    found = datetime.fromisoformat(mark)
    return found if found.tzinfo else found.replace(tzinfo=NORWAY)
