"""Looking: one picture of the state with who is who, for what only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.today import Today
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True)
class Looking:
    tx: Transaction
    today: Today


@contextmanager
def looking(desk: Desk, day: date) -> Iterator[Looking]:
    """The state as it is now, seen from the day."""
    with desk.database.reading() as tx:
        yield Looking(tx, Today(desk, known_directory(tx), day, tuple(controllers(tx))))
