"""Runs to be read on a page: what each month's run knew, did without and changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kontroll.domain.coverage import Coverage
from kontroll.domain.disagreement import Disagreement
from kontroll.domain.run import Run
from kontroll.flows.mail.letters import source_of
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.month.proved import proofs_of_runs
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.report.engines import tried
from kontroll.report.proof import Proof, proof
from kontroll.report.situation import BUILT_IN_RULE
from kontroll.store.counts import counts_by
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


def runs_page(tx: Transaction, today: Today, number: int, *, most: int = PER_PAGE) -> Paged[ShownRun]:
    """Newest first. most: on a page."""
    runs = tx.runs.newest("started", limit=most, offset=offset_of(number), job=JOB)
    return Paged(_shown(tx, today, runs), number, tx.runs.count(job=JOB))


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What a rule did of what it was to do in a month. reasons: why answers were unknown, and how many, most first."""

    coverage: Coverage
    rule: str
    proof: Proof
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRun:
    """shown: as on the list. tried: sentences on how its answers were tried. covered: by month and rule.

    disagreements: what the evaluators said different things of; as many as are kept. left_out: names of rules.
    """

    shown: ShownRun
    tried: tuple[str, ...]
    covered: tuple[Covered, ...]
    disagreements: tuple[Disagreement, ...]
    left_out: tuple[str, ...]


def whole_run(tx: Transaction, today: Today, id: str) -> WholeRun | None:
    """The account of one run; None where there is none with the id."""
    run = tx.runs.get(id)
    if run is None or run.job != JOB:
        return None
    rules = today.desk.rulebook.rules
    return WholeRun(
        shown=_shown(tx, today, [run])[0],
        tried=tuple(tried(run)),
        covered=tuple(_covered(today, one) for one in tx.coverage.where(run=id) if not _is_confined(today, one.rule)),
        disagreements=tuple(one for one in tx.disagreements.where(run=id) if not _is_confined(today, one.rule)),
        left_out=tuple(rules[rule].name if rule in rules else rule for rule in _split(run.left_out)),
    )


def _is_confined(today: Today, id: str) -> bool:
    """Whether what the rule answers is for few: then no account of a run tells of it."""
    rule = today.desk.rulebook.rules.get(id)
    return rule is not None and today.desk.rulebook.confined_to(rule) is not None


def _covered(today: Today, one: Coverage) -> Covered:
    rule = BUILT_IN_RULE if one.rule == BUILT_IN_RULE.id else today.desk.rulebook.rules.get(one.rule)
    reasons = json.loads(one.reasons)
    return Covered(
        coverage=one,
        rule=rule.name if rule is not None else one.rule,
        proof=proof([one]),
        reasons=tuple(reasons.items()),
    )


def _shown(tx: Transaction, today: Today, runs: Sequence[Run]) -> list[ShownRun]:
    """All of them at once: a page asks as much of the database as one run does."""
    expected = {one.id: source_of(today, one) for one in today.desk.policies.deliveries}
    rules, ids = today.desk.rulebook.rules, [run.id for run in runs]
    at = tx.books.changes.table.c
    changed = counts_by(tx.books.changes, "run", where=(at.before != "") & at.run.in_(ids))
    proofs = proofs_of_runs(tx, runs)
    return [
        ShownRun(
            run=run,
            without=tuple(dict.fromkeys(expected.get(id, id) for id in _split(run.without))),
            stopped=tuple(rules[id].name if id in rules else id for id in _split(run.stopped)),
            changed=changed.get((run.id,), 0),
            proof=proofs[run.id],
        )
        for run in runs
    ]


def _split(ids: str) -> list[str]:
    return [id for id in ids.split(",") if id]
