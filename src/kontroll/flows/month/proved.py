"""Proved: that a run's control worked, from what it kept of itself: what stands beside every zero of that run."""

from __future__ import annotations

from kontroll.domain.run import Run, RunState
from kontroll.flows.month.monthly_run import JOB
from kontroll.report.proof import Proof, proof
from kontroll.store.transaction import Transaction


def proof_of_run(tx: Transaction, run: Run) -> Proof:
    """Of the month that the run was for, over the rules it was to judge by."""
    return proof(tx.coverage.where(run=run.id, month=run.period))


def latest_proof(tx: Transaction) -> Proof | None:
    """Of the latest month that was run; None where none was."""
    done = tx.runs.where(job=JOB, state=RunState.DONE)
    return proof_of_run(tx, max(done, key=lambda run: (run.period, run.attempt))) if done else None
