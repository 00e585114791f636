"""Leadership: never two at once, and never none for long, also when the leader is killed or the server restarts."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import postgres
from kontroll.store.database import Database
from kontroll.store.leader import Leadership

#: A worker that says when it leads, and goes on leading until it is killed.
WORKER = """
import sys, time
from kontroll.store.database import Database
from kontroll.store.leader import Leadership
mine = Leadership(Database(sys.argv[1]))
print("ready", flush=True)
while not mine.try_lead():
    time.sleep(0.05)
print("leads", flush=True)
while mine.holds():
    time.sleep(0.05)
print("lost", flush=True)
"""


def test_one_of_two_leads(database: Database):
    first, second = Leadership(database), Leadership(database)

    led = first.try_lead(), second.try_lead()

    assert (True, False) == led
    assert (True, False) == (first.holds(), second.holds())


def test_the_leader_may_ask_again(database: Database):
    first = Leadership(database)

    assert first.try_lead()
    assert first.try_lead()


def test_another_leads_when_the_leader_gives_up(database: Database):
    first, second = Leadership(database), Leadership(database)
    first.try_lead()

    first.give_up()

    assert not first.holds()
    assert second.try_lead()


def test_who_never_led_gives_up_nothing(database: Database):
    first, second = Leadership(database), Leadership(database)
    first.try_lead()

    second.give_up()

    assert first.holds()


def test_another_worker_takes_over_when_the_leader_is_killed(address: str):
    with worker(address) as first:
        assert "leads" == said(first)
        with worker(address) as second:
            time.sleep(0.3)
            first.send_signal(signal.SIGKILL)

            began = time.monotonic()
            assert "leads" == said(second)
            assert time.monotonic() - began < 30  # a fraction of a second alone; the machine of a test may be busy


def test_the_lock_of_a_file_that_was_removed_is_no_lock(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'kontroll.db'}")
    first, second = Leadership(database), Leadership(database)
    first.try_lead()

    (tmp_path / "kontroll.db.lock").unlink()

    assert second.try_lead()
    assert not first.holds()
    database.close()


def test_a_database_in_memory_has_no_second_worker():
    database = Database("sqlite://")

    with pytest.raises(ValueError, match="memory"):
        Leadership(database)

    database.close()


def test_a_leader_whose_server_restarts_leads_no_more_and_another_may():
    with postgres.server() as server:
        database = Database(server.address(server.new_database()))
        first, second = Leadership(database), Leadership(database)
        assert first.try_lead()

        server.stop()

        assert not first.holds()
        assert not second.try_lead()
        server.start()
        assert not first.holds()
        assert second.try_lead()
        assert not first.try_lead()
        database.close()


@contextmanager
def worker(address: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WORKER, address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert "ready" == said(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
