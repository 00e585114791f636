"""That a run's control worked is added up by the database as it is from the rows."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.run import Run, RunState
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.month.proved import proof_of_run, proofs_of_runs
from kontroll.report.proof import proof
from kontroll.store.database import Database

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)


def _coverage(chance: random.Random, run: str, month: Month, rule: str) -> Coverage:
    tests = chance.randrange(3)
    return Coverage(
        run=run, month=month, rule=rule, expected=chance.choice([0, 0, 5, 20]), known=chance.randrange(6),
        unknown=chance.randrange(6), due=chance.randrange(9), received=chance.randrange(9), tests=tests,
        held=chance.choice([tests, tests, 0]), positive=chance.randrange(2), negative=chance.randrange(2),
    )  # fmt: skip


def test_what_the_database_adds_up_is_what_the_rows_say(database: Database) -> None:
    chance = random.Random(7)
    runs = [
        Run(id=f"k{n}", job=JOB, period=Month(2026, 1 + n % 6), attempt=n, state=RunState.DONE, started=NOW)
        for n in range(20)
    ]
    months = [Month(2026, number) for number in range(1, 7)]
    with database.transaction("test", NOW) as tx:
        tx.runs.add_all(runs)
        # Of the last run nothing is known; of others, also what they say of months that they were not for.
        tx.coverage.add_all(
            [
                _coverage(chance, run.id, month, f"r{n}")
                for run in runs[:-1]
                for month in {run.period, chance.choice(months)}
                for n in range(chance.randrange(5))
            ]
        )
    with database.reading() as tx:
        by_rows = {run.id: proof(tx.coverage.where(run=run.id, month=run.period)) for run in runs}
        assert proofs_of_runs(tx, runs) == by_rows
        assert {run.id: proof_of_run(tx, run) for run in runs} == by_rows
        assert proofs_of_runs(tx, []) == {}
    assert {one.works for one in by_rows.values()} | {one.tried for one in by_rows.values()} == {True, False}
    assert any(one.unproven for one in by_rows.values())
