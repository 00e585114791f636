"""Invoices of a case and what was paid by them: planted vouchers with their numbers, and the payments that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from kontroll.example.chance import pick
from kontroll.example.days import MONTHS
from kontroll.example.patterns.base import Case, Post
from kontroll.example.patterns.ground import Ground
from kontroll.example.tables import ECONOMY
from kontroll.example.vouchers import HEADINGS, Voucher

DATASET = "faktura"


@dataclass(slots=True)
class Till:
    """Books vouchers and pays them, as the office does: when they are approved and due."""

    ground: Ground
    case: Case
    rng: Random
    booked: int = 0

    def book(self, voucher: Voucher, account: str = "") -> None:
        """Into the files of the month it was registered in. What comes after the last month is in no file."""
        scene, days = self.ground.built.scene, self.ground.built.scene.days
        if voucher.registered > scene.today:
            return
        self.booked += 1
        year = days.text(voucher.registered)[2:4]
        row = dict(zip(HEADINGS, voucher.row, strict=False))
        row["bilag"] = f"B{year}{900_000 + self.booked}"
        # The numbers of the kommune's own series are given already; a hole in them is not what gives a case away.
        row["bilagsserie"] = row["bilagsnr"] = ""
        self.case.add(DATASET, days.month(voucher.registered), row)
        paid = self._pay(row, voucher, account)
        self.case.posts.append(Post(dataset=DATASET, key=row["bilag"], ore=voucher.ore, paid=paid))

    def _pay(self, row: Mapping[str, str], voucher: Voucher, account: str) -> int | None:
        days, today = self.ground.built.scene.days, self.ground.built.scene.today
        day = voucher.due - int(self.rng.random() * 4)
        while not days.is_workday(day):
            day -= 1
        day = max(day, days.workday(voucher.approved + 1))
        if day > today or days.month(day) >= MONTHS:
            return None
        office = self.ground.built.people.offices["økonomikonsulent"]
        first = pick(self.rng, office)
        second = pick(self.rng, [person for person in office if person != first])
        values = {
            "BETALINGSNR": f"U9{self.booked:06d}",
            "BILAG": row["bilag"],
            "ANSVAR": row["ansvar"],
            "LEVNR": row["leverandor"],
            "FORFALL": days.dotted(voucher.due),
            "BETALT": days.dotted(day),
            "BELØP": ECONOMY.kroner(voucher.ore),
            "RENTE": ECONOMY.kroner(0),
            "GODKJENT1": first,
            "GODKJENT2": second,
            "KONTO": account,
        }
        self.case.add("betaling", days.month(day), values)
        return day


def moved(row: Mapping[str, str], supplier: str) -> dict[str, str]:
    """Another supplier's invoice as it would have been, had the friend done the work: nobody has a contract with him."""
    return {**row, "leverandor": supplier, "kontrakt_ref": "", "kjop_ref": ""}


def kroner_of(row: Mapping[str, str]) -> int:
    """The amount of an invoice row in øre; 0 where it cannot be read."""
    whole, _, rest = row["belop"].partition(",")
    return int(whole) * 100 + int(rest) if whole.isdigit() and rest.isdigit() else 0
