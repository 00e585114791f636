"""Planted control: what the map of § 25-1 and the evaluation are counted of: agreements, points, readings, draws of the plan."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

from recounted.planted import add, like

_STATES = ("utkast", "inngått", "inngått", "avløst", "gjort opp")
_POINTS = ("foreslått", "tatt opp", "avgjort", "avgjort", "lagt til side")
_AREAS = ("okonomi", "innkjop", "personvern", "")
#: Controls of the plan that is shipped: months of a period, and arms.
_CONTROLS = (("faktura", 1, ("merket", "umerket")), ("kjop", 3, ("merket", "umerket")), ("utlegg", 6, ("alle",)))
_DRAWS = ("under planlegging", "trukket", "avbrutt", *["avsluttet"] * 5)


def plant_control(file: sqlite3.Connection, year: int, policies: Path, chance: Random) -> None:
    file.row_factory = sqlite3.Row
    for of in (year - 2, year - 1, year):
        for enhet in ("0", "1", "2", "3", "77"):
            _agreement(file, of, enhet, chance)
    points = [(of, n) for of in (year - 1, year) for n in range(chance.randrange(6, 12))]
    file.execute("delete from agenda_event")
    file.execute("delete from agenda_point")
    for of, n in points:
        state = chance.choice(_POINTS)
        add(
            file, "agenda_point", id=f"P{of}-{n}", year=of, number=n + 1, point="eget-punkt", subject=f"s{n}",
            area=chance.choice(_AREAS), gravity=3, owner="internkontroll", month=chance.randrange(1, 13), address="",
            state=state, changed=chance.choice([None, 0, 1]), made_at=f"{of}-01-20 07:00:00.000000", trail=0, version=0,
        )  # fmt: skip
    _readings(file, sorted((policies / "reglement").glob("*.md")), chance)
    _plan(file, year, chance)
    for month, faults in (
        (f"{year - 1}-12", 0),
        (f"{year}-02", 2),
        (f"{year}-03", 0),
        (f"{year}-12", chance.choice([0, 2])),
    ):
        content = f"{faults} 40 {year}-03-01T07:00:00+01:00"
        file.execute("insert or replace into mark values (?, ?)", (f"internkontroll-logg:{month}", content))


def _agreement(file: sqlite3.Connection, year: int, enhet: str, chance: Random) -> None:
    if chance.random() < 0.2:
        return
    add(
        file, "agreement", id=f"A{year}-{enhet}", year=year, enhet=enhet, number=1, person="ANNE", superior="TOPP",
        council=0, state=chance.choice(_STATES), made_by="ANNE", made_at=f"{year}-01-20 07:00:00.000000", talk_on=None,
        talk_person_at=None, talk_superior_at=None, person_at=None, superior_at=None, content=0, reason=0, delivered=0,
        midyear_on=chance.choice([None, f"{year}-08-20"]), result_at=None, result_read_at=None, version=0,
    )  # fmt: skip


def _readings(file: sqlite3.Connection, reglementer: Sequence[Path], chance: Random) -> None:
    """Some have read the text that holds, some the one before it, and one is not there any longer."""
    for path in reglementer:
        everybody = chance.random() < 0.4
        for person in ("TOPP", "ANNE", "BERIT", "CARL", "KARI", "OLGA"):
            if everybody or chance.random() < 0.5:
                stands = everybody or chance.random() < 0.7
                digest = sha256(path.read_bytes() if stands else b"before").hexdigest()
                add(
                    file, "reading", person=person, reglement=path.stem, digest=digest, label="1",
                    at="2026-02-01 07:00:00.000000", trail=0,
                )  # fmt: skip


def _plan(file: sqlite3.Connection, year: int, chance: Random) -> None:
    """Draws of the periods of the controls, of each arm or of none; and arms of which there were no records."""
    for control, length, arms in _CONTROLS:
        if control == "faktura" or chance.random() < 0.6:
            begun = f"{chance.choice([f'{year - 1}-11', f'{year}-01', f'{year}-02'])} {year}-02-20"
            file.execute("insert or replace into mark values (?, ?)", (f"kontrollplan:{control}", begun))
        for at in range((year - 1) * 12 + 6, (year + 1) * 12, length):
            first, last = (f"{n // 12}-{n % 12 + 1:02}" for n in (at, at + length - 1))
            for arm in arms:
                states = chance.choices(_DRAWS, k=chance.choice([0, 1, 1, 2]))
                without = chance.choice([None, None, None, "", "kunne ikke fryses"])
                # Of each fault that can be made here, there is always one month in which it shows.
                if arm == "merket" and first in (f"{year}-02", f"{year}-03"):
                    states = ["avsluttet"]
                elif arm == "umerket" and first == f"{year}-02":
                    states, without = [], "kunne ikke fryses"
                elif arm == "umerket" and first == f"{year}-03":
                    states = ["avbrutt"]
                _arm(file, year, control, (first, last), arm, states, without)


def _arm(
    file: sqlite3.Connection,
    year: int,
    control: str,
    of: tuple[str, str],
    arm: str,
    states: Sequence[str],
    without: str | None,
) -> None:
    """without: what is kept where nothing was drawn; None = nothing is."""
    if without is not None:
        name = f"kontrollplan-uten:{control}:{of[0]}:{arm}"
        file.execute("insert or replace into mark values (?, ?)", (name, without))
    for state in states:
        number = 200 + file.execute("select count(*) from draw").fetchone()[0]
        like(
            file, "draw", "id = '2026-1'", id=f"{year - 1}-{number}", year=year - 1, number=number, control=control,
            first=of[0], last=of[1], arm=arm, state=state, plan="", report="", concluded_at=None, concluded_by=None,
        )  # fmt: skip
