"""Killing: a life is ended in the middle, again and again, and what it leaves is held against one that was left alone.

Deaths come at the n-th statement, commit or mail of a step, where the child kills itself, after a random time, where it is
killed from outside, and, on PostgreSQL, when the database server goes down under it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from kontroll.domain.notice import MessageState
from kontroll.flows.check_trail import check_trail
from kontroll.store.database import Database
from lives.export import Whole, whole_of
from postgres import Server
from survival.mailbox import Mailbox, mailbox
from survival.story import STEPS, turns, write_down

TESTS = Path(__file__).parents[1]
CHILD = Path(__file__).parent / "child.py"
#: A life that takes longer hangs.
PATIENCE = 180.0
#: What nobody may lose or get twice. The other kinds of records are counted together.
RECORDS = ("avvik", "sak", "notice", "message", "trail")


@dataclass(frozen=True, slots=True)
class Death:
    """at: (turn, step), kind and number of the event in it, where the child dies. seconds: instead, how long it lives.

    restart: what dies is the database server, after the seconds; the child may fail, and need not.
    """

    at: tuple[int, int] | None = None
    kind: str = ""
    number: int = 0
    seconds: float = 0.0
    restart: bool = False


@dataclass
class Tally:
    """points: deaths by step. kinds: by what was going on. The rest must be nothing.

    repeated: mails that came again, of which the server had taken the first while our commit had not come through.
    faults: in words.
    """

    points: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    doubled: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    repeated: int = 0
    chain_breaks: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for mine, its in ((self.points, other.points), (self.kinds, other.kinds)):
            mine.update(its)
        self.lost.update(other.lost)
        self.doubled.update(other.doubled)
        self.mails += other.mails
        self.repeated += other.repeated
        self.chain_breaks += other.chain_breaks
        self.faults += other.faults

    def figures(self) -> dict[str, Any]:
        return {
            "points": self.points.total(),
            "points_by_step": dict(sorted(self.points.items())),
            "points_by_kind": dict(sorted(self.kinds.items())),
            "lost": {kind: self.lost[kind] for kind in RECORDS},
            "doubled": {kind: self.doubled[kind] for kind in RECORDS},
            "mails": self.mails,
            "mails_repeated_between_answer_and_commit": self.repeated,
            "chain_breaks": self.chain_breaks,
            "faults": len(self.faults),
        }


# --- one process ------------------------------------------------------------------------------------------------------


@dataclass
class Story:
    """What every life of a seed tells, and what it comes to when nobody dies: its state, its events and how long it takes."""

    seed: int
    months: int
    whole: Whole = field(default_factory=dict)
    events: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: float = 0.0


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
        told: dict[str, Any] = {
            "home": str(self.home), "database": self.address, "mail_port": self.box.port, "seed": story.seed,
            "months": story.months, "start": self.starts - 1, "at": death.at, "kind": death.kind, "number": death.number,
            "fault": self.fault,
        }  # fmt: skip
        return json.dumps(told)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. said: its last step, what it died of, and its events if it came to the end."""

    killed: bool
    finished: bool
    step: str
    kind: str
    events: dict[str, dict[str, int]]
    seconds: float
    error: str


def process(place: Place, story: Story, death: Death) -> Ended:
    """One start of the life, up to the death or the end."""
    # The settings are the test's: a variable of the machine's must not reach them.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KONTROLL_")} | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, str(CHILD), place.order(story, death)]
    # Unbuffered: what is read ahead with the first line would be lost to `communicate`.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, bufsize=0) as child:
        try:
            assert child.stdout is not None
            first = child.stdout.readline()
            began = time.monotonic()
            if death.seconds:
                _strike(child, place, death)
            said, error = child.communicate(timeout=PATIENCE)
        except BaseException:
            child.kill()
            raise
    lines = (first + said).decode().splitlines()
    return _ended(child.returncode, lines, error.decode(), time.monotonic() - began)


def _strike(child: subprocess.Popen[bytes], place: Place, death: Death) -> None:
    try:
        child.wait(death.seconds)
    except subprocess.TimeoutExpired:
        if not death.restart:
            child.kill()
        elif place.server is not None:
            place.server.restart()


def _ended(code: int, lines: Sequence[str], error: str, seconds: float) -> Ended:
    steps = [line.split() for line in lines if line.startswith("step ")]
    dies = [line.split()[1] for line in lines if line.startswith("dies ")]
    found = [line.removeprefix("found ") for line in lines if line.startswith("found ")]
    return Ended(
        killed=code == -9,
        finished=code == 0,
        step=STEPS[int(steps[-1][2])] if steps else "start",
        kind=dies[0] if dies else "time",
        events=json.loads(found[0]) if found else {},
        seconds=seconds,
        error=error,
    )


# --- one life ---------------------------------------------------------------------------------------------------------


def undisturbed(seed: int, months: int, home: Path, address: str) -> Story:
    """The story, lived once by a process that nobody kills. address: of an upgraded, empty database."""
    story = Story(seed, months)
    with mailbox() as box:
        write_down(turns(seed, months), home / "levert")
        ended = process(Place(home, address, box), story, Death())
    assert ended.finished, ended.error
    story.events, story.seconds, story.whole = ended.events, ended.seconds, _whole(address)
    return story


