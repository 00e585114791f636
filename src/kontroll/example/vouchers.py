"""One voucher on its way through the house: registered, attested, approved, with everything its row says."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kontroll.example.authorities import Authorities
from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.names import CATEGORIES
from kontroll.example.people import People
from kontroll.example.scene import Scene

HEADINGS = (
    "bilag bilagstype fakturanr fakturadato registrert forfallsdato leverandor mottaker kategori art ansvar belop "
    "mva kontrakt_ref kjop_ref varemottak_ref timeliste_ref attestant attestert_dato anviser anvist_dato "
    "bilagsserie bilagsnr"
).split()
(
    BILAG,
    TYPE,
    NUMBER,
    DATED,
    REGISTERED,
    DUE,
    SUPPLIER,
    PAYEE,
    CATEGORY,
    ART,
    ANSVAR,
    AMOUNT,
    VAT,
    CONTRACT,
    PURCHASE,
    RECEIPT,
    TIMESHEET,
    ATTESTED_BY,
    ATTESTED,
    APPROVED_BY,
    APPROVED,
    SERIES,
    SERIAL,
) = range(23)

_VAT = {
    "matvarer": 15,
    "transport": 12,
    "leie av lokaler": 0,
    "forsikring": 0,
    "avlastning": 0,
    "tiltak": 0,
    "kurs": 0,
    "vikarbyrå": 25,
}


@dataclass(slots=True)
class Voucher:
    """`row` is the row of the data set; days and øre beside it are what payment needs."""

    row: list[str]
    unit: str
    registered: int
    minute: int
    due: int
    approved: int
    ore: int


def kroner(ore: int) -> str:
    whole, rest = divmod(abs(ore), 100)
    return f"{'-' if ore < 0 else ''}{whole},{rest:02d}"


class House:
    """Makes vouchers: knows who attests and approves what, and when offices are open."""

    def __init__(self, scene: Scene, people: People, authorities: Authorities) -> None:
        self.scene, self.people, self.authorities = scene, people, authorities

    def voucher(
        self,
        rng: Random,
        unit: str,
        day: int,
        supplier: str,
        category: str,
        ore: int,
        contract: str = "",
        purchase: str = "",
        kind: str = "faktura",
    ) -> Voucher:
        """A voucher dated `day` for `ore` øre without VAT, with the small irregularities of every day."""
        days, draw = self.scene.days, rng.random
        arrived = day + 1 + int(draw() * 5)
        if draw() < 0.014:
            arrived += 20 + int(draw() * 75)
        registered, minute = days.workday(arrived), 450 + int(draw() * 540)
        odd = draw()
        if odd < 0.004:
            registered += 6 - days.weekday(registered) + int(draw() * 2)
        elif odd < 0.0075:
            minute = (1325 + int(draw() * 240)) % 1440
        attested = days.workday(registered + int(draw() * 6))
        approved = days.workday(attested + int(draw() * 4))
        if draw() < 0.002:
            attested, approved = approved + 1 + int(draw() * 5), attested
        due = max(day + (20 if draw() < 0.1 else 30), arrived + 14)
        large = ore >= 1_000_000
        hours = CATEGORIES[category][5]
        received = draw() < (0.997 if large else 0.9)
        timed = hours and draw() < (0.997 if large else 0.95)
        vat = ore * _VAT.get(category, 25) // 100
        known = self.scene.reported
        text = days.text
        row = [
            "",
            kind,
            str(int(draw() * 900_000) + 100_000),
            text(day),
            f"{text(registered)}T{minute // 60:02d}:{minute % 60:02d}",
            text(due),
            supplier,
            "",
            category,
            CATEGORIES[category][0],
            unit,
            kroner(ore),
            kroner(vat),
            contract,
            purchase,
            f"VM{int(draw() * 900_000) + 100_000}" if received else "",
            f"TL{int(draw() * 90_000) + 10_000}" if timed else "",
            *([""] * 6),
        ]
        if attested <= known:
            row[ATTESTED_BY], row[ATTESTED] = pick(rng, self.people.attestants[unit]), text(attested)
        if approved <= known:
            row[APPROVED_BY], row[APPROVED] = self.approver(rng, unit, approved, ore), text(approved)
        return Voucher(row, unit, registered, minute, due, approved, ore)

    def approver(self, rng: Random, unit: str, day: int, ore: int) -> str:
        """The lowest leader with authority for the amount that day, as the system asks; seldom the nearest all the same."""
        line = self.authorities.approvers[unit][min(self.scene.days.month(day), MONTHS - 1)]
        if line and chance(rng, 0.003):
            return line[0][0]
        for person, _ in line:
            if self.authorities.may(unit, person, day, ore):
                return person
        return line[-1][0] if line else ""

    def repeat(self, rng: Random, first: Voucher, near: bool) -> Voucher:
        """The same invoice once more: exactly, or with a number or øre that differ a little."""
        days = self.scene.days
        row = list(first.row)
        registered = days.workday(first.registered + between(rng, 2, 45))
        minute = 450 + between(rng, 0, 500)
        row[REGISTERED] = f"{days.text(registered)}T{minute // 60:02d}:{minute % 60:02d}"
        approved = days.workday(registered + between(rng, 2, 8))
        if approved <= self.scene.reported:
            row[ATTESTED] = days.text(days.workday(registered + 1))
            row[APPROVED] = days.text(approved)
        ore = first.ore
        if near:
            row[NUMBER] += pick(rng, ("-1", " ", "A", "/2"))
            if chance(rng, 0.3):
                ore += between(rng, 1, 99)
                row[AMOUNT] = kroner(ore)
        return Voucher(row, first.unit, registered, minute, first.due + registered - first.registered, approved, ore)

    def same_again(self, rng: Random, first: Voucher) -> Voucher:
        """Another delivery for the same amount on the same day: all of it the same but for the supplier's number."""
        row = list(first.row)
        row[NUMBER] = str(int(rng.random() * 900_000) + 100_000)
        if row[RECEIPT]:
            row[RECEIPT] = f"VM{int(rng.random() * 900_000) + 100_000}"
        return Voucher(row, first.unit, first.registered, first.minute, first.due, first.approved, first.ore)
