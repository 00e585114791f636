"""Private kjøp: the holder of a card buys for himself, in trades, on days and to addresses that give it away, or not."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.names import SUPPLIER_FIRST
from kontroll.example.patterns.base import Case, Post, Signs, draw_signs
from kontroll.example.patterns.ground import Ground
from kontroll.example.structure import Enhet
from kontroll.texts import N_

_SERVICES = ("skole", "kultur", "barnevern", "teknisk")
_CHANCES = {"bransje": 0.65, "adresse": 0.5, "fridag": 0.55, "kvittering": 0.6, "delt": 0.35}
_WORDS = {
    "bransje": N_("bransjer som mest selger til private"),
    "adresse": N_("sendt til en privat adresse"),
    "fridag": N_("kjøp på fridager"),
    "kvittering": N_("ingen kvittering"),
    "delt": N_("delt for å komme under kortets grense"),
}
_LEAST, _COUNT = ("bransje", "adresse", "fridag", "kvittering", "delt"), 2
_PRIVATE = ("elektronikk", "sportsutstyr", "klær og sko", "gull og ur", "spill")
_ORDINARY = ("byggevare", "dagligvare", "kontorrekvisita", "bokhandel")


@dataclass(frozen=True, slots=True)
class PrivateKjop:
    id: str = "private-kjop"
    name: str = N_("Private kjøp: innkjøpskortet brukt til eget")

    def plant(self, ground: Ground, strength: float) -> Case:
        return _Planting(ground, strength).case


PATTERN = PrivateKjop()


class _Planting:
    def __init__(self, ground: Ground, strength: float) -> None:
        self.ground, self.strength = ground, strength
        self.scene, self.days = ground.built.scene, ground.built.scene.days
        self.unit: Enhet = ground.site(_SERVICES, 0.7)
        self.signs: Signs = draw_signs(ground, _CHANCES, _LEAST, _COUNT)
        self.rng = ground.rng("purchases")
        self.holder = pick(self.rng, ground.built.people.attestants[self.unit.id])
        self.home = f"{pick(self.rng, SUPPLIER_FIRST)}stien {between(self.rng, 1, 60)}, 1999 Furuvik"
        self.number = 0
        self.case = Case(
            pattern=PATTERN.id,
            strength=strength,
            start=ground.start(),
            enhet=self.unit.id,
            persons=(self.holder,),
            signs=self.signs.told(_WORDS),
        )
        for month in range(self.case.start, MONTHS):
            mean = (1.5 + 0.1 * (month - self.case.start)) * (0.35 + 0.65 * strength)
            for _ in range(max(int(min(mean, 4.0) + self.rng.random()), 1)):
                self._bought(month)

    def _bought(self, month: int) -> None:
        rng, days = self.rng, self.days
        day = days.workday(between(rng, days.start[month], days.end[month] - 6))
        if self.signs["fridag"] and chance(rng, 0.6):
            day += 6 - days.weekday(day)
        ore = int((90_000 + rng.random() * 850_000) * (0.45 + 0.55 * self.strength))
        trade = pick(rng, _PRIVATE if self.signs["bransje"] and chance(rng, 0.8) else _ORDINARY)
        shop = f"{pick(rng, SUPPLIER_FIRST)} {trade.capitalize()}"
        if self.signs["delt"] and chance(rng, 0.4):
            for part in range(2):
                self._row(day + part, int(560_000 + 380_000 * rng.random()), trade, shop)
        else:
            self._row(day, ore, trade, shop)

    def _row(self, day: int, ore: int, trade: str, shop: str) -> None:
        rng, days = self.rng, self.days
        if day > self.scene.today:
            return
        self.number += 1
        month, approved = days.month(day), days.workday(day + between(rng, 1, 12))
        key, known = f"KK9{self.number:05d}", approved <= self.scene.reported
        values = {
            "transaksjon": key,
            "ansvar": self.unit.id,
            "kortholder": self.holder,
            "kjopt_dato": days.text(day),
            "brukersted": shop,
            "brukerstedskategori": trade,
            "belop": f"{ore // 100},{ore % 100:02d}",
            "leveringsadresse": self.home if self.signs["adresse"] and chance(rng, 0.7) else "",
            "kvittering_ref": ""
            if self.signs["kvittering"] and chance(rng, 0.7)
            else f"KV{between(rng, 100_000, 999_999)}",
            "formaal": "påfyll av lager",
            "godkjent_av": self.ground.leader(self.unit, month) if known else "",
            "godkjent_dato": days.text(approved) if known else "",
        }
        self.case.add("kortkjop", month, values)
        self.case.posts.append(Post(dataset="kortkjop", key=key, ore=ore, paid=day))
