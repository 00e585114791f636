"""Runs to be read on a page: what each month's run knew, did without and changed."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.run import Run
from kontroll.flows.letters import source_of
from kontroll.flows.monthly_run import JOB
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.proved import proof_of_run
from kontroll.flows.today import Today
from kontroll.report.proof import Proof
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """without: what was due and missing, as people call it. stopped: names of rules.

    changed: answers of earlier months that came out otherwise; answers about records that came late are not among them.
    proof: that the rules bit in the run, and on how much they looked.
    """

    run: Run
    without: tuple[str, ...]
    stopped: tuple[str, ...]
    changed: int
    proof: Proof


def runs_page(tx: Transaction, today: Today, number: int) -> Paged[ShownRun]:
    """Newest first."""
    runs = tx.runs.newest("started", limit=PER_PAGE, offset=offset_of(number), job=JOB)
    return Paged([_shown(tx, today, run) for run in runs], number, tx.runs.count(job=JOB))


def _shown(tx: Transaction, today: Today, run: Run) -> ShownRun:
    expected = {one.id: source_of(today, one) for one in today.desk.policies.deliveries}
    rules = today.desk.rulebook.rules
    return ShownRun(
        run=run,
        without=tuple(dict.fromkeys(expected.get(id, id) for id in _split(run.without))),
        stopped=tuple(rules[id].name if id in rules else id for id in _split(run.stopped)),
        changed=tx.books.changes.count(tx.books.changes.table.c.before != "", run=run.id),
        proof=proof_of_run(tx, run),
    )


def _split(ids: str) -> list[str]:
    return [id for id in ids.split(",") if id]
