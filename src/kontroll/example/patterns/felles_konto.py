"""Felles konto: money for a supplier ends in an account that belongs to somebody else.

A supplier that nobody has seen has the account of an employee, or that of another supplier; or a supplier that is real
gets a new account in the register or in the payment file, and what the enhet owes it goes there.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.chance import between, pick
from kontroll.example.days import MONTHS
from kontroll.example.names import SHOPPING
from kontroll.example.patterns.base import Case, Post
from kontroll.example.patterns.ground import Ground
from kontroll.example.patterns.paid import Till
from kontroll.example.patterns.suppliers import new_supplier
from kontroll.example.structure import Enhet
from kontroll.texts import N_

_WAYS = ("ansatt", "leverandor", "endret", "filen")
_WORDS = {
    "ansatt": N_("leverandør med en ansatts konto"),
    "leverandor": N_("to leverandører med samme konto"),
    "endret": N_("konto endret uten kontroll"),
    "filen": N_("en annen konto i betalingsfilen"),
}


@dataclass(frozen=True, slots=True)
class FellesKonto:
    id: str = "felles-konto"
    name: str = N_("Felles konto: pengene havner hos noen andre")

    def plant(self, ground: Ground, strength: float) -> Case:
        return _Planting(ground, strength).case


PATTERN = FellesKonto()


class _Planting:
    def __init__(self, ground: Ground, strength: float) -> None:
        self.ground, self.strength = ground, strength
        self.scene, self.days = ground.built.scene, ground.built.scene.days
        self.unit: Enhet = ground.site(("teknisk", "sykehjem", "skole"), 0.7)
        self.rng = ground.rng("account")
        way = pick(self.rng, _WAYS)
        self.helper = pick(self.rng, ground.built.people.attestants[self.unit.id])
        self.case = Case(
            pattern=PATTERN.id,
            strength=strength,
            start=ground.start(),
            enhet=self.unit.id,
            persons=(self.helper,),
            signs=(_WORDS[way],),
        )
        if way in ("ansatt", "leverandor"):
            self._invented(way)
        else:
            self._turned(way)

    def _invented(self, way: str) -> None:
        """A supplier of its own, with an account that is known already."""
        first = self.days.start[self.case.start] - between(self.rng, 5, 60)
        category = max(SHOPPING[self.unit.service], key=lambda name: SHOPPING[self.unit.service][name])
        supplier = new_supplier(self.ground, self.case, category, first, self.rng)
        dataset = "ansattkonto" if way == "ansatt" else "leverandor"
        others = self.ground.records(dataset)
        own = [row["kontonr"] for row in others if row.get("person") == self.helper]
        account = own[0] if own else pick(self.rng, others)["kontonr"]
        row = self.case.rows["leverandor"][-1]
        self.case.rows["leverandor"][-1] = type(row)(known=row.known, values={**row.values, "kontonr": account})
        self.case.suppliers = (supplier,)
        till = Till(self.ground, self.case, self.ground.rng("payments"))
        for month in range(self.case.start, MONTHS):
            for _ in range(max(int(1.6 * self.strength + self.rng.random()), 1)):
                day = between(self.rng, self.days.start[month], self.days.end[month])
                ore = int((9_000 + 60_000 * self.rng.random()) * (0.4 + 0.6 * self.strength)) * 100
                till.book(self.ground.house.voucher(self.rng, self.unit.id, day, supplier, category, ore), account)

    def _turned(self, way: str) -> None:
        """What the enhet owes a real supplier is paid to another account from the start on."""
        month = self.case.start
        owed = [row for row in self._payments(month) if row["ANSVAR"] == self.unit.id]
        owed = owed or [row for later in range(month, MONTHS) for row in self._payments(later)]
        supplier = pick(self.rng, owed)["LEVNR"]
        account = self.ground.account("turned")
        self.case.suppliers = (supplier,)
        if way == "endret":
            self._changed(supplier, account)
        for later in range(month, MONTHS):
            for row in self._payments(later):
                if row["LEVNR"] == supplier and (way == "endret" or row["ANSVAR"] == self.unit.id):
                    self.case.add("betaling", later, {**row, "KONTO": account})
                    self._lost(row)

    def _payments(self, month: int) -> list[dict[str, str]]:
        return [row for row in self.ground.records("betaling", month) if row["LEVNR"]]

    def _changed(self, supplier: str, account: str) -> None:
        first = self.days.start[self.case.start]
        own = next(row for row in self.ground.records("leverandor") if row["leverandor"] == supplier)
        clerk = pick(self.rng, self.ground.built.people.offices["økonomikonsulent"])
        values = {
            "endring_id": "KE9001",
            "leverandor": supplier,
            "endret_dato": self.days.text(first),
            "tidligere_kontonr": own["kontonr"],
            "nytt_kontonr": account,
            "endret_av": clerk,
            "kontrollmaate": "ingen" if self.rng.random() < 0.6 else "brev",
            "kontrollert_av": "" if self.rng.random() < 0.5 else clerk,
        }
        self.case.add("kontoendring", self.case.start, values)
        changed = {"kontonr": account, "konto_endret_dato": self.days.text(first)}
        self.case.add("leverandor", self.case.start, {**own, **changed})

    def _lost(self, row: dict[str, str]) -> None:
        digits = "".join(sign for sign in row["BELØP"] if sign.isdigit())
        day, month, year = row["BETALT"].split(".")
        paid = next(n for n in range(self.days.start[0], self.scene.today + 1) if self._is(n, year, month, day))
        self.case.posts.append(Post(dataset="betaling", key=row["BETALINGSNR"], ore=int(digits or 0), paid=paid))

    def _is(self, number: int, year: str, month: str, day: str) -> bool:
        return self.days.text(number) == f"{year}-{month}-{day}"
