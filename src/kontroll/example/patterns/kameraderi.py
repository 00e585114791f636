"""Kameraderi: a supplier and somebody who attests at one enhet agree, as in the corruption case in Bærum in 2006.

The supplier gets work without a contract, bills it a little under what the enhet's leader may approve alone, nobody can
show what was done, others lose the work, and the enhet overspends without saying why. Which of the signs are there, and
how clear they are, differs from seed to seed; the strength scales how many invoices come, how large they are, how near
the limit they keep, and how soon others lose their share.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kontroll.example.chance import Weighted, between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.names import SHOPPING
from kontroll.example.patterns.base import Case, Signs, draw_signs
from kontroll.example.patterns.ground import Ground
from kontroll.example.patterns.paid import Till, kroner_of, moved
from kontroll.example.patterns.suppliers import known_supplier, new_supplier
from kontroll.example.structure import Enhet
from kontroll.example.tables import PLAIN
from kontroll.example.vouchers import (
    APPROVED_BY,
    ATTESTED_BY,
    NUMBER,
    RECEIPT,
    REGISTERED,
    TIMESHEET,
    Voucher,
)
from kontroll.texts import N_

_SERVICES = ("teknisk", "kultur", "sosial", "")
#: Trades in which nobody can see afterwards what was done.
_TRADES = (
    "bygg og vedlikehold",
    "rørlegger",
    "elektriker",
    "anlegg og vei",
    "renhold",
    "konsulent",
    "tiltak",
    "transport",
)
_CHANCES = {
    "ny": 0.6,
    "grense": 0.8,
    "udokumentert": 0.8,
    "samme": 0.8,
    "runde": 0.45,
    "andre": 0.65,
    "merforbruk": 0.6,
    "rolle": 0.4,
    "kjop": 0.4,
    "helg": 0.2,
    "nummer": 0.7,
}
_WORDS = {
    "ny": N_("ny leverandør"),
    "grense": N_("beløp rett under fullmaktsgrensen"),
    "udokumentert": N_("arbeid uten dokumentasjon"),
    "samme": N_("samme attestant hver gang"),
    "runde": N_("runde beløp"),
    "andre": N_("andre leverandører mister oppdrag"),
    "merforbruk": N_("merforbruk som ingen forklarer"),
    "rolle": N_("rolle hos leverandøren, kjent sent"),
    "kjop": N_("kjøp rett under innslagspunktet"),
    "helg": N_("føring i helgen"),
    "nummer": N_("fakturanumre på rad"),
}
#: Who steals by invoice leaves at least this many of these.
_LEAST, _COUNT = ("grense", "udokumentert", "samme", "runde"), 2


@dataclass(frozen=True, slots=True)
class Kameraderi:
    id: str = "kameraderi"
    name: str = N_("Kameraderi: én leverandør og én som godkjenner")

    def plant(self, ground: Ground, strength: float) -> Case:
        return _Planting(ground, strength).case


PATTERN = Kameraderi()


class _Planting:
    def __init__(self, ground: Ground, strength: float) -> None:
        self.ground, self.strength = ground, strength
        self.scene, self.days = ground.built.scene, ground.built.scene.days
        self.unit: Enhet = ground.site(_SERVICES, 0.75)
        self.signs: Signs = draw_signs(ground, _CHANCES, _LEAST, _COUNT)
        start = ground.start()
        self.case = Case(
            pattern=PATTERN.id,
            strength=strength,
            start=start,
            enhet=self.unit.id,
            signs=self.signs.told(_WORDS),
        )
        rng = ground.rng("who")
        shopping = {trade: SHOPPING[self.unit.service].get(trade, 2) for trade in _TRADES}
        self.category = Weighted(shopping).draw(rng)
        self.attestant = pick(rng, ground.built.people.attestants[self.unit.id])
        self.supplier = self._supplier(rng, start)
        self.case.suppliers, self.case.persons = (self.supplier,), (self.attestant,)
        self.till = Till(ground, self.case, ground.rng("payments"))
        self.spent: dict[int, int] = {}
        self._invoices(ground.rng("invoices"))
        if self.signs["andre"]:
            self._others(ground.rng("others"))
        if self.signs["merforbruk"]:
            self._overrun(ground.rng("overrun"))
        if self.signs["rolle"]:
            self._role(ground.rng("role"))
        if self.signs["kjop"]:
            self._purchases(ground.rng("purchases"))

    def _supplier(self, rng: Random, start: int) -> str:
        day = self.days.start[start] - between(rng, 5, 100)
        known = None if self.signs["ny"] else known_supplier(self.ground, self.category, day, rng)
        return known or new_supplier(self.ground, self.case, self.category, day, rng)

    # --- the invoices -------------------------------------------------------------------------------------------------

    def _invoices(self, rng: Random) -> None:
        """More as nobody asks: from two to four a month in the beginning, up to six or seven."""
        first, growth = 2.2 + 1.8 * rng.random(), 0.08 + 0.14 * rng.random()
        number = between(rng, 11, 900)
        for month in range(self.case.start, MONTHS):
            mean = min(first + growth * (month - self.case.start), 7.0) * (0.25 + 0.75 * self.strength)
            count = max(int(mean + rng.random()), 1)
            length = self.days.end[month] - self.days.start[month]
            for order in range(count):
                number += 1 if self.signs["nummer"] else between(rng, 3, 60)
                day = self.days.start[month] + (length * order) // count + between(rng, 0, length // count)
                voucher = self._voucher(rng, day)
                voucher.row[NUMBER] = str(number)
                self.till.book(voucher)
                self.spent[month] = self.spent.get(month, 0) + voucher.ore

    def _voucher(self, rng: Random, day: int) -> Voucher:
        voucher = self.ground.house.voucher(rng, self.unit.id, day, self.supplier, self.category, self._ore(rng))
        row = voucher.row
        if self.signs["udokumentert"] and chance(rng, 0.75 + 0.22 * self.strength):
            row[RECEIPT] = row[TIMESHEET] = ""
        if self.signs["samme"] and row[ATTESTED_BY] and row[APPROVED_BY] != self.attestant:
            row[ATTESTED_BY] = self.attestant
        if self.signs["helg"] and chance(rng, 0.4):
            self._on_sunday(voucher)
        return voucher

    def _ore(self, rng: Random) -> int:
        """Near what the leader may approve alone; who hides better keeps further below it."""
        most = self.ground.limit(self.unit)
        if self.signs["grense"]:
            lowest = 0.55 + 0.33 * self.strength
            share = lowest + (0.998 - lowest) * rng.random()
        else:
            share = (0.18 + 0.62 * rng.random()) * (0.6 + 0.4 * self.strength)
        ore = int(most * share)
        return ore // 500_000 * 500_000 if self.signs["runde"] and chance(rng, 0.5) else ore

    def _on_sunday(self, voucher: Voucher) -> None:
        sunday = voucher.registered + 6 - self.days.weekday(voucher.registered)
        if sunday <= self.scene.today:
            voucher.row[REGISTERED] = self.days.text(sunday) + voucher.row[REGISTERED][10:]

    # --- what else can be seen ----------------------------------------------------------------------------------------

    def _others(self, rng: Random) -> None:
        """More and more of the work that others had is his: the same invoices, with another sender."""
        delay = int(4 * (1.0 - self.strength)) + 1
        for month in range(self.case.start + delay, MONTHS):
            share = min(0.06 * (month - self.case.start), 0.45) * self.strength
            for row in self.ground.records("faktura", month):
                alike = row["ansvar"] == self.unit.id and row["kategori"] == self.category
                if alike and row["bilagstype"] == "faktura" and kroner_of(row) and chance(rng, share):
                    self.case.add("faktura", month, moved(row, self.supplier))

    def _overrun(self, rng: Random) -> None:
        """Some of it was not in the budget, and the leader says nothing about it."""
        part, figures = (0.25 + 0.35 * rng.random()) * self.strength, self.ground.built.figures[self.unit.id]
        lost = 0
        for month in range(self.case.start, MONTHS):
            if self.scene.month(month).number == 1:
                lost = 0
            lost += int(self.spent.get(month, 0) * part)
            budget, deviation = figures.budget[month], figures.deviation[month] - lost // 100
            percent = PLAIN.number(int(1000.0 * deviation / budget), 1)
            self.case.figures.append((month, self.unit.id, "okonomi_avvik", percent))
            self.case.figures.append((month, self.unit.id, "okonomi_avvik_kr", str(deviation)))
            for row in self.ground.records("budsjettoppfolging", month):
                if row["enhet"] == self.unit.id:
                    self.case.add("budsjettoppfolging", month, self._unexplained(row, budget, deviation, percent))

    def _unexplained(self, row: dict[str, str], budget: int, deviation: int, percent: str) -> dict[str, str]:
        figures = {
            "regnskap": PLAIN.kroner((budget - deviation) * 100),
            "avvik": PLAIN.kroner(deviation * 100),
            "avvik_prosent": percent,
        }
        return {**row, **figures, "forklaring": "", "forklart_dato": ""}

    def _role(self, rng: Random) -> None:
        """The owner is known to the register some months after the first invoice, if he is one of the house."""
        known = self.case.start + between(rng, 2, 14)
        if known < MONTHS:
            since = self.days.text(self.days.start[self.case.start] - between(rng, 10, 60))
            role = pick(rng, ("eier", "styreleder", "daglig leder"))
            values = {"rolle_id": "R9001", "enhet": self.unit.id, "person": self.attestant, "leverandor": self.supplier}
            self.case.add("leverandor_rolle", known, {**values, "rolle": role, "gjelder_fra": since})

    def _purchases(self, rng: Random) -> None:
        """Now and then there is an order too: just small enough that nobody need be asked for another offer."""
        number = 0
        for month in range(self.case.start, MONTHS):
            if not chance(rng, 0.6 * self.strength):
                continue
            number += 1
            day = self.days.workday(self.days.start[month] + between(rng, 0, 20))
            values = {
                "kjop_id": f"KJ9{number:04d}",
                "enhet": self.unit.id,
                "inngaatt_dato": self.days.text(day),
                "leverandor": self.supplier,
                "kategori": self.category,
                "anskaffelsestype": "tjeneste",
                "verdi": f"{between(rng, 88_000, 99_900)},00",
                "bestiller": self.attestant,
                "godkjenner": self.ground.leader(self.unit, month),
            }
            self.case.add("kjop", month, values)
