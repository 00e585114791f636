"""Latest coverage: what the last run of a month covered of a rule; of the newest month, or of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.run import RunState
from kontroll.report.track_record import TrackRecord, track_record
from kontroll.store.counts import newest_of
from kontroll.store.transaction import Transaction


def latest_coverage(tx: Transaction) -> Mapping[str, Coverage]:
    """Of the newest month, by rule. Empty before the first run."""
    rows = tx.coverage.where(newest_of(tx.coverage, "rule", "month"))
    return {rule: one for (rule, _month), one in _last_said(tx, rows).items()}


def coverage_between(tx: Transaction, first: Month, last: Month) -> Mapping[tuple[str, Month], Coverage]:
    """Of each rule and month from one to another, both included: what the last run of the month covered."""
    at = tx.coverage.table.c
    done = {run.id for run in tx.runs.where(state=RunState.DONE)}
    return _last_said(tx, [one for one in tx.coverage.where(at.month >= first, at.month <= last) if one.run in done])


def track_record_of(tx: Transaction, rule: str) -> TrackRecord:
    """How a rule has done in all the months that were run, and what became of its saker."""
    newest = {month: one for (_rule, month), one in _last_said(tx, tx.coverage.where(rule=rule)).items()}
    return track_record(newest, tx.saker.where(rule=rule))


def _last_said(tx: Transaction, rows: Iterable[Coverage]) -> Mapping[tuple[str, Month], Coverage]:
    """Of two runs of a month, the later one says how it stands."""
    started = {run.id: run.started for run in tx.runs.all()}
    found: dict[tuple[str, Month], Coverage] = {}
    for one in rows:
        held = found.get((one.rule, one.month))
        if held is None or started[held.run] < started[one.run]:
            found[one.rule, one.month] = one
    return found