def killed_life(
    story: Story, deaths: Sequence[Death], home: Path, address: str, server: Server | None = None, fault: str = ""
) -> Tally:
    """The story lived with deaths, and what differs in the end. address: of an upgraded, empty database.

    fault: one of faults.FAULTS, planted in every process.
    """
    tally, in_doubt = Tally(), Counter[str]()
    with mailbox() as box:
        place = Place(home, address, box, server, fault=fault)
        write_down(turns(story.seed, story.months), home / "levert")
        for death in [*deaths, Death()]:
            ended = process(place, story, death)
            if ended.finished:
                break
            assert ended.killed or death.restart, ended.error
            tally.points[ended.step] += 1
            tally.kinds["server down" if death.restart else ended.kind] += 1
            _settle(box, address)
            in_doubt.update(_look(address, box, tally))
        _look(address, box, tally)
    _compare(story.whole, _whole(address), tally)
    _count_mails(box, in_doubt, address, tally)
    return tally


def _settle(box: Mailbox, address: str) -> None:
    """Wait until nothing of the dead process is on its way, neither mail nor commit."""
    box.wait_until_silent()
    if not address.startswith("sqlite"):
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ends = time.monotonic() + 30
        with psycopg.connect(address, autocommit=True) as connection:
            while connection.execute(others).fetchone() != (0,):
                assert time.monotonic() < ends, "a connection outlived its process"
                time.sleep(0.01)


def _look(address: str, box: Mailbox, tally: Tally) -> set[str]:
    """Nothing may be half written, at any time. Gives the mails that are taken and that we do not know to be."""
    with closing(Database(address)) as database:
        breaks = check_trail(database).breaks
        tally.chain_breaks += len(breaks)
        tally.faults += [f"the chain breaks at {one.seq}: {one.kind}" for one in breaks]
        with database.reading() as tx:
            queued = {message.id for message in tx.messages.where(state=MessageState.QUEUED)}
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            tally.faults += [f"integrity_check: {found}"] if found != "ok" else []
    return {id for id in queued if box.accepted[id]}


def _whole(address: str) -> Whole:
    with closing(Database(address)) as database, database.reading() as tx:
        return whole_of(tx)


def _compare(wanted: Whole, found: Whole, tally: Tally) -> None:
    for kind, records in wanted.items():
        lost, doubled = records - found[kind], found[kind] - records
        tally.lost[kind if kind in RECORDS else "other"] += lost.total()
        tally.doubled[kind if kind in RECORDS else "other"] += doubled.total()
        # The beginning, which names it: a mail is long.
        tally.faults += [f"lost {kind}: {str(dict(one))[:300]}" for one in lost]
        tally.faults += [f"doubled, or otherwise, {kind}: {str(dict(one))[:300]}" for one in doubled]


def _count_mails(box: Mailbox, in_doubt: Counter[str], address: str, tally: Tally) -> None:
    """Every message once; once more for each death between the server's answer and our commit, and then the same bytes."""
    with closing(Database(address)) as database, database.reading() as tx:
        messages = tx.messages.all()
    tally.mails += len(messages)
    tally.repeated += in_doubt.total()
    unsent = [message.id for message in messages if message.state is not MessageState.SENT]
    tally.faults += [f"not sent: {id}" for id in unsent]
    wanted = Counter({message.id: 1 + in_doubt[message.id] for message in messages})
    tally.faults += [
        f"sent {box.accepted[id]} times, not {n}: {id}" for id, n in wanted.items() if box.accepted[id] != n
    ]
    tally.faults += [f"nobody's mail: {id}" for id in box.accepted - wanted if id not in wanted]
    tally.faults += [f"came in {len(was)} wordings: {id}" for id, was in box.contents.items() if len(was) != 1]


# --- where to die -----------------------------------------------------------------------------------------------------


def deaths(story: Story, chance: Random, count: int, *, restarts: int = 0) -> list[Death]:
    """Half of them at events, in the order of the story; half by time. Of the last, some are the server's."""
    places = [tuple(int(part) for part in place.split()) for place in story.events]
    at_events = sorted(
        (_at_event(story, chance, chance.choice(STEPS), places) for _ in range(count // 2)),
        key=lambda d: d.at or (0, 0),
    )
    # Together they are about as long as the story: the later ones meet what the earlier ones left.
    by_time = [
        Death(seconds=chance.uniform(0.02, 2 * story.seconds / count), restart=n < restarts)
        for n in range(count - count // 2)
    ]
    chance.shuffle(by_time)
    return [death for pair in zip(by_time, at_events, strict=False) for death in pair] + by_time[len(at_events) :]


def _at_event(story: Story, chance: Random, step: str, places: Sequence[tuple[int, ...]]) -> Death:
    turn = chance.choice(places)[0]
    counts = story.events[f"{turn} {STEPS.index(step)}"]
    # Statements are many, and commits few: each kind is met as often.
    kind = chance.choice(sorted(kind for kind in counts if counts[kind]))
    return Death(at=(turn, STEPS.index(step)), kind=kind, number=chance.randint(1, counts[kind]))
