"""Killing: a life is ended in the middle, again and again, and what it leaves is held against one that was left alone.

Deaths come at the n-th statement, commit or mail of a step, where the child kills itself, after a random time, where it is
killed from outside, and, on PostgreSQL, when the database server goes down under it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from kontroll.domain.notice import MessageState
from kontroll.flows.home.check_trail import check_trail
from kontroll.store.database import Database
from lives.export import Whole, whole_of
from postgres import Server
from survival.mailbox import Mailbox, mailbox
from survival.process import Death, Place, Spot, Story, process, spot_of
from survival.story import STEPS, turns, write_down

#: What nobody may lose or get twice. The other kinds of records are counted together.
RECORDS = ("avvik", "sak", "notice", "message", "trail")


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


# --- one life ---------------------------------------------------------------------------------------------------------


def undisturbed(seed: int, months: int, home: Path, address: str) -> Story:
    """The story, lived once by a process that nobody kills. address: of an upgraded, empty database."""
    story = Story(seed, months)
    with mailbox() as box:
        write_down(turns(seed, months), home / "levert")
        ended = process(Place(home, address, box), story, Death())
    assert ended.finished, ended.error
    found = json.loads(ended.lines[-2][1].removeprefix("found "))
    story.events = {spot_of(f"step {spot}"): counts for spot, counts in found.items()}
    for (began, line), (over, _next) in pairwise(ended.lines):
        if line.startswith("step "):
            story.seconds[spot_of(line)] = over - began
    story.whole = _whole(address)
    return story


def killed_life(
    story: Story, deaths: Sequence[Death], home: Path, address: str, server: Server | None = None, fault: str = ""
) -> Tally:
    """The story lived with deaths, and what differs in the end. address: of an upgraded, empty database.

    fault: one of faults.FAULTS, planted in every process.
    """
    tally, in_doubt, taken = Tally(), Counter[str](), Counter[str]()
    with mailbox() as box:
        place = Place(home, address, box, server, fault=fault)
        write_down(turns(story.seed, story.months), home / "levert")
        for death in [*deaths, Death()]:
            ended = process(place, story, death)
            assert ended.finished or ended.killed or (death.restart and ended.struck), ended.error
            if not ended.finished or (death.restart and ended.struck):
                tally.points[ended.step if ended.killed else ended.struck] += 1
                tally.kinds["server down" if death.restart else ended.kind] += 1
            _settle(box, address)
            # What was taken since the last look, and is still to be sent: the answer was lost with the process.
            in_doubt.update(id for id in _look(address, tally) if box.accepted[id] > taken[id])
            taken = box.accepted.copy()
            if ended.finished:
                break
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


def _look(address: str, tally: Tally) -> set[str]:
    """Nothing may be half written, at any time. Gives the messages that are to be sent."""
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
    return queued


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
    """In the order of the story, every step as often: half at events, half by time. restarts: so many are the server's."""
    spots = sorted((chance.choice(sorted(story.events))[0], chance.randrange(len(STEPS))) for _ in range(count))
    by_time = set(chance.sample(range(count), count - count // 2))
    servers = set(chance.sample(sorted(by_time), restarts))
    return [
        _by_time(story, chance, spot, restart=n in servers) if n in by_time else _at_event(story, chance, spot)
        for n, spot in enumerate(spots)
    ]


def _by_time(story: Story, chance: Random, spot: Spot, *, restart: bool) -> Death:
    return Death(at=spot, seconds=max(chance.uniform(0, story.seconds[spot]), 0.001), restart=restart)


def _at_event(story: Story, chance: Random, spot: Spot) -> Death:
    counts = story.events[spot]
    # Statements are many, and commits few: each kind is met as often.
    kind = chance.choice(sorted(kind for kind in counts if counts[kind]))
    return Death(at=spot, kind=kind, number=chance.randint(1, counts[kind]))
