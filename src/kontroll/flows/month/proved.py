"""Proved: that a run's control worked, from what it kept of itself: what stands beside every zero of that run."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.coverage import Coverage
from kontroll.domain.run import Run, RunState
from kontroll.flows.month.monthly_run import JOB
from kontroll.report.proof import Proof, proof
from kontroll.store.transaction import Transaction


def proof_of_run(tx: Transaction, run: Run) -> Proof:
    """Of the month that the run was for, over the rules it was to judge by."""
    return proof(tx.coverage.where(run=run.id, month=run.period))


def proofs_of_runs(tx: Transaction, runs: Iterable[Run]) -> dict[str, Proof]:
    """The same of several, by id."""
    period = {run.id: run.period for run in runs}
    found: dict[str, list[Coverage]] = {id: [] for id in period}
    for one in tx.coverage.among("run", period):
        if one.month == period[one.run]:
            found[one.run].append(one)
    return {id: proof(rows) for id, rows in found.items()}


def latest_proof(tx: Transaction) -> Proof | None:
    """Of the latest month that was run; None where none was."""
    at = tx.runs.table.c
    newest = [at.period.desc(), at.attempt.desc()]
    done = tx.runs.ordered(newest, at.job == JOB, at.state == RunState.DONE, limit=1)
    return proof_of_run(tx, done[0]) if done else None
