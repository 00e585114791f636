"""Worker: `kontroll arbeider`: waits until it leads, does what was missed, and then runs the jobs by the clock.

Why one job at a time: two that work on the same saker would only undo each other, and no job is in such a hurry.

Why the scheduler remembers nothing: its jobs are declared in policies/kjoreplan.yaml, and which dates are done stands in
the database. A scheduler with a store of its own runs every job twice when two workers share it.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from kontroll.domain.policy import ScheduledJob
from kontroll.jobs.current import CurrentDesk
from kontroll.jobs.ledger import Ledger
from kontroll.jobs.pulse import pulse
from kontroll.jobs.register import FLOWS
from kontroll.jobs.result import Flow
from kontroll.jobs.shift import Shift
from kontroll.log import logger
from kontroll.store.leader import Leadership
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

#: Seconds between two looks at the lock: so long may a worker believe that it leads when it does not.
HEARTBEAT = 2.0
#: The id of the job that no kommune plans.
_CATCH_UP = "(catch up)"
_log = logger(__name__)


def work(desk: Desk, ready: Callable[[], None] = lambda: None) -> None:
    """Work until SIGTERM or SIGINT; the job that runs then comes to its end. ready: called when the worker has begun.

    To be called from the main thread. Does not close the database.
    """
    stop = Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        ready()
        Worker(desk).run(stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Worker:
    """flows: job id -> what it does. clock: the time now, aware. heartbeat: seconds."""

    def __init__(
        self,
        desk: Desk,
        flows: Mapping[str, Flow] = FLOWS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        heartbeat: float = HEARTBEAT,
    ) -> None:
        self._current = CurrentDesk(desk)
        self._flows = flows
        self._clock = clock
        self._heartbeat = heartbeat
        self._leadership = Leadership(desk.database)

    def run(self, stop: Event) -> None:
        """Lead whenever it may, until stopped."""
        # It warns each time a job has to wait for another.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        while not stop.is_set():
            try:
                if self._leadership.try_lead():
                    self._lead(stop)
            except Exception:
                # Nearly always the database, which comes back.
                _log.exception("leadership ended")
            finally:
                self._leadership.give_up()
            stop.wait(self._heartbeat)

    def _lead(self, stop: Event) -> None:
        """Until stopped, the lock is lost or the plan is another."""
        ended = Event()
        ledger = Ledger(self._current.desk.database, self._clock())
        plan = self._current.desk.policies.jobs
        shift = Shift(self._current, self._flows, ledger, self._clock, ended.is_set)
        scheduler = scheduled(shift, plan)
        _log.info("leads", term=ledger.term, jobs=len(plan))
        scheduler.start()
        try:
            with pulse(self._current.desk.database, self._clock):
                while not stop.wait(self._heartbeat) and self._leadership.holds():
                    if self._current.desk.policies.jobs != plan:
                        break
        finally:
            ended.set()
            scheduler.shutdown(wait=True)
            _log.info("leads no more", term=ledger.term, stopped=stop.is_set())


def scheduled(shift: Shift, plan: tuple[ScheduledJob, ...]) -> BackgroundScheduler:
    """The scheduler of a shift, not started: first what was missed, then each job at its time."""
    scheduler = BackgroundScheduler(
        timezone=NORWAY,
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        # However late a job comes to its turn, it runs, once.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    every_minute = IntervalTrigger(minutes=1, timezone=NORWAY)
    # At once, and no job of its own: the scheduler fails on one that has no next time when it is stopped.
    scheduler.add_job(shift.catch_up, every_minute, id=_CATCH_UP, next_run_time=datetime.now(NORWAY))
    for job in plan:
        scheduler.add_job(shift.tick, trigger_of(job), [job.id], id=job.id)
    return scheduler


def trigger_of(job: ScheduledJob) -> CronTrigger | IntervalTrigger:
    """When the scheduler calls the job, on Norwegian clocks."""
    if job.at is None:
        return IntervalTrigger(minutes=job.every_minutes, timezone=NORWAY)
    return CronTrigger(day=job.day or "*", hour=job.at.hour, minute=job.at.minute, timezone=NORWAY)
