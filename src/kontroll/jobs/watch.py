"""Watch: the job that looks for controls that did not run when they should have, and has somebody told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from kontroll.domain.month import Month
from kontroll.flows.month.missed_control import MissedControl, tell_missed
from kontroll.flows.month.scheduled_month import failed_months, last_deadline, unfinished
from kontroll.jobs.due import GRACE, Known, dates, late, moment
from kontroll.jobs.ledger import known_jobs
from kontroll.wiring import Desk

_MONTHLY = "maanedskjoring"


def watch(desk: Desk, now: datetime) -> int:
    """Gives how many saker were opened."""
    jobs = desk.policies.jobs
    with desk.database.reading() as tx:
        known = known_jobs(tx, jobs, now)
        failed = failed_months(tx)
        months = [month for month in unfinished(tx, now) if month not in failed]
    missed = [
        MissedControl(job=one.job.id, since=one.day, times=one.count, last=one.last, failed=one.job.at is None)
        for one in late(jobs, known, now)
    ]
    return tell_missed(desk, [*missed, *_months(desk, known, months, now)], now)


def _months(desk: Desk, known: Mapping[str, Known], months: list[Month], now: datetime) -> Iterator[MissedControl]:
    """Months that are not judged though the run after their last deadline should have done it."""
    job = next((job for job in desk.policies.jobs if job.id == _MONTHLY and job.at is not None), None)
    if job is None:
        return
    for month in months:
        should = dates(job, last_deadline(desk, month), now - GRACE)
        if should and moment(job, should[0]) > known[job.id].since:
            yield MissedControl(job=job.id, since=month)
