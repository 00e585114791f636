"""Planted: rows of every kind put into a database file, on the first and the last days of years and between them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from random import Random
from typing import Any

_KINDS = ("okonomi", "datamangel", "kontroll-uteble", "motor", "ikke-paatalt", "meldt", "meldt-toppleder", "stikkprøve")
_RULES = ("merforbruk", "to-personer", "stort-kjop", "trives", "datakvalitet-enhet", "borte-001")
_ENHETER = ("0", "1", "2", "3", "77")
_STATES = ("åpen", "besvart", "tiltak pågår", "til etterprøving")
_OUTCOMES = ("løst", "medhold", "unntatt", "dokumentert", "bortfalt", "levert")
_SEVERITIES = ("kritisk", "høy", "middels", "lav")
_PERSONS = ("TOPP", "ANNE", "BERIT", "KARI")


def plant(file: sqlite3.Connection, year: int, chance: Random) -> None:
    file.row_factory = sqlite3.Row
    days = [
        f"{year - 1}-12-31",
        f"{year}-01-01",
        f"{year}-06-15",
        f"{year}-08-31",
        f"{year}-09-01",
        f"{year}-12-31",
        f"{year + 1}-01-01",
    ]
    #: Half past eleven in UTC is half past midnight in Norway, in winter.
    moments = [f"{day} {hour}:30:00.000000" for day in days for hour in ("10", "22", "23")]
    _saker(file, days, chance)
    _avvik(file, year, chance)
    _runs(file, year, chance)
    for n, at in enumerate(moments):
        taken = chance.choice(["tatt inn", "tatt inn", "avvist"])
        like(
            file,
            "delivery",
            "seq = 1",
            seq=1000 + n,
            kind=chance.choice(["datasett/annet", "formater/saft"]),
            name=f"f{n}.csv",
            received=at,
            taken=taken,
            rows=chance.randrange(9),
            problems=chance.randrange(3),
        )
        add(
            file,
            "rule_review",
            rule="trives",
            change=f"c{n}",
            reglement="hms",
            point="1",
            found=at,
            before="",
            after="",
            confirmed_by=None,
            confirmed_at=at if n % 2 else None,
            trail=None,
            version=0,
        )
    for n, at in enumerate(moments[:9]):
        _draw(file, n, at, year, chance)


def _saker(file: sqlite3.Connection, days: list[str], chance: Random) -> None:
    for n in range(160):
        kind = chance.choice([*_KINDS, "okonomi", "okonomi", "okonomi"])
        opened = chance.randrange(len(days))
        closed = chance.choice([None, *days[opened:]])
        answered = chance.random() < 0.5
        id = f"P{n:04}"
        like(
            file,
            "sak",
            "id = 'S2026-00001'",
            id=id,
            kind=kind,
            rule=chance.choice(_RULES) if kind == "okonomi" else None,
            enhet=chance.choice(_ENHETER),
            opened=days[opened],
            closed_on=closed,
            state="lukket" if closed else chance.choice(_STATES),
            outcome=chance.choice(_OUTCOMES) if closed else None,
            severity=chance.choice(_SEVERITIES),
            level=chance.randrange(2),
            answered_on=days[opened] if answered else None,
            occurrence=chance.choice([1, 1, 2]),
            reopened=chance.choice([0, 0, 1]),
            owner=chance.choice(_PERSONS),
            deadline=chance.choice([None, *days]),
            confined=chance.random() < 0.1,
            version=0,
        )
        if chance.random() < 0.6:
            add(
                file,
                "decision",
                id=f"{id}/1",
                sak=id,
                kind="svar" if answered else "kommentar",
                outcome="rettet",
                by=chance.choice(_PERSONS),
                at=f"{chance.choice(days)} 10:00:00.000000",
                trail=0,
            )
        if chance.random() < 0.7:
            like(
                file,
                "notice",
                "reason = 'ny sak'",
                id=f"n{id}",
                sak=id,
                recipient=chance.choice(_PERSONS),
                deadline=chance.choice([None, *days]),
                seen_at=chance.choice([None, f"{days[opened]} 10:00:00.000000"]),
                message=None,
            )
        if chance.random() < 0.3:
            add(
                file,
                "unntak",
                id=f"u{id}",
                sak=chance.choice([id, None]),
                rule="trives",
                enhet="1",
                post="",
                first="2026-01",
                last="2026-12",
                granted_by="KARI",
                granted_on=chance.choice(days),
                version=0,
            )


def _avvik(file: sqlite3.Connection, year: int, chance: Random) -> None:
    months = [None, f"{year - 1}-12", f"{year}-01", f"{year}-02", f"{year}-03", f"{year}-12", f"{year + 1}-01"]
    for n in range(160):
        opened = chance.choice(months)
        resolved = chance.choice([None, *(month for month in months if month and opened and month >= opened)])
        add(
            file,
            "avvik",
            rule=chance.choice(_RULES),
            subject=f"p{n}",
            number=1,
            enhet=chance.choice(_ENHETER),
            post="",
            first=opened or months[1],
            opened=opened,
            last_struck=opened or months[1],
            resolved=resolved,
            phase="løst" if resolved else "utløst" if opened else "venter",
            gone_since=None,
            severity=chance.choice(_SEVERITIES),
            trial=chance.random() < 0.1,
            sak=None,
            withdrawn=chance.random() < 0.1,
            version=0,
            confined=chance.random() < 0.1,
        )


def _runs(file: sqlite3.Connection, year: int, chance: Random) -> None:
    """Runs of the months around, one that was run again, and some that failed: each covers some rules."""
    seq = file.execute("select max(seq) from trail").fetchone()[0]
    planned = [
        (f"{year - 1}-12", 1, "fullført"),
        (f"{year}-02", 2, "fullført"),
        (f"{year}-03", 2, "feilet"),
        (f"{year}-04", 1, "feilet"),
        (f"{year}-12", 1, "fullført"),
        (f"{year + 1}-01", 1, "fullført"),
    ]
    for n, (month, attempt, state) in enumerate(planned):
        id = f"{month}-{attempt}"
        like(
            file,
            "run",
            "id = '2026-01-1'",
            id=id,
            period=month,
            attempt=attempt,
            state=state,
            started=f"{year + 1}-01-1{n} 07:00:00.000000",
            checked=chance.randrange(50),
            differences=chance.randrange(3),
            stopped=chance.choice(["", "trives,merforbruk"]),
            without=chance.choice(["", "okonomi"]),
        )
        if state == "fullført":
            body = json.dumps({"kind": "kjøring fullført", "about": {"run": id}, "seq": seq + 1 + n})
            add(file, "trail", seq=seq + 1 + n, body=body.encode(), previous="", hash=f"h{n}")
        # What comes late is judged anew in a later run: it covers an earlier month too.
        for covered in sorted({month, f"{year}-01"}):
            for rule in chance.sample([*_RULES, "bonus"], 5):
                known, unknown = chance.choice([(chance.randrange(40), chance.randrange(20)), (18, 2)])
                add(
                    file,
                    "coverage",
                    run=id,
                    month=covered,
                    rule=rule,
                    stamp=chance.choice(["a" * 64, "b" * 64]),
                    expected=known + unknown + chance.choice([0, 0, 1, 2]),
                    known=known,
                    unknown=unknown,
                    struck=chance.randrange(known + 1),
                    reasons=json.dumps({"mangler": unknown} if unknown else {}),
                    due=0,
                    received=0,
                    tests=3,
                    held=chance.choice([3, 3, 2]),
                    positive=chance.choice([0, 1]),
                    negative=1,
                )


def _draw(file: sqlite3.Connection, n: int, at: str, year: int, chance: Random) -> None:
    id = f"{year}-{n + 50}"
    like(
        file,
        "draw",
        "id = '2026-1'",
        id=id,
        number=n + 50,
        state="avsluttet",
        concluded_at=at,
        concluded_by="KARI",
        report="",
    )
    like(file, "draw_population", "draw = '2026-1' and number = 1", draw=id, count=chance.randrange(10, 90))
    for item in range(6):
        identity = f"i{item}"
        like(
            file,
            "draw_item",
            "draw = '2026-1'",
            draw=id,
            identity=identity,
            state=chance.choice(["utvalg", "utvalg", "reserve", "målrettet"]),
            second=chance.random() < 0.4,
        )
        for number in range(1, chance.randrange(1, 5)):
            like(
                file,
                "draw_check",
                "draw = '2026-1'",
                draw=id,
                identity=identity,
                number=number,
                round=number,
                finding=chance.choice(["i orden", "avvik", "dokumentasjon mangler"]),
                approved_by=chance.choice(["OLGA", None]),
            )


def like(file: sqlite3.Connection, table: str, which: str, **other: Any) -> None:
    """A row as the first that is such, but for what is given."""
    found = file.execute(f'select * from "{table}" where {which} limit 1').fetchone()
    add(file, table, **{**dict(found), **other})


def add(file: sqlite3.Connection, table: str, **values: Any) -> None:
    row: Mapping[str, Any] = values
    columns = ", ".join(f'"{name}"' for name in row)
    file.execute(f'insert into "{table}" ({columns}) values ({", ".join("?" * len(row))})', list(row.values()))
