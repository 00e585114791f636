"""Begin a run: what it stands on, whether it is the same as before, and that it has begun, which is written first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.domain.run import Book, Run, RunState
from kontroll.facts.facts import Facts
from kontroll.flows.books.affected import first_affected
from kontroll.flows.books.await_approval import newly_approved
from kontroll.flows.books.drawn_cells import seed_of
from kontroll.flows.books.kept_rules import keep_rulebook
from kontroll.flows.books.rules_in_use import InUse
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.look_back import whole_from
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk

#: The part of the system that the trail names.
ACTOR = "kontroll"
JOB = "maanedskjoring"


@dataclass(frozen=True, slots=True)
class Known:
    """What a run stands on. finished: how many runs, of any month, had come to their end.

    first, last: the months that are judged. books: those that stood when it began.
    """

    facts: Facts
    upto: int
    finished: int
    books: dict[Month, Book]
    first: Month
    last: Month


@dataclass(frozen=True, slots=True)
class Begun:
    """A run under way. seed: of the cells that are drawn to be judged again."""

    run: Run
    seed: str


def done_already(desk: Desk, period: Month, in_use: InUse) -> Run | None:
    """The finished run that stood on exactly what there is now."""
    with desk.database.reading() as tx:
        done = tx.runs.where(job=JOB, period=period, state=RunState.DONE)
        newest = tx.deliveries.newest()
        # A later month's run has judged this one too, where something new had come.
        upto = max((run.upto for run in tx.runs.where(job=JOB, state=RunState.DONE)), default=0)
        if not done or upto != newest or newly_approved(tx, in_use.on_trial):
            return None
        last = max(done, key=lambda run: run.attempt)
        # What failed in the run itself would fail again.
        failed = {one.rule for one in tx.coverage.where(run=last.id) if one.held < one.tests}
    same = failed | {id for id in last.left_out.split(",") if id} == failed | set(in_use.left_out)
    return last if last.rulebook == in_use.digest and same else None


def known_before(desk: Desk, period: Month) -> tuple[Known, list[Problem]]:
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
    return Known(facts, upto, len(finished), books, start, last), problems


def _no_basis(period: Month) -> Problem:
    return Problem(
        Place(str(period)),
        _("grunnlaget er slettet etter frist"),
        _("Måneden kan ikke vurderes på nytt. Svarene fra den gang står."),
        _("Kjør en senere måned."),
    )


def demand_alone(tx: Transaction, period: Month, known: Known) -> None:
    """Raises Conflict where another run, of whatever month, has finished since the facts were read.

    What this one knows of the other months' books is then old, and would take back what the other found.
    """
    if tx.runs.count(job=JOB, state=RunState.DONE) != known.finished:
        raise Conflict(Run.__name__, str(period))


def begin(desk: Desk, period: Month, now: datetime, known: Known, in_use: InUse) -> Begun:
    """The run that was interrupted, or a new one. One that failed stays, and is tried again under the next number."""
    with desk.database.transaction(ACTOR, now) as tx:
        demand_alone(tx, period, known)
        keep_rulebook(tx, desk.rule_files, in_use.digest, engine_stamp(), now)
        run = _begun(tx, period, now, known.upto, tx.runs.where(job=JOB, period=period))
        left_out = ",".join(sorted(in_use.left_out))
        about = replace(run, upto=known.upto, rulebook=in_use.digest, left_out=left_out, engine=engine_stamp())
        return Begun(tx.runs.save(run, about), seed_of(run.id, tx.trail.newest_hash))


def _begun(tx: Transaction, period: Month, now: datetime, upto: int, before: Iterable[Run]) -> Run:
    last = max(before, key=lambda run: run.attempt, default=None)
    if last is not None and last.state is RunState.BEGUN:
        tx.trail.append("kjøring gjenopptatt", {"run": last.id})
        return last
    attempt = last.attempt + 1 if last is not None else 1
    run = Run(id=f"{period}-{attempt}", job=JOB, period=period, attempt=attempt, state=RunState.BEGUN, started=now)
    tx.trail.append("kjøring påbegynt", {"run": run.id, "upto": upto})
    return tx.runs.add(run)
