"""Where durable_rules cannot be had, the columns' answers stand: the run says that the reserve did it, and why."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from kontroll.domain.notice import Reason
from kontroll.domain.run import Inference, Run, RunState
from kontroll.engine.inference import Limits, runner
from kontroll.flows.mail.outbox import compose_digests
from kontroll.flows.month import monthly_run

from .small import Kommune, Make, at, rule

FEBRUARY, MARCH = date(2026, 2, 20), date(2026, 3, 20)
BOTH = rule("begge", condition="{alle: [{indikator: balanse, er: under, verdi: 0}, {utslag: minus}]}")


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"), BOTH)
    made.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)
    return made


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The worker never answers."""
    worker = tmp_path / "hanging_worker.py"
    worker.write_text("import time\ntime.sleep(300)\n", encoding="utf-8")
    monkeypatch.setattr(runner, "WORKER", worker)
    return worker


def ran(bygda: Kommune, month: str = "2026-01", day: date = FEBRUARY) -> Run:
    run = bygda.run(month, day).run
    assert run is not None
    return run


def alarms(bygda: Kommune, reason: Reason) -> list[str]:
    return sorted(f"{n.recipient} {n.sak}" for n in bygda.notices() if n.reason is reason)


def test_a_worker_that_is_killed_leaves_the_run_to_the_reserve(bygda: Kommune, hanging: Path):
    with killed(hanging) as killer:
        run = ran(bygda)

    assert killer.killed
    assert (RunState.DONE, Inference.RESERVE, 0, "stanset") == (run.state, run.inference, run.inferred, run.failure)
    # The answers stand, and what follows from them, tried by the plain evaluator.
    assert [("begge", "1"), ("minus", "1")] == [(avvik.rule, avvik.subject) for avvik in bygda.avvik()]
    assert run.checked == 10
    assert ["KARI M2026-01-1-reserve", "KNUT M2026-01-1-reserve"] == alarms(bygda, Reason.ENGINE_STOPPED)


def test_a_worker_that_is_too_slow_leaves_the_run_to_the_reserve(bygda: Kommune, hanging: Path):
    settings = bygda.desk.settings.model_copy(update={"inference_seconds": 1})
    bygda.desk = replace(bygda.desk, settings=settings)

    run = ran(bygda)

    assert (RunState.DONE, Inference.RESERVE, "stanset") == (run.state, run.inference, run.failure)


def test_a_rule_that_is_too_wide_leaves_the_run_to_the_reserve_and_is_named(
    bygda: Kommune, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(monthly_run, "Limits", partial(Limits, symbols=1))

    run = ran(bygda)

    assert (RunState.DONE, Inference.RESERVE, "for vid:begge") == (run.state, run.inference, run.failure)
    why = {notice.why for notice in bygda.notices() if notice.reason is Reason.ENGINE_STOPPED}
    assert {"Regelen «begge» er videre enn slutningsmotoren kan stoles på."} == why


def test_the_alarm_is_one_sak_for_each_stop_and_says_when_it_is_over(bygda: Kommune, monkeypatch: pytest.MonkeyPatch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(monthly_run, "Limits", partial(Limits, symbols=1))
        ran(bygda)
        bygda.measure("2026-02", MARCH, e1=1, e2=1, e3=1)
        ran(bygda, "2026-02", MARCH)
    assert ["M2026-01-1-reserve"] == [sak.id for sak in bygda.saker() if sak.kind == "motor"]
    assert [] == alarms(bygda, Reason.ENGINE_WORKS)

    bygda.measure("2026-02", date(2026, 3, 21), e2=2)
    ran(bygda, "2026-02", date(2026, 3, 21))

    assert ["KARI M2026-01-1-reserve"] == alarms(bygda, Reason.ENGINE_WORKS)


def test_the_message_says_what_it_means_and_what_to_do(bygda: Kommune, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(monthly_run, "Limits", partial(Limits, symbols=1))
    ran(bygda)
    compose_digests(bygda.desk, at(FEBRUARY))

    with bygda.desk.database.reading() as tx:
        text = " ".join(tx.messages.where(recipient="KARI")[0].text.split())
    assert "Slutningsmotoren virker ikke" in text
    assert "Måneden er vurdert av reserven, og svarene står" in text
    assert "Finn ut hvorfor sammen med den som drifter kontroll." in text


class killed:
    """Kills, as `kill -9` does, the first process that runs a worker."""

    def __init__(self, worker: Path) -> None:
        self.worker = str(worker)
        self.killed = False
        self._over = Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> killed:
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            for pid in _children():
                if self.worker in _command(pid):
                    os.kill(pid, signal.SIGKILL)
                    self.killed = True
                    return
            time.sleep(0.02)


def _children() -> list[int]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += [int(pid) for pid in (task / "children").read_text().split()]
        except OSError:  # the thread has ended
            continue
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
