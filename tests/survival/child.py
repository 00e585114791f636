"""A life in a process of its own: files in, month run, deadlines, digest and mails, month after month.

    python tests/survival/child.py '{"home": …, "database": …, "mail_port": …, …}'

It may be killed anywhere, and goes on where it was when it is started again. It says on stdout which step it begins, and
when it kills itself: at the n-th statement, commit or mail of a step, as its order says.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from kontroll.domain.notice import MessageState
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.mail import outbox
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.store.database import Database
from kontroll.wiring import Desk
from lives.kommune import desk
from lives.life import RUN_DAY, noon
from survival.faults import FAULTS
from survival.story import STEPS, Turn, path_of, turns

#: A new start comes after the claims of the one that was killed have lapsed.
LATER = outbox.CLAIM + timedelta(minutes=1)
#: Messages composed in one transaction: so few that a digest takes several.
AT_ONCE = 2


@dataclass
class Death:
    """Where to die: (turn, step), kind of event, and which one of them. Nowhere, if never."""

    at: tuple[int, int] | None = None
    kind: str = ""
    number: int = 0
    place: tuple[int, int] = (-1, -1)
    counts: Counter[str] = field(default_factory=Counter)
    found: dict[str, dict[str, int]] = field(default_factory=dict)

    def begin(self, turn: int, step: int) -> None:
        self.place, self.counts = (turn, step), Counter()
        self.found[f"{turn} {step}"] = self.counts
        say(f"step {turn} {step}")

    def happened(self, kind: str) -> None:
        self.counts[kind] += 1
        if self.at is None or self.place < self.at:
            return
        # What was left of the step may be less than it was: then the first thing that happens after it will do.
        if self.place > self.at or (kind == self.kind and self.counts[kind] >= self.number):
            say(f"dies {kind}")
            os.kill(os.getpid(), signal.SIGKILL)


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def watch(desk: Desk, death: Death) -> None:
    """Make everything that leaves the process, or is kept, a place to die at: just before it and just after."""
    engine: Any = desk.database.engine
    for name in ("before_cursor_execute", "after_cursor_execute"):
        event.listen(engine, name, lambda *_told: death.happened("statement"))
    engine.dialect.do_commit = _around(engine.dialect.do_commit, death, "commit")
    smtplib.SMTP.data = _around(smtplib.SMTP.data, death, "mail")  # type: ignore[method-assign]


def _around(real: Callable[..., Any], death: Death, kind: str) -> Callable[..., Any]:
    def done(*given: Any) -> Any:
        death.happened(kind)
        result = real(*given)
        death.happened(kind)
        return result

    return done


# --- the steps --------------------------------------------------------------------------------------------------------


def live(desk: Desk, all_turns: list[Turn], inbox: Path, start: int, death: Death) -> None:
    for turn in all_turns:
        now = noon(turn.month.plus(turn.later), RUN_DAY) + start * LATER
        steps: dict[str, Callable[[], object]] = {
            "import": lambda turn=turn, now=now: _import(desk, inbox, turn, now),  # type: ignore[misc]
            "run": lambda turn=turn, now=now: monthly_run(desk, turn.month, now),  # type: ignore[misc]
            "daily": lambda now=now: daily_deadlines(desk, now),  # type: ignore[misc]
            "digest": lambda now=now: outbox.compose_digests(desk, now),  # type: ignore[misc]
            "send": lambda now=now: _send(desk, now),  # type: ignore[misc]
        }
        for number, name in enumerate(STEPS):
            if not _is_ticked(desk, turn, name):
                death.begin(turn.number, number)
                steps[name]()
                _tick(desk, turn, name, now)


def _is_ticked(desk: Desk, turn: Turn, step: str) -> bool:
    with desk.database.reading() as tx:
        return tx.marks.get(f"{turn.number} {step}") is not None


def _tick(desk: Desk, turn: Turn, step: str, now: datetime) -> None:
    """Written when the step is over, as the scheduler does: whoever dies in between does the step again."""
    with desk.database.transaction("kontroll", now) as tx:
        tx.marks.set(f"{turn.number} {step}", str(now))


def _import(desk: Desk, inbox: Path, turn: Turn, now: datetime) -> None:
    files = [Incoming(path_of(file, turn, inbox), file.name) for file in turn.files]
    list(import_files(desk.database, desk.rulebook, files, now, "OLGA"))


def _send(desk: Desk, now: datetime) -> None:
    outbox.send_messages(desk, now)
    with desk.database.reading() as tx:
        left = tx.messages.count(state=MessageState.QUEUED)
    assert not left, f"{left} messages were not sent"


def main(order: dict[str, Any]) -> None:
    outbox._AT_ONCE = AT_ONCE
    database = Database(order["database"])
    mine = desk(Path(order["home"]), database, mail_port=order["mail_port"])
    at = order.get("at")
    death = Death(tuple(at) if at else None, order.get("kind", ""), order.get("number", 0))
    watch(mine, death)
    if fault := order.get("fault"):
        FAULTS[fault][0]()
    say("ready")
    live(mine, turns(order["seed"], order["months"]), Path(order["home"]) / "levert", order["start"], death)
    say("found " + json.dumps(death.found))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
