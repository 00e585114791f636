"""The monthly run: deliveries become verdicts, verdicts avvik, avvik saker, and saker notices, in one transaction.

How an interrupted run is resumed: that it has begun is written first, and everything else at the end, at once. What was
cut off has therefore changed nothing, and is simply done again under the same number.

Which months are judged: the asked one, those since the last run, and those that new deliveries may have changed. A month
whose verdicts come out the same has no new book, so running again changes nothing.

What is proved before anything is written: the rules' own tests hold here and now; durable_rules infers the same of the
rules that build on others; and the plain evaluator says the same, from the delivered rows, of a sample and of every cell
that something follows from. Where they disagree, that is all that is written and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.coverage import Tried
from kontroll.domain.disagreement import Disagreement
from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.run import Run, RunState, VerdictChange
from kontroll.engine.columnar import evaluated
from kontroll.engine.inference import Limits
from kontroll.facts.directory import directory
from kontroll.flows.books.await_approval import follow_approvals
from kontroll.flows.books.drawn_cells import drawn_cells
from kontroll.flows.books.grounds import Grounds
from kontroll.flows.books.judge import JudgedMonth, by_month
from kontroll.flows.books.keep_books import came_out_anew, changes_of, keep_books
from kontroll.flows.books.replay import Moved, keep_moves, replay
from kontroll.flows.books.rules_in_use import InUse, rules_in_use
from kontroll.flows.month.begin_run import ACTOR, JOB, Begun, Known, begin, demand_alone, done_already, known_before
from kontroll.flows.month.cross_check import deciding_cells, disagreements, inferred_otherwise, judged_again
from kontroll.flows.month.engine_alarm import follow_engines
from kontroll.flows.month.fail_run import fail_run
from kontroll.flows.month.infer_too import InferredToo, infer_too
from kontroll.flows.month.prove_rules import covered, tell_of_failed, without_failed
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.today import Today
from kontroll.flows.reglement.follow_reglement import follow_between_runs, follow_reglementer
from kontroll.flows.saker.follow_up import followed_up
from kontroll.flows.saker.missing import missing_data
from kontroll.flows.telling.announce import announce
from kontroll.proving.controls import try_rules
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

__all__ = ["ACTOR", "JOB", "Ran", "monthly_run"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it. new: False where nothing had come since the month was last run, and nothing was done.

    left_out: rule -> why it was not evaluated. changed: cells of earlier books that came out otherwise.
    on_trial: rules in use that lack approval, so that nobody was told by them.
    disagreements: what the evaluators said different things of; the run has then failed, and nothing was changed.
    """

    run: Run | None
    new: bool
    problems: list[Problem]
    left_out: Mapping[str, str]
    changed: Sequence[VerdictChange] = ()
    moved: Sequence[Moved] = ()
    on_trial: frozenset[str] = frozenset()
    disagreements: Sequence[Disagreement] = ()

    @property
    def failed(self) -> bool:
        return self.run is not None and self.run.state is RunState.FAILED


def monthly_run(desk: Desk, period: Month, now: datetime) -> Ran:
    """Run a month. Raises Conflict where another run of the same month finished first; nothing is then kept of this one.

    Problems that stop it (a list of units that cannot be read) leave everything as it was.
    """
    in_use = rules_in_use(desk.database, desk.rulebook, desk.rule_files, now, desk.policies.approval.persons)
    same = done_already(desk, period, in_use)
    if same is not None:
        follow_between_runs(desk, now)
        return Ran(same, False, [], in_use.left_out, on_trial=in_use.on_trial)
    known, problems = known_before(desk, period)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return Ran(None, False, problems, in_use.left_out)
    tried = try_rules(desk.rulebook, in_use.left_out)
    in_use = without_failed(in_use, tried)
    basis = _judged(desk, begin(desk, period, now, known, in_use), known, in_use, tried)
    with desk.database.transaction(ACTOR, now) as tx:
        demand_alone(tx, period, known)
        today = Today(desk, directory(known.facts), now.astimezone(NORWAY).date(), tuple(controllers(tx)))
        found = _found(tx, desk, basis)
        checked, disagreeing = _checked(desk, basis, found)
        if disagreeing:
            failed, kept = fail_run(tx, today, basis.run, checked, disagreeing, now)
            return Ran(failed, True, problems, in_use.left_out, on_trial=in_use.on_trial, disagreements=kept)
        saved, moved = _kept(tx, today, basis, found, checked, now)
    return Ran(saved, True, problems, in_use.left_out, found.changed, moved, in_use.on_trial)


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a run stands on, and what the evaluators made of it. tried: the rules' own tests, as they came out in it."""

    run: Run
    seed: str
    known: Known
    in_use: InUse
    tried: Sequence[Tried]
    judged: Mapping[Month, JudgedMonth]
    inferred: InferredToo


