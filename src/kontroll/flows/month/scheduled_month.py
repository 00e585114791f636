"""Scheduled month: which months are to be run on a day: ended, and with everything delivered or the last deadline over.

Why it waits: a run on half of the data sends out half of the saker, and the other half a week later. Why no longer than
to the deadline: what somebody never delivers must not keep everything else from being judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from kontroll.domain.directory import Directory
from kontroll.domain.month import Month, Period
from kontroll.domain.policy import ExpectedDelivery, Policies
from kontroll.domain.problem import KontrollError
from kontroll.domain.run import Run, RunState
from kontroll.facts.facts import ValueState
from kontroll.flows.deliveries.known_facts import known_figures
from kontroll.flows.deliveries.look_back import whole_from
from kontroll.flows.month.missed_control import ran_after_all
from kontroll.flows.month.monthly_run import JOB, Ran, monthly_run
from kontroll.flows.people.today import Today
from kontroll.flows.saker.missing import awaited_values, lacking
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk
from kontroll.workdays import WorkingDays

#: So long after a month everything that is not delivered is missing, whatever its own deadline.
_LONG_AFTER = timedelta(days=400)


class MonthStopped(KontrollError):
    """Problems in what is delivered keep a month from being run. Its text is English, without delivered values."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """ran: runs in which something was new. waiting: months that wait for data, until their deadline.

    A run that failed because the evaluators disagree is among `ran`: it has told so itself, and is tried again the next time.
    """

    ran: tuple[Ran, ...]
    waiting: tuple[Month, ...]


def scheduled_month(desk: Desk, now: datetime) -> Scheduled:
    """Run what is ready, the first month first; where nothing is, the last judged month again if more has come since.

    Raises MonthStopped, and Conflict where another runs the same month; earlier months are then kept.
    """
    with desk.database.reading() as tx:
        judged, months, whole = _last_judged(tx), unfinished(tx, now), whole_from(tx, desk.rulebook)
    ran: list[Ran] = []
    waiting = []
    for month in months:
        # A month that waits holds no later one back: its own deadline is earlier.
        if _is_ready(desk, month, now):
            ran.append(_run(desk, month, now))
            if ran[-1].failed:
                # A later month's run judges this one too, and would fail in the same way.
                break
        else:
            waiting.append(month)
    if judged is not None and not ran and (whole is None or judged >= whole):
        # A month's run also judges earlier ones anew; this is for the days between two of them.
        ran.append(_run(desk, judged, now))
    return Scheduled(tuple(one for one in ran if one.new), tuple(waiting))


def unfinished(tx: Transaction, now: datetime) -> list[Month]:
    """Months that have ended and are not judged: those after the last that is, and any whose run was cut off or failed.

    Where nothing has been judged, only the newest: how far back a kommune begins is for people to say.
    """
    newest = Month.of(now.astimezone(NORWAY).date()).plus(-1)
    last = _last_judged(tx)
    first = last.plus(1) if last is not None else newest
    done = {run.period for run in _done(tx)}
    ended_early = tx.runs.where(tx.runs.table.c.state.in_([RunState.BEGUN, RunState.FAILED]), job=JOB)
    after = {Month.from_ordinal(n) for n in range(first.ordinal, newest.ordinal + 1)}
    left = after | {run.period for run in ended_early} - done
    return sorted(month for month in left if month <= newest)


def failed_months(tx: Transaction) -> set[Month]:
    """Months whose last run failed, which it has told itself."""
    last = {run.period: run for run in sorted(tx.runs.where(job=JOB), key=lambda run: run.attempt)}
    return {month for month, run in last.items() if run.state is RunState.FAILED}


def last_deadline(desk: Desk, month: Month) -> date:
    """The last day on which something may be delivered in time for the month."""
    return due_day(desk.policies, month)


def due_day(policies: Policies, month: Month) -> date:
    """The same, for who has no database."""
    due = max((expected.due_working_days for expected in _expected(policies, month)), default=0)
    return WorkingDays(policies.closed_days).after(month.last_day, due)


def _expected(policies: Policies, month: Month) -> list[ExpectedDelivery]:
    """Those whose period ends with the month."""
    return [e for e in policies.deliveries if Period.containing(month, e.frequency).last_month == month]


def _is_ready(desk: Desk, month: Month, now: datetime) -> bool:
    if now.astimezone(NORWAY).date() > last_deadline(desk, month):
        return True
    with desk.database.reading() as tx:
        facts = known_figures(tx, desk.rulebook)
        long_after = Today(desk, Directory(), month.last_day + _LONG_AFTER)
        awaited = awaited_values(long_after, facts, month)
        return _every_source_came(desk, awaited, month) and not lacking(tx, long_after, awaited, month)


def _every_source_came(desk: Desk, awaited: pl.DataFrame, month: Month) -> bool:
    """Whether each source that is expected has brought something: of one that never did, no enhet lacks anything."""
    known = [ValueState.VALUE.value, ValueState.SUPPRESSED.value, ValueState.INVALID.value]
    came = awaited.filter(pl.col("state").is_in(known)).get_column("indikator").unique()
    sources = {(i.source, i.frequency) for id in came if (i := desk.rulebook.indicators[id])}
    return all((e.source, e.frequency) in sources for e in _expected(desk.policies, month) if e.source is not None)


def _run(desk: Desk, month: Month, now: datetime) -> Ran:
    ran = monthly_run(desk, month, now)
    if ran.run is None:
        raise MonthStopped(f"{month}: {len(ran.problems)} problems stop the run")
    if ran.new and not ran.failed:
        ran_after_all(desk, JOB, [month], now)
    return ran


def _last_judged(tx: Transaction) -> Month | None:
    return max((run.period for run in _done(tx)), default=None)


def _done(tx: Transaction) -> list[Run]:
    return tx.runs.where(job=JOB, state=RunState.DONE)
