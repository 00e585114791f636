"""Stands on: what a situation was made from, so that a process that lives long knows when there is something newer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.run import RunState
from kontroll.store.counts import highest
from kontroll.store.database import Database


@dataclass(frozen=True, slots=True)
class StandsOn:
    """run: when the last run that went well was finished. delivery: the newest one's number. today: what is due turns on it."""

    run: datetime | None
    delivery: int
    today: date


def stands_on(database: Database, today: date) -> StandsOn:
    """As it is now. Cheap: the ends of two columns."""
    with database.reading() as tx:
        run = highest(tx.runs, "finished", tx.runs.table.c.state == RunState.DONE)
        return StandsOn(run, tx.deliveries.newest(), today)
