"""The files of the economy system: faktura by month of registration, betaling by month of payment.

Some vouchers are delivered again in the next month's file with something changed (*endret etter levering*), most often a
contract reference that was missing, now and then an amount; some rows stand twice in the same file.
"""

from __future__ import annotations

from pathlib import Path

from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.suppliers import Numbers
from kontroll.example.tables import ECONOMY, PLAIN, write_csv
from kontroll.example.temper import Temper
from kontroll.example.vouchers import (
    AMOUNT,
    ANSVAR,
    BILAG,
    CATEGORY,
    CONTRACT,
    DUE,
    HEADINGS,
    RECEIPT,
    SUPPLIER,
    TYPE,
    Voucher,
    kroner,
)

PAYMENT_HEADINGS = "BETALINGSNR BILAG ANSVAR LEVNR FORFALL BETALT BELØP RENTE GODKJENT1 GODKJENT2 KONTO".split()


def write_invoices(folder: Path, scene: Scene, vouchers: list[Voucher]) -> int:
    """One file for each month; returns how many rows were written."""
    rng, months, written = scene.stream("ledger"), scene.days.month, 0
    files: list[list[list[str]]] = [[] for _ in range(MONTHS + 1)]
    for voucher in vouchers:
        month, row = months(voucher.registered), voucher.row
        files[month].append(row)
        share = rng.random()
        if share < 0.0035 and month + 1 < MONTHS:
            files[month][-1] = _first_version(row, share)
            files[month + 1].append(row)
        elif share > 0.9996:
            files[month].append(row)
    for month, rows in enumerate(files[:MONTHS]):
        written += len(rows)
        write_csv(folder / f"faktura-{scene.month(month)}.csv", HEADINGS, rows, PLAIN)
    return written


def _first_version(row: list[str], share: float) -> list[str]:
    """What was delivered before it was corrected."""
    first = list(row)
    if share < 0.0020:
        first[CONTRACT] = ""
    elif share < 0.0030:
        first[RECEIPT] = ""
    elif share < 0.0033:
        first[CATEGORY] = "diverse"
    else:
        first[AMOUNT] = first[AMOUNT].replace(",", "0,")
    return first


def payment_rows(
    scene: Scene, vouchers: list[Voucher], people: People, temper: Temper, numbers: Numbers
) -> list[tuple[int, list[str]]]:
    """One payment for each approved invoice, most on the last working day before it is due.

    Credit notes are set off, and what employees have laid out is refunded with their wages: neither is here.
    """
    rng, days = scene.stream("payments"), scene.days
    office = people.offices["økonomikonsulent"]
    paid: list[tuple[int, list[str]]] = []
    for v in vouchers:
        if v.row[TYPE] != "faktura" or v.approved > scene.today:
            continue
        day = v.due - int(rng.random() * 4)
        while not days.is_workday(day):
            day -= 1
        late = 0.05 if v.unit in temper.troubled else 0.0035
        interest = 0
        if rng.random() < late:
            day = days.workday(v.due + 1 + int(rng.random() * 20))
        if day < v.approved:
            day = days.workday(v.approved + 1)
        if day > v.due and rng.random() < 0.5:
            interest = max(v.ore * (day - v.due) // 3000, 3_500)
        if day > scene.today:
            continue
        first = pick(rng, office)
        second = pick(rng, [p for p in office if p != first])
        odd = rng.random()
        if odd < 0.0001:
            first, second = (first, first) if odd < 0.000_07 else (first, "")
        bilag = v.row[BILAG] if odd < 0.999_95 else ""
        due = days.dotted(v.due) if v.row[DUE] else ""
        paid.append(
            (
                day,
                [
                    "",
                    bilag,
                    v.row[ANSVAR],
                    v.row[SUPPLIER],
                    due,
                    days.dotted(day),
                    ECONOMY.kroner(v.ore),
                    ECONOMY.kroner(interest),
                    first,
                    second,
                    numbers.on(v.row[SUPPLIER], day),
                ],
            )
        )
    paid.sort(key=lambda p: (p[0], p[1][1], p[1][6]))
    for number, (_, row) in enumerate(paid, start=1):
        row[0] = f"U{number:07d}"
    for _ in range(4):
        # An amount that the bank file mangled.
        paid[between(rng, 0, len(paid) - 1)][1][6] = kroner(between(rng, 100, 900)) if chance(rng, 0.1) else "n/a"
    return paid
