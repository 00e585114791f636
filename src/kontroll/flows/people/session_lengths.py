"""Session lengths: how long a sign-in lasts: by kontroll.toml, or by what an administrator has chosen on a page since.

Why only these two are chosen on a page: everything else in kontroll.toml says where kontroll runs and what it may reach,
and whoever may sign in must not move that; and what the policies say is read, discussed and approved as files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontroll.domain.access import Viewer
from kontroll.domain.problem import KontrollError
from kontroll.flows.people.manage_users import NoReason
from kontroll.flows.people.users import REASON
from kontroll.settings import Settings
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

_CHOSEN = "innstilling:"
#: Key of the setting -> the least and the most it may be, in its own unit.
BOUNDS: Mapping[str, tuple[int, int]] = {"okt_hvile": (1, 1440), "okt_lengst": (1, 720)}


class OutOfBounds(KontrollError):
    """No whole number, or none that the setting may be."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Lengths:
    """idle: without anything being opened. lasts: at most. chosen: keys that were chosen on a page."""

    idle: timedelta
    lasts: timedelta
    chosen: frozenset[str] = frozenset()


def session_lengths(tx: Transaction, settings: Settings) -> Lengths:
    chosen = {name.removeprefix(_CHOSEN): int(n) for name, n in tx.marks.starting_with(_CHOSEN).items() if n}
    return Lengths(
        timedelta(minutes=chosen.get("okt_hvile", settings.session_idle)),
        timedelta(hours=chosen.get("okt_lengst", settings.session_longest)),
        frozenset(chosen),
    )


def choose_length(desk: Desk, key: str, typed: str, *, reason: str, by: Viewer, now: datetime) -> None:
    """typed: "" = as kontroll.toml says from now on. Raises NoReason, OutOfBounds and KeyError. Kept on the trail."""
    low, high = BOUNDS[key]
    given = typed.strip()
    if given and not (given.isascii() and given.isdigit() and len(given) < 6 and low <= int(given) <= high):
        raise OutOfBounds(key)
    if not reason.strip():
        raise NoReason
    with desk.database.transaction(by.user, now) as tx:
        before = tx.marks.get(f"{_CHOSEN}{key}") or ""
        if before == given:
            return
        tx.marks.set(f"{_CHOSEN}{key}", given)
        tx.trail.append(
            "innstilling endret", {"setting": key, "before": before or None, "after": given or None}, {REASON: reason}
        )