@dataclass(frozen=True, slots=True)
class _Found:
    """What would be written. fresh: months with new books. changed: cells of them. looked_at: avvik, and what they become."""

    fresh: dict[Month, JudgedMonth]
    changed: list[VerdictChange]
    looked_at: list[Moved]


# --- finding ----------------------------------------------------------------------------------------------------------


def _judged(desk: Desk, begun: Begun, known: Known, in_use: InUse, tried: Sequence[Tried]) -> _Basis:
    """By the columns, and by inference."""
    evaluation = evaluated(desk.rulebook, known.facts, known.first, known.last, in_use.left_out)
    limits = Limits(seconds=desk.settings.inference_seconds)
    inferred = infer_too(desk.rulebook, evaluation, in_use.left_out, known.first, known.last, limits)
    judged = by_month(desk.rulebook, evaluation.verdicts, known.first, known.last)
    return _Basis(begun.run, begun.seed, known, in_use, tried, judged, inferred)


def _found(tx: Transaction, desk: Desk, basis: _Basis) -> _Found:
    standing, in_use = basis.known.books, basis.in_use
    fresh = came_out_anew(basis.judged, standing)
    changed = changes_of(tx, basis.run, fresh, standing)
    left_out = frozenset(in_use.left_out)
    looked_at = replay(tx, desk.rulebook, fresh, standing, changed, left_out, in_use.on_trial)
    return _Found(fresh, changed, looked_at)


def _checked(desk: Desk, basis: _Basis, found: _Found) -> tuple[Run, list[Disagreement]]:
    """The run with how it was checked, and what the evaluators disagree about."""
    rulebook, facts, left_out = desk.rulebook, basis.known.facts, basis.in_use.left_out
    cells = deciding_cells(rulebook, found.fresh, basis.known.books, found.changed, found.looked_at, left_out)
    cells.update(drawn_cells(rulebook, facts, basis.judged, left_out, basis.seed, desk.settings.checked_draws))
    answers = judged_again(rulebook, facts, left_out, cells)
    inferred = basis.inferred
    checked = replace(
        basis.run,
        inference=inferred.state,
        inferred=inferred.verdicts,
        checked=len(answers),
        failure=inferred.failure,
    )
    otherwise = inferred_otherwise(basis.run.id, inferred.differing)
    return checked, [*otherwise, *disagreements(basis.run.id, basis.judged, answers)]


# --- keeping ----------------------------------------------------------------------------------------------------------


def _kept(
    tx: Transaction, today: Today, basis: _Basis, found: _Found, checked: Run, now: datetime
) -> tuple[Run, list[Moved]]:
    """Everything that follows from what was found, written. The finished run, and the avvik that moved."""
    known, in_use, tried = basis.known, basis.in_use, basis.tried
    period, month = checked.period, basis.judged[checked.period]
    keep_books(tx, basis.run, found.fresh, known.books, found.changed, in_use)
    moved = keep_moves(tx, found.looked_at)
    missing = missing_data(tx, today, known.facts, period, basis.judged)
    notices = follow_reglementer(tx, today, now).notices + missing.notices
    notices += follow_approvals(tx, today, period, in_use.on_trial, moved)
    notices += tell_of_failed(tx, today, period, tried)
    grounds = Grounds(today.desk.rulebook, known.facts, frozenset(in_use.left_out))
    followed = followed_up(tx, today, period, moved, grounds, missing.silent, month.stopped)
    announce(tx, today, (one.after for one in moved if one.began), now)
    months = sorted({period, *(m for m in found.fresh if m not in known.books)})
    tx.coverage.add_all(covered(today, basis.run, known.facts, basis.judged, months, tried, in_use, missing.ids))
    done = replace(
        checked,
        state=RunState.DONE,
        finished=now,
        digest=month.digest,
        without=",".join(missing.ids),
        stopped=",".join(sorted(month.stopped)),
        verdicts=month.verdicts.height,
        unknown=month.unknown,
        opened=sum(one.after.opened is not None and one.began for one in moved if not one.after.confined),
        resolved=sum(one.ended for one in moved if not one.after.confined),
        saker=followed.opened,
        notices=notices + followed.notices,
    )
    notices = follow_engines(tx, today, done)
    # Compare-and-set: of two that ran the month at once, the second finds the run finished, and all of it is undone.
    saved = tx.runs.save(basis.run, replace(done, notices=done.notices + notices))
    tx.trail.append("kjøring fullført", {**_told(saved), "seed": basis.seed})
    return saved, moved


def _told(run: Run) -> dict[str, str | int | bool | None]:
    return {
        "run": run.id, "digest": run.digest, "upto": run.upto, "rulebook": run.rulebook, "verdicts": run.verdicts,
        "unknown": run.unknown, "opened": run.opened, "resolved": run.resolved, "saker": run.saker,
        "notices": run.notices, "without": run.without, "left_out": run.left_out, "stopped": run.stopped, "engine": run.engine,
        "inference": run.inference.value, "inferred": run.inferred, "checked": run.checked,
    }  # fmt: skip
