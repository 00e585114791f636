"""Two lives of a seed, held against each other. Called by the tests, and by full_proof.py for many seeds."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from kontroll.domain.avvikchange import ChangeKind
from kontroll.flows.home.check_trail import check_trail
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.store.upgrade import upgrade
from lives.comparison import differences
from lives.deliveries import File, in_time, out_of_time
from lives.export import State
from lives.kommune import desk
from lives.life import Life
from lives.year import Year, year

#: Changes of an avvik that only a correction can make.
CORRECTED = frozenset(
    kind.value
    for kind in (
        ChangeKind.REOPENED,
        ChangeKind.UNOPENED,
        ChangeKind.WITHDRAWN,
        ChangeKind.FIRST_MOVED,
        ChangeKind.OPENED_MOVED,
        ChangeKind.RESOLVED_MOVED,
    )
)


def lived(of: Year, files: list[File], address: str, folder: Path) -> tuple[State, list[str], Counter[str]]:
    """How the life ended, what it rewrote that it may not, and what its trail tells of late and corrected data.

    address: of an upgraded, empty database.
    """
    with closing(Database(address)) as database:
        life = Life(desk(folder, database), folder)
        end = life.live(of, files)
        broken = [f"the chain breaks at {one.seq}" for one in check_trail(database).breaks]
        with database.reading() as tx:
            return end, life.rewritten + broken, told_of_corrections(tx)


def told_of_corrections(tx: Transaction) -> Counter[str]:
    """Counts: rows changed after delivery, verdicts changed, and changes of avvik that only a correction can make."""
    told: Counter[str] = Counter()
    told["rows"] = tx.deliveries.changed.count()
    told["verdicts"] = sum(one.before != "" for one in tx.books.changes.all())
    for entry in tx.trail.entries():
        about = entry.content["about"]
        assert isinstance(about, dict)
        told["avvik"] += about.get("change") in CORRECTED
    return told


def prove(seed: int, months: int = 12) -> dict[str, Any]:
    """One year lived twice. Gives counts; raises AssertionError, saying what differs, if anything does."""
    of = year(seed, months)
    with tempfile.TemporaryDirectory(prefix="kontroll-lives-") as folder:
        ends = []
        for name, files in (("in-time", in_time(of)), ("late", out_of_time(of, seed))):
            home = Path(folder) / name
            home.mkdir()
            address = f"sqlite:///{home / 'kontroll.db'}"
            with closing(Database(address)) as database:
                upgrade(database)
            ends.append(lived(of, files, address, home))
    (on_time, _, told_in_time), (late, rewritten, told) = ends
    differ = differences(on_time, late) + rewritten
    assert not differ, f"seed {seed}: " + "\n".join(differ[:20])
    assert not told_in_time.total(), f"seed {seed}: the life in time has corrections"
    return {
        "lives": 2,
        "months": months,
        "avvik": len(late.avvik),
        "verdicts_changed": told["verdicts"],
        "differences": 0,
    }
