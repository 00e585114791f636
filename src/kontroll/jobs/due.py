"""Due: which jobs are to run now, for which date, and which did not run when they should have.

Why dates and not ticks: one night in October has 02:30 twice, and a worker that was down has no ticks at all. A job of
the day is done for a date or it is not; catching up after three days is running once, for today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kontroll.domain.policy import ScheduledJob
from kontroll.texts import NORWAY

#: How late a job may be before somebody is told: a restart or a long run before it is no failed control.
GRACE = timedelta(hours=2)
#: Minutes before a failed job is tried again, by how many times it has failed; after that the last one.
_WAITS = (1, 5, 15, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """count: times in a row. first, last: when."""

    count: int
    first: datetime
    last: datetime

    @property
    def next_try(self) -> datetime:
        return self.last + timedelta(minutes=_WAITS[min(self.count, len(_WAITS)) - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of a job. since: when it came into the plan. done: the last date it was done for."""

    since: datetime
    done: date | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A job of the day that has not run. day: the date it is to run for. missed: earlier dates that it never ran for."""

    job: ScheduledJob
    day: date
    missed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A job that did not run by its time and grace. day: the first date of those. last: the date it last ran for."""

    job: ScheduledJob
    day: date
    count: int
    last: date | None


def due(jobs: Iterable[ScheduledJob], known: Mapping[str, Known], now: datetime) -> list[Due]:
    """Jobs of the day whose time has come, the first of the day first. A failed one waits for its next try."""
    found = [one for job in jobs if (one := _due(job, known[job.id], now)) is not None]
    return sorted(found, key=lambda one: (one.job.at, one.job.id))


def late(jobs: Iterable[ScheduledJob], known: Mapping[str, Known], now: datetime) -> list[Late]:
    """Jobs that somebody must be told of, in the order of the plan."""
    return [one for job in jobs if (one := _late(job, known[job.id], now)) is not None]


def dates(job: ScheduledJob, after: date, now: datetime) -> list[date]:
    """The dates later than one at which the time of a job of the day has come."""
    count = (date_of(now) - after).days
    days = (after + timedelta(days=n) for n in range(1, count + 1))
    return [d for d in days if job.day in (None, d.day) and moment(job, d) <= now]


def date_of(now: datetime) -> date:
    """In Norway."""
    return now.astimezone(NORWAY).date()


def moment(job: ScheduledJob, day: date) -> datetime:
    """When a job of the day is to run on a date."""
    assert job.at is not None
    return datetime.combine(day, job.at, NORWAY)


def _due(job: ScheduledJob, known: Known, now: datetime) -> Due | None:
    if job.at is None or (known.failure is not None and now < known.failure.next_try):
        return None
    waiting = dates(job, _last(known), now)
    return Due(job=job, day=waiting[-1], missed=tuple(waiting[:-1])) if waiting else None


def _late(job: ScheduledJob, known: Known, now: datetime) -> Late | None:
    if job.at is None:
        # Of a job that runs every few minutes only failing is told: after a stop it runs at once.
        failure = known.failure
        if failure is None or failure.first + GRACE > now:
            return None
        return Late(job=job, day=date_of(failure.first), count=failure.count, last=None)
    days = [d for d in dates(job, _last(known), now - GRACE) if moment(job, d) > known.since]
    return Late(job=job, day=days[0], count=len(days), last=known.done) if days else None


def _last(known: Known) -> date:
    """The last date that nothing is to be done for any more."""
    before = date_of(known.since) - timedelta(days=1)
    return before if known.done is None else max(before, known.done)
