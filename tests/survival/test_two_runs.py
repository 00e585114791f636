"""Two processes run the same month at the same moment: one of them does it, and the other leaves no trace."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from differential.seed import one_day_in, rotating_seed
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.store.database import Database
from lives.export import Whole, whole_of
from lives.kommune import desk
from lives.life import RUN_DAY, noon
from survival.process import environment
from survival.story import Turn, path_of, turns, write_down

MONTHS = 3
RIVAL = Path(__file__).parent / "rival.py"


@one_day_in(2)
def test_of_two_that_run_a_month_at_once_exactly_one_does_it(
    address: str, tmp_path: Path, request: pytest.FixtureRequest
):
    story = turns(rotating_seed(), MONTHS)
    write_down(story, tmp_path / "levert")

    outcomes = list(_at_once(story, address, tmp_path))

    for one, other in outcomes:
        assert "ran" in (one, other)
        rest = other if one == "ran" else one
        assert rest == "nothing new" or rest.startswith("conflict "), outcomes
    with closing(Database(address)) as database, database.reading() as tx:
        found = whole_of(tx)
        assert not check_trail(database).breaks
    alone = _alone(story, tmp_path, request.getfixturevalue("_sqlite_template"))
    assert {} == {kind: dict(alone[kind] - found[kind]) for kind in alone if alone[kind] - found[kind]}, "lost"
    assert {} == {kind: dict(found[kind] - alone[kind]) for kind in alone if found[kind] - alone[kind]}, "doubled"


def _at_once(story: list[Turn], address: str, home: Path) -> Iterator[tuple[str, str]]:
    with closing(Database(address)) as database, _rival(home, address) as one, _rival(home, address) as other:
        importer = desk(home, database)
        for turn in story:
            now = noon(turn.month.plus(turn.later), RUN_DAY)
            files = [Incoming(path_of(file, turn, home / "levert"), file.name) for file in turn.files]
            list(import_files(database, importer.rulebook, files, now, "OLGA"))
            for rival in (one, other):
                _say(rival, f"{turn.month} {now.isoformat()}")
            yield _hear(one), _hear(other)


def _alone(story: list[Turn], home: Path, template: Path) -> Whole:
    shutil.copy(template, home / "alone.db")
    with closing(Database(f"sqlite:///{home / 'alone.db'}")) as database:
        mine = desk(home, database)
        for turn in story:
            now: datetime = noon(turn.month.plus(turn.later), RUN_DAY)
            files = [Incoming(path_of(file, turn, home / "levert"), file.name) for file in turn.files]
            list(import_files(database, mine.rulebook, files, now, "OLGA"))
            monthly_run(mine, turn.month, now)
        with database.reading() as tx:
            return whole_of(tx)


@contextmanager
def _rival(home: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(RIVAL), json.dumps([str(home), address])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    ) as rival:
        try:
            assert _hear(rival) == "ready"
            yield rival
        finally:
            rival.kill()


def _say(rival: subprocess.Popen[str], line: str) -> None:
    assert rival.stdin is not None
    rival.stdin.write(line + "\n")
    rival.stdin.flush()


def _hear(rival: subprocess.Popen[str]) -> str:
    assert rival.stdout is not None
    assert rival.stderr is not None
    said = rival.stdout.readline().strip()
    if not said:
        pytest.fail(rival.stderr.read())
    return said
