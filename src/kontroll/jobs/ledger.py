"""Ledger: what is remembered of each job in the database, so that no date is done twice and none is forgotten.

Why a term: a leader that lost its connection may still be in the middle of a job when the next one leads. Each
leadership has a number; whoever has an earlier one begins nothing more, and finishes nothing.

Marks, for each job: `job-since` (when it came into the plan), `job-begun` (date and term), `job` (the last date done; of
a job of minutes, the last time), `job-took` (seconds, when it last had something to do) and `job-failed` (how many times
in a row, first and last time; empty when it went well).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kontroll.domain.policy import JOBS, ScheduledJob
from kontroll.domain.problem import KontrollError
from kontroll.jobs.due import Due, Failure, Known
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction

ACTOR = "kontroll"
_TERM = "job-term"


class Superseded(KontrollError):
    """Another worker leads now."""


class Ledger:
    """Of one leadership."""

    def __init__(self, database: Database, now: datetime) -> None:
        """Begins a new term."""
        self._database = database
        with database.transaction(ACTOR, now) as tx:
            before = tx.marks.get(_TERM)
            self.term = int(before or 0) + 1
            tx.marks.swap(_TERM, before, str(self.term))

    def watch(self, jobs: Iterable[ScheduledJob], now: datetime) -> None:
        """From now on the jobs are expected to run; those that are not in the plan any more are not."""
        cadences = {job.id: _cadence(job) for job in jobs}
        with self._database.transaction(ACTOR, now) as tx:
            for id in JOBS:
                name, cadence = f"job-since:{id}", cadences.get(id, "-")
                before = tx.marks.get(name)
                # The same job at another time of day: what it missed it still missed.
                if before is None or before.partition(" ")[2] != cadence:
                    tx.marks.swap(name, before, f"{now.isoformat()} {cadence}")

    def begin(self, due: Due, now: datetime) -> bool:
        """Whether the job is to run for the date; False: it is done. Raises Superseded, or Conflict."""
        name = f"job-begun:{due.job.id}"
        with self._database.transaction(ACTOR, now) as tx:
            self._demand_term(tx)
            done = _date(tx.marks.get(f"job:{due.job.id}"))
            if done is not None and done >= due.day:
                return False
            tx.marks.swap(name, tx.marks.get(name), self._begun(due))
            if due.missed:
                tx.trail.append(
                    "jobb tatt igjen",
                    {"job": due.job.id, "day": str(due.day), "missed": len(due.missed), "first": str(due.missed[0])},
                )
        return True

    def finish(self, due: Due, now: datetime) -> None:
        """The date is done. Raises Superseded, or Conflict where another has begun it meanwhile."""
        with self._database.transaction(ACTOR, now) as tx:
            self._demand_term(tx)
            name = f"job-begun:{due.job.id}"
            tx.marks.swap(name, self._begun(due), self._begun(due))
            tx.marks.swap(f"job:{due.job.id}", tx.marks.get(f"job:{due.job.id}"), str(due.day))
            _went_well(tx, due.job)

    def ran(self, job: ScheduledJob, now: datetime) -> Failure | None:
        """A job of minutes went well. Gives what it had failed with until now."""
        with self._database.transaction(ACTOR, now) as tx:
            tx.marks.set(f"job:{job.id}", now.isoformat())
            return _went_well(tx, job)

    def took(self, job: ScheduledJob, seconds: float, now: datetime) -> None:
        """How long it took, for whoever watches that the month does not grow too long to run."""
        with self._database.transaction(ACTOR, now) as tx:
            tx.marks.set(f"job-took:{job.id}", str(seconds))

    def failed(self, job: ScheduledJob, now: datetime) -> Failure:
        """It went wrong once more."""
        with self._database.transaction(ACTOR, now) as tx:
            before = _failure(tx.marks.get(f"job-failed:{job.id}"))
            after = Failure(count=before.count + 1 if before else 1, first=before.first if before else now, last=now)
            tx.marks.set(f"job-failed:{job.id}", f"{after.count} {after.first.isoformat()} {now.isoformat()}")
        return after

    def _demand_term(self, tx: Transaction) -> None:
        if tx.marks.get(_TERM) != str(self.term):
            raise Superseded("another worker leads")

    def _begun(self, due: Due) -> str:
        return f"{due.day} {self.term}"


def known_jobs(tx: Transaction, jobs: Iterable[ScheduledJob], now: datetime) -> dict[str, Known]:
    """What is remembered of each of the jobs. now: the time from which one that nobody has seen is watched."""
    marks = tx.marks.starting_with("job")
    return {
        job.id: Known(
            since=_since(marks.get(f"job-since:{job.id}")) or now,
            done=_date(marks.get(f"job:{job.id}")),
            failure=_failure(marks.get(f"job-failed:{job.id}")),
        )
        for job in jobs
    }


def _went_well(tx: Transaction, job: ScheduledJob) -> Failure | None:
    failure = _failure(tx.marks.get(f"job-failed:{job.id}"))
    if failure is not None:
        tx.marks.set(f"job-failed:{job.id}", "")
    return failure


def _cadence(job: ScheduledJob) -> str:
    if job.at is None:
        return "minutter"
    return "dag" if job.day is None else f"dag {job.day}"


def _since(mark: str | None) -> datetime | None:
    return datetime.fromisoformat(mark.partition(" ")[0]) if mark else None


def _date(mark: str | None) -> date | None:
    """The date; also of a time, where a job of minutes became one of the day."""
    return date.fromisoformat(mark[:10]) if mark else None


def _failure(mark: str | None) -> Failure | None:
    if not mark:
        return None
    count, first, last = mark.split(" ")
    return Failure(count=int(count), first=datetime.fromisoformat(first), last=datetime.fromisoformat(last))
