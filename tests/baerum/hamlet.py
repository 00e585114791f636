"""A hamlet: a kommune of six units, written by another hand than the example's, with a case of its own or without.

Whoever made the case chose other words, amounts and places than Furuvik's: consulting at a school, billed every third
week, without a contract and without a trace of the work.
"""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

UNITS = ("301", "302", "303", "304", "305", "306")
CULPRIT, PLACE, START = "S900", "304", "2025-03"
_FIRST, _DAYS = date(2024, 6, 1), 500
_INVOICE = (
    "bilag bilagstype fakturanr fakturadato registrert forfallsdato leverandor mottaker kategori art ansvar belop mva "
    "kontrakt_ref kjop_ref varemottak_ref timeliste_ref attestant attestert_dato anviser anvist_dato"
).split()


def hamlet(folder: Path, *, guilty: bool = True, seed: int = 1) -> Path:
    """The data folder. Twenty suppliers, a dozen of them with a contract, sell a little to everybody all the time."""
    _write(folder / "organisasjon.csv",
        "enhet navn enhetstype overordnet tjeneste leder_id gjelder_fra gjelder_til etterfolger", [
        ["100", "Grenda", "rådmann", "", "", "D1", "2020-01", "", ""],
        *[[u, f"Hus {u}", "tjenestested", "100", "skole", f"D{u}", "2020-01", "", ""] for u in UNITS],
    ])  # fmt: skip
    people = [[f"D{u}", f"Leder {u}", f"d{u}@grenda.example", "leder", u, "2020-01", ""] for u in ("1", *UNITS)]
    people[0][4] = "100"
    people.append(["K1", "Kontroll Ør", "k1@grenda.example", "internkontroll", "100", "2020-01", ""])
    _write(folder / "personer.csv", "person_id navn epost rolle enhet gjelder_fra gjelder_til", people)
    _write(folder / "datasett/fullmakt/fullmakt.csv",
        "fullmakt_id person ansvar fullmakttype maks_belop gjelder_fra gjelder_til gitt_av signert_dato",
        [[f"{kind}-{u}", f"{who}{u}", u, kind, "150000", "2020-01-01", "2030-12-31", "D1", "2019-12-01"]
         for u in UNITS for who, kind in (("D", "anvise"), ("A", "attestere"))],
    )  # fmt: skip
    _write(folder / "datasett/kontrakt/kontrakt.csv",
        "kontrakt_id enhet leverandor kategori kontrakttype gjelder_fra gjelder_til oppfolgingsmote_dato verdi doffin_ref "
        "databehandleravtale_ref kontraktansvarlig",
        [[f"K{n}", "100", f"S{n}", "varer", "rammeavtale", "2020-01-01", "2030-01-01", "2025-01-10", "900000", "D-1", "", "D1"]
         for n in range(12)],
    )  # fmt: skip
    rows = _everyday(Random(seed)) + (_case() if guilty else [])
    _write(
        folder / "datasett/faktura/faktura.csv", " ".join(_INVOICE), [[r.get(h, "") for h in _INVOICE] for r in rows]
    )
    return folder


def answer(path: Path, **changed: object) -> Path:
    told = {
        "start": START,
        "enhet": PLACE,
        "leverandor": CULPRIT,
        "poster": [row["bilag"] for row in _case()],
        "rene": False,
    }
    path.write_text(json.dumps(told | changed), encoding="utf-8")
    return path


def _everyday(rng: Random) -> list[dict[str, str]]:
    rows = []
    for number in range(1200):
        day = _FIRST + timedelta(days=rng.randrange(_DAYS))
        supplier = rng.randrange(20)
        # A few papers are missing, and some amounts are near what the leader may approve: as in all books.
        amount = rng.choice((900, 2_500, 7_000, 14_000, 30_000)) + rng.randrange(900)
        if supplier < 12 and rng.random() < 0.02:
            amount = 135_000 + rng.randrange(15_000)
        row = _invoice(f"B{number}", rng.choice(UNITS), f"S{supplier}", day, amount)
        row["kontrakt_ref"] = f"K{supplier}" if supplier < 12 else ""
        row["varemottak_ref"] = f"V{number}" if rng.random() > 0.01 else ""
        rows.append(row)
    return rows


def _case() -> list[dict[str, str]]:
    rows = []
    for number in range(11):
        day = date(2025, 3, 4) + timedelta(days=21 * number)
        rows.append(_invoice(f"X{number}", PLACE, CULPRIT, day, 62_400 + 1_730 * number))
    return rows


def _invoice(key: str, unit: str, supplier: str, day: date, amount: int) -> dict[str, str]:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return {
        "bilag": key,
        "bilagstype": "faktura",
        "fakturanr": f"{key}-1",
        "fakturadato": day.isoformat(),
        "registrert": f"{day + timedelta(days=0)}T10:00",
        "forfallsdato": (day + timedelta(days=30)).isoformat(),
        "leverandor": supplier,
        "kategori": "konsulent" if supplier == CULPRIT else f"slag {supplier}",
        "art": "12700",
        "ansvar": unit,
        "belop": str(amount),
        "mva": str(amount // 4),
        "attestant": f"A{unit}",
        "attestert_dato": day.isoformat(),
        "anviser": f"D{unit}",
        "anvist_dato": day.isoformat(),
    }


def _write(path: Path, headings: str, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings.split())
        writer.writerows(rows)
