"""Known then: what was known when each month was judged, so that a month is seen again as its own run saw it.

What a month's run knew is the last delivery that it says it knew. A month without a run is given the one that was due: what
had been received by the last day of delivery for it. Months that were due before anything had been delivered at all are
history: when a kommune got its history into kontroll says nothing of when it was known, and so they are seen with what the
first run knew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from kontroll.domain.backtest import Basis, Sight
from kontroll.domain.condition import IndicatorLeaf
from kontroll.domain.delivery import Delivery
from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import Run, RunState
from kontroll.facts.facts import Facts
from kontroll.flows.books.affected import first_affected
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS, known_facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.month.scheduled_month import due_day
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

_A_DAY = timedelta(days=1)
_AMBITIONS = "ambisjoner"


class History(Protocol):
    """What was known when. sights: in the order in which they came to know more."""

    @property
    def sights(self) -> Sequence[Sight]: ...

    def facts(self, sight: Sight, rulebook: Rulebook) -> Facts:
        """What was known then, of what the rulebook's rules read."""
        ...

    def first_late(self, before: Sight, sight: Sight, judged: Sequence[Month], rulebook: Rulebook) -> Month | None:
        """The first of the judged months that what came between the two may change; None where it changes none."""
        ...


@dataclass(frozen=True, slots=True)
class DatabaseHistory:
    """What had been received by each month's run."""

    tx: Transaction
    sights: tuple[Sight, ...]

    def facts(self, sight: Sight, rulebook: Rulebook) -> Facts:
        return known_facts(self.tx, rulebook, sight.upto, kinds_read(rulebook))[0]

    def first_late(self, before: Sight, sight: Sight, judged: Sequence[Month], rulebook: Rulebook) -> Month | None:
        came = _between(self.tx, before, sight, kinds_read(rulebook))
        corrected = {one.delivery for one in self.tx.deliveries.changed.among("delivery", [d.seq for d in came])}
        return first_affected(rulebook, came, corrected, sorted(judged))


@dataclass(frozen=True, slots=True)
class FolderHistory:
    """A data folder does not say when anything was received: every month is seen with all of it."""

    folder: Path
    sights: tuple[Sight, ...]

    def facts(self, sight: Sight, rulebook: Rulebook) -> Facts:
        # What is wrong with the folder is told by who reads it first.
        return read_folder(self.folder, rulebook)[0]

    def first_late(self, before: Sight, sight: Sight, judged: Sequence[Month], rulebook: Rulebook) -> Month | None:
        return None


def database_history(tx: Transaction, policies: Policies, first: Month, last: Month) -> DatabaseHistory:
    """Of the months from first to last, both included."""
    deliveries = tx.deliveries.known()
    done = tx.runs.where(job=JOB, state=RunState.DONE)
    found = [_sight(month, deliveries, done, policies) for month in months(first, last)]
    # A month that was run late knew more than the next: those who knew less are first.
    return DatabaseHistory(tx, tuple(sorted(found, key=lambda sight: (sight.upto, sight.month))))


def folder_history(folder: Path, policies: Policies, first: Month, last: Month) -> FolderHistory:
    days = {month: due_day(policies, month) + _A_DAY for month in months(first, last)}
    return FolderHistory(folder, tuple(Sight(month=m, basis=Basis.FOLDER, day=day) for m, day in days.items()))


def months(first: Month, last: Month) -> list[Month]:
    return [Month.from_ordinal(n) for n in range(first.ordinal, last.ordinal + 1)]


def _sight(month: Month, deliveries: Sequence[Delivery], done: Sequence[Run], policies: Policies) -> Sight:
    own = min((run for run in done if run.period == month), key=lambda run: run.attempt, default=None)
    if own is not None:
        return Sight(month=month, basis=Basis.RUN, day=own.started.astimezone(NORWAY).date(), upto=own.upto)
    due = due_day(policies, month)
    came = [delivery.seq for delivery in deliveries if _received(delivery) <= due]
    if came:
        return Sight(month=month, basis=Basis.DUE, day=due + _A_DAY, upto=max(came))
    newest = max((delivery.seq for delivery in deliveries), default=0)
    upto = min((run.upto for run in done), default=newest)
    return Sight(month=month, basis=Basis.HISTORY, day=due + _A_DAY, upto=upto)


def _received(delivery: Delivery) -> date:
    return delivery.received.astimezone(NORWAY).date()


def _between(tx: Transaction, before: Sight, sight: Sight, kinds: Collection[str]) -> list[Delivery]:
    return [d for d in tx.deliveries.after(before.upto) if d.seq <= sight.upto and d.kind in kinds]


def kinds_read(rulebook: Rulebook) -> frozenset[str]:
    """Kinds of deliveries that the rules of a rulebook can read, and those that say who is told."""
    asks = any(isinstance(leaf, IndicatorLeaf) for rule in rulebook.rules.values() for leaf in rule.leaves())
    figures = {MEASUREMENTS, _AMBITIONS} if asks else set[str]()
    return frozenset({*WHOLE_LISTS, *figures, *(f"{DATASETS}/{id}" for id in rulebook.datasets)})
