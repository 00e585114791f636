"""One process of a life: how it is started, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lives.export import Whole
from postgres import Server
from survival.mailbox import Mailbox
from survival.story import STEPS

TESTS = Path(__file__).parents[1]
CHILD = Path(__file__).parent / "child.py"
#: A life that takes longer hangs.
PATIENCE = 180.0

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Death:
    """at: (turn, step) where the child dies, or the first one after it. None: nowhere.

    kind, number: the event of the step at which it kills itself. seconds: instead, how long after the step began it is
    killed from outside. restart: what goes down then is the database server; the child may fail, and need not.
    """

    at: Spot | None = None
    kind: str = ""
    number: int = 0
    seconds: float = 0.0
    restart: bool = False


@dataclass
class Story:
    """What every life of a seed tells, and what it comes to when nobody dies.

    whole: the state in the end. events: how many of each kind there are in every (turn, step). seconds: how long it takes.
    """

    seed: int
    months: int
    whole: Whole = field(default_factory=dict)
    events: dict[Spot, dict[str, int]] = field(default_factory=dict)
    seconds: dict[Spot, float] = field(default_factory=dict)


@dataclass
class Place:
    """Where a life is lived."""

    home: Path
    address: str
    box: Mailbox
    server: Server | None = None
    starts: int = 0
    fault: str = ""

    def order(self, story: Story, death: Death) -> str:
        self.starts += 1
        at = None if death.seconds else death.at
        told: dict[str, Any] = {
            "home": str(self.home), "database": self.address, "mail_port": self.box.port, "seed": story.seed,
            "months": story.months, "start": self.starts - 1, "at": at, "kind": death.kind, "number": death.number,
            "fault": self.fault,
        }  # fmt: skip
        return json.dumps(told)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: killed, or at the end, or with an error.

    lines: what it said, and when. struck: the step in which something was done to it from outside; "" if nothing was.
    """

    code: int
    lines: Sequence[tuple[float, str]]
    struck: str
    error: str

    @property
    def killed(self) -> bool:
        return self.code == -9

    @property
    def finished(self) -> bool:
        return self.code == 0

    @property
    def step(self) -> str:
        spots = [spot_of(line) for _at, line in self.lines if line.startswith("step ")]
        return STEPS[spots[-1][1]] if spots else "start"

    @property
    def kind(self) -> str:
        """What it died of."""
        return next((line.split()[1] for _at, line in self.lines if line.startswith("dies ")), "time")


def process(place: Place, story: Story, death: Death) -> Ended:
    """One start of the life, up to the death or the end."""
    command = [sys.executable, str(CHILD), place.order(story, death)]
    lines: list[tuple[float, str]] = []
    struck = ""
    with (
        tempfile.TemporaryFile() as errors,
        # Unbuffered: what the child says is read when it says it.
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment(), bufsize=0) as child,
    ):
        hangs = threading.Timer(PATIENCE, child.kill)
        hangs.start()
        assert child.stdout is not None
        for said in child.stdout:
            line = said.decode().rstrip()
            lines.append((time.monotonic(), line))
            due = death.seconds and not struck and line.startswith("step ")
            if due and death.at is not None and spot_of(line) >= death.at and _strike(child, place, death):
                struck = STEPS[spot_of(line)[1]]
        child.wait()
        lines.append((time.monotonic(), "ended"))
        hangs.cancel()
        errors.seek(0)
        return Ended(child.returncode, lines, struck, errors.read().decode())


def environment() -> dict[str, str]:
    """Of a process that finds what the tests find. The settings are the test's: no variable of the machine's reaches them."""
    found = {k: v for k, v in os.environ.items() if not k.startswith("KONTROLL_")}
    return found | {"PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH", "")]))}


def spot_of(line: str) -> Spot:
    _step, turn, step = line.split()
    return int(turn), int(step)


def _strike(child: subprocess.Popen[bytes], place: Place, death: Death) -> bool:
    """Whether it was still alive."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(death.seconds)
        return False
    if not death.restart:
        child.kill()
    elif place.server is not None:
        place.server.restart()
    return True
