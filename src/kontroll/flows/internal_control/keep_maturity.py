"""Keep maturity: how far each letter has come is written down once for each judged month, with what showed it.

Why once, and only of the newest month: what could be shown of a month is known while it is the newest. Months that nobody
looked at stay unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from kontroll.domain.internalcontrol import KeptMaturity, Kind
from kontroll.domain.month import Month
from kontroll.domain.trail import Fact
from kontroll.flows.internal_control.control_map import Cell, made_map
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.verify_trail import verify_trail
from kontroll.flows.saker.acting import today_of
from kontroll.report.internal_control.evidence import Evidence
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ACTOR = "kontroll"
KEPT = "modenhet i internkontrollen"
#: `internkontroll-grunnlag:MONTH` -> what was counted for the whole kommune, as JSON.
GROUNDS = "internkontroll-grunnlag:"


def keep_maturity(desk: Desk, now: datetime) -> Month | None:
    """The month that was kept now; None where nothing is judged, or the newest is kept."""
    with desk.database.reading() as tx:
        if _newest(tx) is None or _is_kept(tx, _newest(tx)):
            return None
    with desk.database.transaction(ACTOR, now) as tx:
        month = _newest(tx)
        if month is None or _is_kept(tx, month):
            return None
        verify_trail(tx, month, now)
        cells = list(made_map(Look(tx, today_of(desk, tx, now))).cells.values())
        rows, grounds = [_kept(month, cell, 0) for cell in cells], grounds_of(cells)
        tx.marks.set(f"{GROUNDS}{month}", grounds)
        about: dict[str, Fact] = {"month": str(month), "cells": len(rows), "digest": digest_of(rows)}
        entry = tx.trail.append(KEPT, about | {"grounds": sha256(grounds.encode()).hexdigest()})
        tx.maturity.add_all([_kept(month, cell, entry) for cell in cells])
        return month


def grounds_of(cells: Iterable[Cell]) -> str:
    """JSON: of the whole kommune, for each thing that was looked at, those that held it and those that lacked it."""
    said: dict[str, list[object] | None] = {}
    for cell in cells:
        for criterion, found in cell.evidence.items() if cell.place.kind is Kind.WHOLE else ():
            said[criterion.word] = _ids(found) if found is not None else None
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _ids(found: Evidence) -> list[object]:
    return [[[one.kind, one.id, one.name] for one in some] for some in (found.held, found.lacking)]


def digest_of(rows: list[KeptMaturity]) -> str:
    """SHA-256 of what is kept of a month."""
    said = sorted([one.place, one.letter.value, one.carried, one.level, one.highest, one.measures] for one in rows)
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _newest(tx: Transaction) -> Month | None:
    return max((book.month for book in tx.books.rows.all()), default=None)


def _is_kept(tx: Transaction, month: Month | None) -> bool:
    return tx.maturity.count(month=month) > 0


def _kept(month: Month, cell: Cell, entry: int) -> KeptMaturity:
    measures = {
        criterion.word: [one.shown.held, one.shown.of] if one is not None else None
        for criterion, one in cell.evidence.items()
    }
    return KeptMaturity(
        month=month,
        place=cell.place.id,
        letter=cell.letter,
        name=cell.place.name,
        carried=cell.carried,
        level=cell.level,
        highest=cell.highest,
        measures=json.dumps(measures, sort_keys=True),
        trail=entry,
    )
