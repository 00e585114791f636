"""The worker: real workers as processes on one database, and the scheduler's own clock over the nights it is moved."""

from __future__ import annotations

import signal
import subprocess
import sys
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from kontroll.domain.policy import ScheduledJob
from kontroll.jobs.current import CurrentDesk
from kontroll.jobs.register import FLOWS
from kontroll.jobs.worker import Worker, scheduled, trigger_of
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies

from .plan import Works, local

#: A worker with a plan of its own, whose one job writes down when it begins, and ends when it is let go on.
WORKER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from kontroll.domain.policy import Policies, ScheduledJob
from kontroll.domain.rulebook import Rulebook
from kontroll import log
from kontroll.jobs import worker
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.wiring import Desk

log.configure("error")
address, lines, name = sys.argv[1:]
def frister(desk, now):
    with Path(lines).open("a") as file:
        file.write(f"began {name}\\n")
    while not Path(f"{lines}-{name}").exists():
        time.sleep(0.02)
    with Path(lines).open("a") as file:
        file.write(f"ended {name}\\n")
    return JobResult()
at = datetime(2026, 10, 19, 10, tzinfo=UTC)
plan = (ScheduledJob(id="frister", at=at.time()),)
desk = Desk(Settings(hjem=Path(lines).parent, kommune="K"), (), Rulebook(), Policies(jobs=plan), Database(address))
real = worker.Worker
worker.Worker = lambda desk: real(desk, {"frister": frister}, lambda: at.replace(hour=12), heartbeat=0.1)
worker.work(desk, lambda: print("ready", flush=True))
print("stopped", flush=True)
"""


def test_two_workers_run_a_date_once_and_the_other_takes_over_from_a_killed_one(address: str, tmp_path: Path):
    lines = tmp_path / "lines"
    with worker(address, lines, "a") as first:
        await_lines(lines, 1)
        with worker(address, lines, "b") as second:
            first.send_signal(signal.SIGKILL)  # in the middle of the job
            let_go_on(lines, "b")
            await_lines(lines, 3)

            second.send_signal(signal.SIGTERM)

            assert "stopped" == said(second)
    assert ["began a", "began b", "ended b"] == lines.read_text().split("\n")[:-1]


def test_a_worker_that_is_asked_to_stop_lets_the_running_job_end(address: str, tmp_path: Path):
    lines = tmp_path / "lines"
    with worker(address, lines, "a") as first:
        await_lines(lines, 1)

        first.send_signal(signal.SIGTERM)
        clock.sleep(0.3)
        assert first.poll() is None
        let_go_on(lines, "a")

        assert "stopped" == said(first)
        assert 0 == first.wait(60)
    assert ["began a", "ended a"] == lines.read_text().split("\n")[:-1]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_worker_that_loses_the_lock_stops_and_leads_again_when_it_gets_it(works: Works):
    """What a lost server does to the lock is tried in tests/store/test_leader.py."""
    file = works.desk.database.url.database
    stop = Event()
    working = Thread(target=Worker(works.desk, works.flows, lambda: works.now, heartbeat=0.05).run, args=[stop])
    working.start()
    try:
        await_until(lambda: works.mark("job-term") == "1")
        Path(f"{file}.lock").unlink()
        await_until(lambda: works.mark("job-term") == "2")
    finally:
        stop.set()
        working.join(10)

    assert not working.is_alive()


def test_the_scheduler_calls_a_daily_job_at_its_norwegian_time_all_year():
    trigger = trigger_of(ScheduledJob(id="frister", at=time(6, 15)))

    fired = list(fires(trigger, local(date(2026, 1, 1), 0), local(date(2027, 1, 1), 0)))

    assert 365 == len({one.date() for one in fired}) == len(fired)
    assert {time(6, 15)} == {one.time() for one in fired}


def test_the_scheduler_calls_twice_in_the_october_night_and_the_job_runs_once(make):
    job = ScheduledJob(id="frister", at=time(2, 30))
    works = make((job,))
    works.at(date(2026, 10, 24), 12)
    shift = works.shift()
    works.ran.clear()

    calls = list(fires(trigger_of(job), local(date(2026, 10, 24), 12), local(date(2026, 10, 25), 12)))
    for call in calls:
        works.now = call.astimezone(UTC)
        shift.tick("frister")

    assert 2 == len(calls)
    assert [date(2026, 10, 25)] == works.days_of("frister")


def test_each_job_of_the_plan_is_scheduled_once_however_late_and_beside_no_other(works: Works):
    scheduler = scheduled(works.unbegun(), works.desk.policies.jobs)
    scheduler.start(paused=True)
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown()

    assert {"innlesing", "purring", "frister", "tilsyn"} < set(jobs)
    assert {(True, 1, None)} == {(j.coalesce, j.max_instances, j.misfire_grace_time) for j in jobs.values()}


def test_every_job_that_a_plan_may_name_has_a_flow():
    policies, _problems = read_policies((shipped_policies(),))

    assert {job.id for job in policies.jobs} == set(FLOWS)


# --- the files change -------------------------------------------------------------------------------------------------


def test_changed_rules_are_read_again_and_broken_ones_keep_only_the_month_from_running(works: Works):
    home = works.desk.settings.home
    desk = replace(works.desk, settings=works.desk.settings.model_copy(update={"rules": home / "egne"}))
    answers = [(None, []), (desk, [])]
    current = CurrentDesk(desk, lambda _settings: answers.pop(0))
    current.refresh()
    assert 2 == len(answers)

    write(home / "egne" / "ny.yaml", "id: [")
    current.refresh()
    with pytest.raises(Exception, match="cannot be read"):
        current.demand_sound("maanedskjoring")
    current.demand_sound("frister")

    write(home / "egne" / "ny.yaml", "")
    current.refresh()
    current.demand_sound("maanedskjoring")


# --- what tests wait for ----------------------------------------------------------------------------------------------


def write(file: Path, content: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")


def fires(trigger, start: datetime, end: datetime) -> Iterator[datetime]:
    """Each time the trigger fires, as the scheduler asks for it."""
    before, now = None, start
    while (found := trigger.get_next_fire_time(before, now)) is not None and found < end:
        yield found
        before, now = found, found.astimezone(UTC) + timedelta(seconds=1)


@contextmanager
def worker(address: str, lines: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WORKER, address, str(lines), name]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert "ready" == said(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go_on(lines: Path, name: str) -> None:
    lines.with_name(f"{lines.name}-{name}").touch()


def await_lines(file: Path, count: int) -> None:
    await_until(lambda: file.exists() and file.read_text().count("\n") >= count)


def await_until(holds) -> None:
    end = clock.monotonic() + 60
    while not holds():
        assert clock.monotonic() < end, "it never came"
        clock.sleep(0.02)
