"""Planted months: saker, avvik, runs and explanations put into a database file, on the first and last days of months."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from random import Random
from typing import Any

_DAYS = ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "2026-04-19")
_MONTHS = ("2025-02", "2025-03", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04")
_KINDS = ("okonomi", "okonomi", "okonomi", "datamangel", "kontroll-uteble", "meldt", "meldt-toppleder")
_RULES = ("merforbruk", "to-personer", "stort-kjop", "trives")
_SEVERITIES = ("kritisk", "høy", "middels", "lav")
_STATES = ("venter på forklaring", "forklart", "overordnet har spurt", "godtatt", "bortfalt")


def plant_months(file: sqlite3.Connection, enheter: Sequence[str], themes: Sequence[str], chance: Random) -> None:
    """enheter: among which things are spread."""
    file.row_factory = sqlite3.Row
    for n in range(chance.choice([12, 40, 120])):
        opened = chance.randrange(len(_DAYS))
        closed = chance.choice([None, *_DAYS[opened:]])
        kind = chance.choice(_KINDS)
        _like(
            file, "sak", "id = 'S2026-00001'", id=f"P{n:04}", kind=kind, enhet=chance.choice(enheter), opened=_DAYS[opened],
            rule=chance.choice(_RULES) if kind == "okonomi" else None, closed_on=closed,
            state="lukket" if closed else "åpen", outcome="løst" if closed else None, severity=chance.choice(_SEVERITIES),
            confined=chance.random() < 0.1, version=0,
        )  # fmt: skip
    for n in range(chance.choice([30, 90])):
        opened = chance.choice([None, *_MONTHS])
        _add(
            file, "avvik", rule=chance.choice(_RULES), subject=f"p{n}", number=1, enhet=chance.choice(enheter), post="",
            first=opened or _MONTHS[0], opened=opened, last_struck=opened or _MONTHS[0], resolved=None,
            phase="utløst" if opened else "venter", gone_since=None, severity=chance.choice(_SEVERITIES),
            trial=chance.random() < 0.1, sak=None, withdrawn=chance.random() < 0.1, version=0,
            confined=chance.random() < 0.1,
        )  # fmt: skip
    for n, (month, attempt, state) in enumerate(
        [("2025-03", 1, "fullført"), ("2025-12", 1, "fullført"), ("2026-03", 2, "fullført"), ("2026-03", 3, "feilet")]
    ):
        _run(file, f"{month}-{attempt}", month, attempt, state, n, chance)
    for enhet in enheter:
        for theme in themes:
            if chance.random() < 0.7:
                _explanation(file, enhet, chance.choice(["2026-02", "2026-03", "2026-03"]), theme, chance)


def _run(file: sqlite3.Connection, id: str, month: str, attempt: int, state: str, n: int, chance: Random) -> None:
    started = f"2026-04-1{n} 07:00:00.000000"
    _like(file, "run", "id = '2026-01-1'", id=id, period=month, attempt=attempt, state=state, started=started)
    for rule in chance.sample(_RULES, 3):
        known, unknown = chance.randrange(40), chance.randrange(20)
        _add(
            file, "coverage", run=id, month=month, rule=rule, stamp="a" * 64, expected=known + unknown, known=known,
            unknown=unknown, struck=0, reasons=json.dumps({"mangler": unknown} if unknown else {}), due=0, received=0,
            tests=3, held=3, positive=1, negative=1,
        )  # fmt: skip


def _explanation(file: sqlite3.Connection, enhet: str, month: str, theme: str, chance: Random) -> None:
    _add(
        file, "monthly_explanation", id=f"M{month}-{enhet}-{theme}", enhet=enhet, month=month, theme=theme, value=1,
        decimals=0, asked="2026-04-01", owner=None, deadline=None, state=chance.choice(_STATES), level=0, told=None, sak=None,
        forecast=None, forecast_decimals=0, explained_by=None,
        explained_on=chance.choice([None, "2026-04-02", "2026-04-18"]), late=chance.random() < 0.3, accepted_by=None,
        accepted_on=None, version=0,
    )  # fmt: skip


def _like(file: sqlite3.Connection, table: str, which: str, **other: Any) -> None:
    """A row as the first that is such, but for what is given."""
    found = file.execute(f'select * from "{table}" where {which} limit 1').fetchone()
    _add(file, table, **{**dict(found), **other})


def _add(file: sqlite3.Connection, table: str, **values: Any) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    file.execute(f'insert into "{table}" ({columns}) values ({marks})', list(values.values()))
