"""Verify the trail: once a month the whole chain is computed anew, and that it held, or did not, is put on it.

Why beside `kontroll logg etterprov`: that is what people run when they doubt. Letter d asks whether somebody has looked at all,
and when, also in a year in which nobody doubted.
"""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.month import Month
from kontroll.store.transaction import Transaction

#: `internkontroll-logg:MONTH` -> HOLDS or how many faults, how many entries, and the time.
_MARK = "internkontroll-logg:"
_HOLDS = "0"
VERIFIED = "loggen regnet etter"


def verify_trail(tx: Transaction, month: Month, now: datetime) -> bool:
    """Whether every entry and every text beside it holds. Kept for the month, once."""
    if tx.marks.get(f"{_MARK}{month}") is not None:
        return month in verified_months(tx)
    entries, last = tx.trail.end()
    faults = sum(1 for _one in tx.trail.check())
    tx.marks.set(f"{_MARK}{month}", f"{faults} {entries} {now.isoformat()}")
    tx.trail.append(VERIFIED, {"month": str(month), "entries": entries, "last": last, "faults": faults})
    return not faults


def verified_months(tx: Transaction) -> dict[Month, tuple[int, datetime]]:
    """Those in which it held -> how many entries there were, and when it was looked at."""
    found: dict[Month, tuple[int, datetime]] = {}
    for mark, kept in tx.marks.starting_with(_MARK).items():
        faults, entries, at = kept.split(" ")
        if faults == _HOLDS:
            found[Month.parse(mark.removeprefix(_MARK))] = int(entries), datetime.fromisoformat(at)
    return found
