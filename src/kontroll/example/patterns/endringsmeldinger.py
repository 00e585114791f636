"""Endringsmeldinger: a contract won low and blown up by changes that one person orders and nobody has looked into."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.patterns.base import Case, Signs, draw_signs
from kontroll.example.patterns.ground import Ground
from kontroll.example.patterns.paid import Till
from kontroll.example.patterns.suppliers import new_supplier
from kontroll.example.structure import Enhet
from kontroll.example.vouchers import NUMBER
from kontroll.texts import N_

_SERVICES = ("teknisk", "kultur", "skole")
_CATEGORIES = ("bygg og vedlikehold", "rørlegger", "elektriker", "anlegg og vei")
_CHANCES = {"grunnlag": 0.6, "samme": 0.45, "etterpaa": 0.5, "grense": 0.5}
_WORDS = {
    "grunnlag": N_("endringer uten grunnlag"),
    "samme": N_("bestilt og godkjent av samme person"),
    "etterpaa": N_("godkjent etter at arbeidet var gjort"),
    "grense": N_("endringer rett under fullmakten"),
}
_LEAST, _COUNT = ("grunnlag", "samme", "etterpaa", "grense"), 1
_CAUSES = ("grunnforhold", "feil i tegningen", "ønske fra brukerne", "uforutsett råte")
_CONTRACT = "K9001"


@dataclass(frozen=True, slots=True)
class Endringsmeldinger:
    id: str = "endringsmeldinger"
    name: str = N_("Endringsmeldinger: en kontrakt som blåses opp")

    def plant(self, ground: Ground, strength: float) -> Case:
        return _Planting(ground, strength).case


PATTERN = Endringsmeldinger()


class _Planting:
    def __init__(self, ground: Ground, strength: float) -> None:
        self.ground, self.strength = ground, strength
        self.scene, self.days = ground.built.scene, ground.built.scene.days
        self.unit: Enhet = ground.site(_SERVICES, 0.9)
        self.signs: Signs = draw_signs(ground, _CHANCES, _LEAST, _COUNT)
        start, self.rng = ground.start(), ground.rng("orders")
        self.category = pick(self.rng, _CATEGORIES)
        self.orderer = pick(self.rng, ground.built.people.attestants[self.unit.id])
        self.case = Case(
            pattern=PATTERN.id, strength=strength, start=start, enhet=self.unit.id, signs=self.signs.told(_WORDS)
        )
        registered = self.days.start[start] - between(self.rng, 200, 900)
        self.supplier = new_supplier(ground, self.case, self.category, registered, self.rng)
        self.case.suppliers, self.case.persons = (self.supplier,), (self.orderer,)
        self.sum = between(self.rng, 5, 24) * 100_000
        self._contract(start)
        till, number = Till(ground, self.case, ground.rng("payments")), 0
        for month in range(start, MONTHS):
            mean = (1.0 + 0.8 * self.rng.random()) * (0.45 + 0.55 * strength)
            for _ in range(max(int(mean + self.rng.random()), 1)):
                number += 1
                self._order(till, month, number)

    def _contract(self, start: int) -> None:
        first = self.days.start[start] - between(self.rng, 15, 60)
        values = {
            "kontrakt_id": _CONTRACT,
            "enhet": self.unit.id,
            "leverandor": self.supplier,
            "kategori": self.category,
            "kontrakttype": "enkeltkontrakt",
            "gjelder_fra": self.days.text(first),
            "gjelder_til": self.days.text(first + 900),
            "oppfolgingsmote_dato": self.days.text(self.days.start[start]),
            "verdi": f"{self.sum},00",
            "doffin_ref": f"2025-{between(self.rng, 100_000, 999_999)}",
            "kontraktansvarlig": self.ground.leader(self.unit, start),
        }
        self.case.add("kontrakt", max(self.days.month(first), 0), values)

    def _order(self, till: Till, month: int, number: int) -> None:
        rng, days = self.rng, self.days
        approved = days.workday(between(rng, days.start[month], days.end[month] - 3))
        if approved > self.scene.today:
            return
        share = between(rng, 3, 9) * (0.35 + 0.65 * self.strength)
        kroner = int(self.sum * share / 100)
        most = self.ground.limit(self.unit) // 100
        if self.signs["grense"]:
            kroner = int(most * (0.7 + 0.2 * self.strength + 0.098 * rng.random()))
        late = self.signs["etterpaa"] and chance(rng, 0.7)
        done = approved - between(rng, 1, 20) if late else approved + between(rng, 1, 12)
        leader = self.ground.leader(self.unit, month)
        same = self.signs["samme"] and chance(rng, 0.8)
        values = {
            "endring_id": f"EM9{number:04d}",
            "enhet": self.unit.id,
            "kontrakt_ref": _CONTRACT,
            "leverandor": self.supplier,
            "kontraktssum": f"{self.sum},00",
            "belop": f"{kroner},00",
            "aarsak": pick(rng, _CAUSES),
            "grunnlag_ref": "" if self.signs["grunnlag"] and chance(rng, 0.8) else f"GR{between(rng, 10_000, 99_999)}",
            "bestilt_dato": days.text(days.workday(done - between(rng, 2, 9))),
            "utfort_dato": days.known(done, self.scene.today),
            "godkjent_dato": days.text(approved),
            "bestilt_av": leader if same else self.orderer,
            "godkjent_av": leader,
        }
        self.case.add("endringsmelding", month, values)
        voucher = self.ground.house.voucher(
            rng, self.unit.id, approved + between(rng, 3, 15), self.supplier, self.category, kroner * 100, _CONTRACT
        )
        voucher.row[NUMBER] = str(4000 + number)
        till.book(voucher)
