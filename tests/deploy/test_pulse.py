"""The worker's pulse, the time its jobs take, and the roles that the database of compose is made with."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

import postgres
from kontroll.flows.home.state_figures import state_figures
from kontroll.flows.home.vital_signs import vital_signs
from kontroll.jobs.pulse import pulse
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade

NOW = datetime(2026, 11, 2, 5, 30, tzinfo=UTC)
ROLES = Path(__file__).parents[2] / "deploy" / "database" / "roller.sh"


def until(holds) -> bool:
    for _attempt in range(1200):
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_the_worker_shows_itself_at_once_and_again(database: Database):
    times = iter(datetime(2026, 11, 2, 5, minute, tzinfo=UTC) for minute in range(60))

    with pulse(database, lambda: next(times), beat=0.01):
        assert until(lambda: (vital_signs(database).worker or NOW).minute >= 2)
    last = vital_signs(database).worker
    time.sleep(0.1)

    assert last == vital_signs(database).worker, "it is still shown after the worker is gone"


def test_a_pulse_that_cannot_be_written_ends_nothing(tmp_path: Path):
    gone = Database("postgresql://ingen@127.0.0.1:1/ingen")

    with pulse(gone, lambda: NOW, beat=0.01):
        time.sleep(0.05)


def test_the_figures_tell_how_long_the_month_took_and_when_each_job_last_went_well(database: Database):
    with database.transaction("kontroll", NOW) as tx:
        tx.marks.set("job:maanedskjoring", "2026-11-02")
        tx.marks.set("job-took:maanedskjoring", "41.5")
        tx.marks.set("job:utsending", NOW.isoformat())
        tx.marks.set("job-failed:purring", f"3 {NOW.isoformat()} {NOW.isoformat()}")

    found = state_figures(database, NOW)

    assert {"maanedskjoring": 41.5} == found.job_seconds
    assert NOW == found.job_done["utsending"]
    assert (2026, 11, 2) == found.job_done["maanedskjoring"].timetuple()[:3]
    assert "frister" not in found.job_done
    assert (3, 0) == (found.job_failures["purring"], found.job_failures["utsending"])


@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not on this machine")
def test_the_database_of_compose_lets_the_owner_upgrade_and_keeps_the_program_from_the_trail():
    with postgres.server() as server:
        with psycopg.connect(server.address("postgres", "postgres"), autocommit=True) as connection:
            # Those that the tests have beforehand.
            connection.execute(f"DROP ROLE {postgres.OWNER}")
            connection.execute(f"DROP ROLE {postgres.PROGRAM}")
        given = {
            "PGHOST": "127.0.0.1", "PGPORT": str(server.port), "POSTGRES_USER": "postgres",
            "OWNER_PASSWORD": "en 'rar' en", "PROGRAM_PASSWORD": "en annen",
        }  # fmt: skip
        done = subprocess.run([str(ROLES)], env=os.environ | given, capture_output=True, text=True, check=False)
        assert 0 == done.returncode, done.stderr

        owner = Database(server.address("kontroll", "kontroll_eier"))
        program = Database(server.address("kontroll", "kontroll_program"))
        upgrade(owner, program.url)
        with program.transaction("kari", NOW) as tx:
            tx.trail.append("prøve", {})
        with (
            psycopg.connect(server.address("kontroll", "kontroll_program")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("DELETE FROM trail")
        owner.close()
        program.close()


def test_pages_that_are_told_to_stop_end_as_by_ctrl_c():
    """The handler is the server's own: here it is only held that SIGTERM becomes what Ctrl-C is, and is put back."""
    code = (
        "import os, signal\nfrom kontroll.web.serve import _asked_to_stop\n"
        "before = signal.getsignal(signal.SIGTERM)\n"
        "try:\n    with _asked_to_stop():\n        os.kill(os.getpid(), signal.SIGTERM)\n"
        "except KeyboardInterrupt:\n    print('stopped', signal.getsignal(signal.SIGTERM) is before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "stopped True") == (done.returncode, done.stdout.strip()), done.stderr
