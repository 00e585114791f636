"""Shift: one leadership of one worker: every job runs through here, once for each date, and a failed one is tried again.

The one place where what goes wrong in a job is caught.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.policy import ScheduledJob
from kontroll.flows.month.missed_control import ran_after_all
from kontroll.jobs.current import CurrentDesk
from kontroll.jobs.due import Due, date_of, due
from kontroll.jobs.ledger import Ledger, Superseded, known_jobs
from kontroll.jobs.result import Flow, JobResult
from kontroll.log import bound, logger
from kontroll.texts import language

#: The job that looks for others that did not run. It goes first, or catching up would hide what it looks for.
WATCH = "tilsyn"
_log = logger(__name__)


@dataclass
class Shift:
    """flows: job id -> what it does. clock: the time now, aware. ended: whether nothing more is to begin.

    Its methods are called one at a time.
    """

    current: CurrentDesk
    flows: Mapping[str, Flow]
    ledger: Ledger
    clock: Callable[[], datetime]
    ended: Callable[[], bool] = lambda: False
    begun: bool = False

    def catch_up(self) -> None:
        """Every job of the day that is due and has not run: missed, or failed before. The first time, the shift begins."""
        if not self.begun:
            self._begin()
        self.current.refresh()
        for one in self._due(self._jobs):
            self._run_for_date(one)

    def _begin(self) -> None:
        """Say what did not run while nobody led, and run what runs every few minutes: files come before the month."""
        self.ledger.watch(self._jobs, self.clock())
        often = [job.id for job in self._jobs if job.at is None]
        for id in sorted(often, key=lambda id: id != WATCH):
            self.tick(id)
        self.begun = True

    def tick(self, id: str) -> None:
        """The time of one job has come."""
        jobs = [job for job in self._jobs if job.id == id]
        for job in jobs:
            if job.at is None:
                self._run_now(job)
        for one in self._due(jobs):
            self._run_for_date(one)

    @property
    def _jobs(self) -> tuple[ScheduledJob, ...]:
        return self.current.desk.policies.jobs

    def _due(self, jobs: tuple[ScheduledJob, ...] | list[ScheduledJob]) -> list[Due]:
        now = self.clock()
        try:
            with self.current.desk.database.reading() as tx:
                return due(jobs, known_jobs(tx, jobs, now), now)
        except Exception:
            # The database is away, which the leader's lock shows as well.
            _log.exception("jobs cannot be looked up")
            return []

    def _run_now(self, job: ScheduledJob) -> None:
        def run(now: datetime) -> JobResult:
            result = self._flow(job, now)
            failure = self.ledger.ran(job, now)
            if failure is not None:
                ran_after_all(self.current.desk, job.id, [date_of(failure.first)], now)
            return result

        self._guarded(job, run)

    def _run_for_date(self, one: Due) -> None:
        def run(now: datetime) -> JobResult | None:
            if not self.ledger.begin(one, now):
                return None
            result = self._flow(one.job, now)
            self.ledger.finish(one, now)
            ran_after_all(self.current.desk, one.job.id, [*one.missed, one.day], now)
            return result

        self._guarded(one.job, run)

    def _flow(self, job: ScheduledJob, now: datetime) -> JobResult:
        self.current.refresh()
        self.current.demand_sound(job.id)
        return self.flows[job.id](self.current.desk, now)

    def _guarded(self, job: ScheduledJob, run: Callable[[datetime], JobResult | None]) -> None:
        if self.ended():
            return
        now = self.clock()
        with bound(job=job.id), language(self.current.desk.settings.language):
            try:
                result = run(now)
            except Superseded:
                # No failure of the job: whoever leads now runs it.
                _log.warning("another worker leads")
            except Exception:
                self._failed(job, now)
            else:
                if result is not None:
                    self._told(job, result, (self.clock() - now).total_seconds())

    def _told(self, job: ScheduledJob, result: JobResult, seconds: float) -> None:
        has_worked = any(result.counts.values())
        # A job of every minute that did nothing is not worth a line.
        told = _log.info if job.at is not None or has_worked else _log.debug
        told("job ran", seconds=round(seconds, 1), **result.counts)
        # Waiting for files is no work: what a month takes must not be overwritten by the morning after.
        if job.at is not None and any(count for name, count in result.counts.items() if name != "waiting"):
            try:
                self.ledger.took(job, round(seconds, 1), self.clock())
            except Exception:
                _log.exception("how long a job took could not be kept")

    def _failed(self, job: ScheduledJob, now: datetime) -> None:
        """Called where an exception is being handled. Nothing that it says is logged but its kind and place."""
        try:
            failure = self.ledger.failed(job, now)
        except Exception:
            _log.exception("job failed, and that could not be kept")
        else:
            _log.exception("job failed", times=failure.count, next_try=failure.next_try)
