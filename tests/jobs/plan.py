"""A plan of jobs for tests, and what tests do with a worker: move the clock, let flows fail, begin a new leadership."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from flows.small import Kommune
from kontroll.domain.policy import ScheduledJob
from kontroll.jobs.current import CurrentDesk
from kontroll.jobs.ledger import Ledger
from kontroll.jobs.register import FLOWS
from kontroll.jobs.result import Flow, JobResult
from kontroll.jobs.shift import Shift
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

PLAN = (
    ScheduledJob(id="innlesing", every_minutes=15),
    ScheduledJob(id="purring", at=time(6, 0)),
    ScheduledJob(id="frister", at=time(6, 15)),
    ScheduledJob(id="tilsyn", every_minutes=30),
)
MONDAY = date(2026, 10, 19)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NORWAY).astimezone(UTC)


@dataclass
class Works:
    """ran: (job, Norwegian date) for each time a flow was called. failing: jobs that fail. But `tilsyn` is the real one."""

    bygda: Kommune
    now: datetime = field(default_factory=lambda: local(MONDAY, 5))
    ran: list[tuple[str, date]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    @property
    def desk(self) -> Desk:
        return self.bygda.desk

    @property
    def flows(self) -> dict[str, Flow]:
        jobs = {job.id: self._flow(job.id) for job in self.desk.policies.jobs}
        return jobs | ({"tilsyn": FLOWS["tilsyn"]} if "tilsyn" in jobs else {})

    def shift(self) -> Shift:
        """A new leadership, which has begun."""
        begun = self.unbegun()
        begun.catch_up()
        return begun

    def unbegun(self) -> Shift:
        return Shift(CurrentDesk(self.desk), self.flows, Ledger(self.desk.database, self.now), lambda: self.now)

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.now = local(day, hour, minute)

    def later(self, **step: int) -> None:
        self.now += timedelta(**step)

    def days_of(self, job: str) -> list[date]:
        return [day for id, day in self.ran if id == job]

    def mark(self, name: str) -> str | None:
        with self.desk.database.reading() as tx:
            return tx.marks.get(name)

    def _flow(self, id: str) -> Flow:
        def run(_desk: Desk, now: datetime) -> JobResult:
            self.ran.append((id, now.astimezone(NORWAY).date()))
            if id in self.failing:
                raise OSError("the disk of Kari Nordmann is full")
            return JobResult({"done": 1})

        return run
