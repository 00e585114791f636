"""Proved: that a run's control worked, from what it kept of itself: what stands beside every zero of that run."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.month import Month
from kontroll.domain.run import Run, RunState
from kontroll.flows.month.monthly_run import JOB
from kontroll.report.proof import Proof
from kontroll.store.counts import counts_by, totals_by
from kontroll.store.transaction import Transaction

#: Fields of Coverage, and of Proof.
_ADDED = ("tests", "held", "expected", "known", "due", "received")


def proof_of_run(tx: Transaction, run: Run) -> Proof:
    """Of the month that the run was for, over the rules it was to judge by."""
    return proofs_of_runs(tx, [run])[run.id]


def proofs_of_runs(tx: Transaction, runs: Iterable[Run]) -> dict[str, Proof]:
    """The same of several, by id; added up where it lies. As `report.proof` says it of the rows themselves (tested)."""
    asked = {(run.id, run.period) for run in runs}
    at = tx.coverage.table.c
    of_them, judged = at.run.in_([id for id, _month in asked]), at.expected != 0
    works = (at.held == at.tests) & (at.positive > 0) & (at.negative > 0)
    tried = counts_by(tx.coverage, "run", "month", where=of_them)
    totals = totals_by(tx.coverage, ("run", "month"), _ADDED, of_them, judged)
    unproven: dict[tuple[str, Month], list[str]] = {}
    for one in tx.coverage.where(of_them, judged, ~works):
        unproven.setdefault((one.run, one.month), []).append(one.rule)
    return {
        key[0]: _proof(key in tried, *totals.get(key, (0, dict.fromkeys(_ADDED, 0))), unproven.get(key, []))
        for key in asked
    }


def _proof(tried: bool, rules: int, added: dict[str, int], unproven: list[str]) -> Proof:
    return Proof(
        tried=tried,
        rules=rules,
        unproven=tuple(unproven),
        tests=added["tests"],
        held=added["held"],
        expected=added["expected"],
        known=added["known"],
        due=added["due"],
        received=added["received"],
    )


def latest_proof(tx: Transaction) -> Proof | None:
    """Of the latest month that was run; None where none was."""
    at = tx.runs.table.c
    newest = [at.period.desc(), at.attempt.desc()]
    done = tx.runs.ordered(newest, at.job == JOB, at.state == RunState.DONE, limit=1)
    return proof_of_run(tx, done[0]) if done else None
