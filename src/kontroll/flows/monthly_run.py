"""The monthly run: deliveries become verdicts, verdicts avvik, avvik saker, and saker notices, in one transaction.

How an interrupted run is resumed: that it has begun is written first, and everything else at the end, at once. What was
cut off has therefore changed nothing, and is simply done again under the same number.

Which months are judged: the asked one, those since the last run, and those that new deliveries may have changed. A month
whose verdicts come out the same has no new book, so running again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.run import Book, Run, RunState, VerdictChange
from kontroll.facts.directory import directory
from kontroll.facts.facts import Facts
from kontroll.flows.affected import first_affected
from kontroll.flows.await_approval import follow_approvals, newly_approved
from kontroll.flows.follow_up import followed_up
from kontroll.flows.grounds import Grounds
from kontroll.flows.judge import JudgedMonth, changed_cells, judge
from kontroll.flows.kept_rules import keep_rulebook
from kontroll.flows.known_facts import known_facts
from kontroll.flows.look_back import whole_from
from kontroll.flows.missing import missing_data
from kontroll.flows.replay import Moved, replay
from kontroll.flows.rules_in_use import InUse, rules_in_use
from kontroll.flows.today import Today
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _
from kontroll.wiring import Desk

#: The part of the system that the trail names.
ACTOR = "kontroll"
JOB = "maanedskjoring"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it. new: False where nothing had come since the month was last run, and nothing was done.

    left_out: rule -> why it was not evaluated. changed: cells of earlier books that came out otherwise.
    on_trial: rules in use that lack approval, so that nobody was told by them.
    """

    run: Run | None
    new: bool
    problems: list[Problem]
    left_out: Mapping[str, str]
    changed: list[VerdictChange]
    moved: list[Moved]
    on_trial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the run stands on. finished: how many runs, of any month, had come to their end."""

    facts: Facts
    upto: int
    finished: int
    books: dict[Month, Book]
    first: Month
    last: Month


def monthly_run(desk: Desk, period: Month, now: datetime) -> Ran:
    """Run a month. Raises Conflict where another run of the same month finished first; nothing is then kept of this one.

    Problems that stop it (a list of units that cannot be read) leave everything as it was.
    """
    in_use = rules_in_use(desk.database, desk.rulebook, desk.rule_files, now, desk.policies.approval.persons)
    same = _done_already(desk, period, in_use)
    if same is not None:
        return Ran(same, False, [], in_use.left_out, [], [], in_use.on_trial)
    known, problems = _known(desk, period)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return Ran(None, False, problems, in_use.left_out, [], [])
    begun = _begin(desk, period, now, known, in_use)
    judged = judge(desk.rulebook, known.facts, known.first, known.last, in_use.left_out)
    grounds = Grounds(desk.rulebook, known.facts, frozenset(in_use.left_out))
    with desk.database.transaction(ACTOR, now) as tx:
        _demand_alone(tx, period, known)
        fresh = {month: one for month, one in judged.items() if _is_new(one, known.books.get(month))}
        changed = _keep_books(tx, begun, fresh, known.books, in_use)
        moved = replay(tx, desk.rulebook, fresh, known.books, changed, frozenset(in_use.left_out), in_use.on_trial)
        people = directory(known.facts)
        today = Today(desk, people, now.astimezone(NORWAY).date())
        missing = missing_data(tx, today, known.facts, period, judged)
        held_back = follow_approvals(tx, today, period, in_use.on_trial, moved)
        followed = followed_up(tx, today, period, moved, grounds, missing.silent, judged[period].stopped)
        month = judged[period]
        done = replace(
            begun,
            state=RunState.DONE,
            finished=now,
            digest=month.digest,
            without=",".join(missing.ids),
            stopped=",".join(sorted(month.stopped)),
            verdicts=month.verdicts.height,
            unknown=month.unknown,
            opened=sum(one.after.opened is not None and one.began for one in moved),
            resolved=sum(one.ended for one in moved),
            saker=followed.opened,
            notices=followed.notices + missing.notices + held_back,
        )
        # Compare-and-set: of two that ran the month at once, the second finds the run finished, and all of it is undone.
        saved = tx.runs.save(begun, done)
        tx.trail.append("kjøring fullført", _told(saved))
    return Ran(saved, True, problems, in_use.left_out, changed, moved, in_use.on_trial)


# --- before -----------------------------------------------------------------------------------------------------------


def _done_already(desk: Desk, period: Month, in_use: InUse) -> Run | None:
    """The finished run that stood on exactly what there is now."""
    with desk.database.reading() as tx:
        done = [run for run in tx.runs.where(job=JOB, period=period) if run.state is RunState.DONE]
        newest = tx.deliveries.newest()
        # A later month's run has judged this one too, where something new had come.
        upto = max((run.upto for run in tx.runs.where(job=JOB, state=RunState.DONE)), default=0)
        approved = newly_approved(tx, in_use.on_trial)
    if not done or upto != newest or approved:
        return None
    last = max(done, key=lambda run: run.attempt)
    same_rules = last.rulebook == in_use.digest and last.left_out == ",".join(sorted(in_use.left_out))
    return last if same_rules else None


def _known(desk: Desk, period: Month) -> tuple[_Known, list[Problem]]:
    with desk.database.reading() as tx:
        upto = tx.deliveries.newest()
        books = tx.books.standing()
        finished = tx.runs.where(job=JOB, state=RunState.DONE)
        new = tx.deliveries.after(max((run.upto for run in finished), default=0))
        corrected = {changed.delivery for changed in tx.deliveries.changed.among("delivery", [d.seq for d in new])}
        first = first_affected(desk.rulebook, new, corrected, sorted(books))
        facts, problems = known_facts(tx, desk.rulebook, upto)
        whole = whole_from(tx, desk.rulebook)
    last = max([period, *books])
    after = max(books).plus(1) if books else period
    start = min(filter(None, [first, period, after]))
    if whole is not None:
        # What is deleted would read as unknown: a month that was judged on it keeps its answers.
        problems += [_no_basis(period)] if period in books and period < whole else []
        start = max(start, min(whole, period, after))
    return _Known(facts, upto, len(finished), books, start, last), problems


def _no_basis(period: Month) -> Problem:
    return Problem(
        Place(str(period)),
        _("grunnlaget er slettet etter frist"),
        _("Måneden kan ikke vurderes på nytt. Svarene fra den gang står."),
        _("Kjør en senere måned."),
    )


def _demand_alone(tx: Transaction, period: Month, known: _Known) -> None:
    """Raises Conflict where another run, of whatever month, has finished since the facts were read.

    What this one knows of the other months' books is then old, and would take back what the other found.
    """
    if tx.runs.count(job=JOB, state=RunState.DONE) != known.finished:
        raise Conflict(Run.__name__, str(period))


def _begin(desk: Desk, period: Month, now: datetime, known: _Known, in_use: InUse) -> Run:
    """The run that was interrupted, or a new one."""
    with desk.database.transaction(ACTOR, now) as tx:
        _demand_alone(tx, period, known)
        before = sorted(tx.runs.where(job=JOB, period=period), key=lambda run: run.attempt)
        left_out, engine = ",".join(sorted(in_use.left_out)), engine_stamp()
        keep_rulebook(tx, desk.rule_files, in_use.digest, engine, now)
        if before and before[-1].state is RunState.BEGUN:
            tx.trail.append("kjøring gjenopptatt", {"run": before[-1].id})
            resumed = replace(before[-1], upto=known.upto, rulebook=in_use.digest, left_out=left_out, engine=engine)
            return tx.runs.save(before[-1], resumed)
        attempt = before[-1].attempt + 1 if before else 1
        run = Run(
            id=f"{period}-{attempt}", job=JOB, period=period, attempt=attempt, state=RunState.BEGUN, started=now,
            upto=known.upto, rulebook=in_use.digest, left_out=left_out, engine=engine,
        )  # fmt: skip
        tx.trail.append("kjøring påbegynt", {"run": run.id, "upto": run.upto})
        return tx.runs.add(run)


# --- books ------------------------------------------------------------------------------------------------------------


def _is_new(judged: JudgedMonth, book: Book | None) -> bool:
    return book is None or book.digest != judged.digest or book.stopped != ",".join(sorted(judged.stopped))


def _keep_books(
    tx: Transaction, run: Run, fresh: Mapping[Month, JudgedMonth], books: Mapping[Month, Book], in_use: InUse
) -> list[VerdictChange]:
    """Keep what came out anew, and give every cell that an earlier book had otherwise."""
    changed: list[VerdictChange] = []
    for month, one in sorted(fresh.items()):
        before = books.get(month)
        if before is not None:
            changed += changed_cells(tx.books.verdicts(before), one, run.id)
        book = Book(
            month=month,
            number=before.number + 1 if before else 1,
            run=run.id,
            digest=one.digest,
            rows=one.verdicts.height,
            struck=one.struck,
            unknown=one.unknown,
            stopped=",".join(sorted(one.stopped)),
            left_out=",".join(sorted(in_use.left_out)),
        )
        tx.books.add(book, one.verdicts)
        tx.trail.append("svar", {"month": str(month), "book": book.number, "digest": book.digest, "run": run.id})
    tx.books.changes.add_all(changed)
    return changed


def _told(run: Run) -> dict[str, str | int | bool | None]:
    return {
        "run": run.id, "digest": run.digest, "upto": run.upto, "rulebook": run.rulebook, "verdicts": run.verdicts,
        "unknown": run.unknown, "opened": run.opened, "resolved": run.resolved, "saker": run.saker,
        "notices": run.notices, "without": run.without, "left_out": run.left_out, "stopped": run.stopped, "engine": run.engine,
    }  # fmt: skip
