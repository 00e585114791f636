"""Spøkelsesansatt: pay to somebody who does not work, put in by the one who approves the hours at one enhet.

Nobody of the name is employed, or the employment has ended, or it is there without a written agreement; no hours are
behind the pay, or hours that the same person wrote and approved; the money goes to an account that somebody has already.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.example.chance import between, pick
from kontroll.example.days import MONTHS
from kontroll.example.patterns.base import Case, Post, Signs, draw_signs
from kontroll.example.patterns.ground import Ground
from kontroll.example.structure import Enhet
from kontroll.texts import N_

_SERVICES = ("sykehjem", "hjemmetjeneste", "skole", "barnehage")
_CHANCES = {"forhold": 0.45, "avtale": 0.5, "timer": 0.6, "konto": 0.5}
_WORDS = {
    "forhold": N_("lønn uten arbeidsforhold"),
    "avtale": N_("arbeidsforhold uten skriftlig avtale"),
    "timer": N_("lønn uten timer"),
    "konto": N_("samme konto som en annen ansatt"),
}
_LEAST, _COUNT = ("forhold", "timer", "konto"), 1
_WITHOUT_END = "2099-12-31"
_RATE = 243


@dataclass(frozen=True, slots=True)
class Spokelsesansatt:
    id: str = "spokelsesansatt"
    name: str = N_("Spøkelsesansatt: lønn til en som ikke arbeider")

    def plant(self, ground: Ground, strength: float) -> Case:
        return _Planting(ground, strength).case


PATTERN = Spokelsesansatt()


class _Planting:
    def __init__(self, ground: Ground, strength: float) -> None:
        self.ground, self.strength = ground, strength
        self.days = ground.built.scene.days
        self.unit: Enhet = ground.site(_SERVICES, 0.8)
        self.signs: Signs = draw_signs(ground, _CHANCES, _LEAST, _COUNT)
        start, rng = ground.start(), ground.rng("who")
        self.helper = pick(rng, ground.built.people.attestants[self.unit.id])
        self.person, self.employment = f"P{between(rng, 90_000, 98_999)}", f"A9{between(rng, 1000, 9999)}"
        self.case = Case(
            pattern=PATTERN.id,
            strength=strength,
            start=start,
            enhet=self.unit.id,
            persons=(self.person,),
            signs=self.signs.told(_WORDS),
        )
        self.account = self._account()
        if not self.signs["forhold"]:
            self._employ(start)
        for month in range(start, MONTHS):
            self._paid(month)

    def _account(self) -> str:
        """The helper's own, where it is known; one that is nobody's else."""
        own = [row["kontonr"] for row in self.ground.records("ansattkonto") if row["person"] == self.helper]
        return own[0] if own and self.signs["konto"] else self.ground.account(self.person)

    def _employ(self, start: int) -> None:
        values = {
            "arbeidsforhold": self.employment,
            "enhet": self.unit.id,
            "person": self.person,
            "ansettelsesform": "timelønn",
            "arbeidsavtale_ref": "" if self.signs["avtale"] else f"AA{self.employment[1:]}",
            "ansatt_fra": self.days.text(self.days.start[start] - 20),
            "ansatt_til": _WITHOUT_END,
        }
        self.case.add("ansettelse", start - 1, values)

    def _paid(self, month: int) -> None:
        """For the month before, on the twelfth: more hours, the less it is hidden."""
        rng, days = self.ground.rng("pay", str(month)), self.days
        first, last, paid = days.start[month - 1], days.end[month - 1], days.workday(days.start[month] + 11)
        hours = between(rng, 40, 60) + int(between(rng, 40, 80) * self.strength)
        if not self.signs["timer"]:
            self._hours(month, first, hours)
        ore, key = hours * _RATE * 100, f"LL9{month:05d}"
        values = {
            "lonnslinje": key,
            "ansvar": self.unit.id,
            "person": self.person,
            "arbeidsforhold": self.employment,
            "lonnsart": "timelønn",
            "periode_fra": days.text(first),
            "periode_til": days.text(last),
            "utbetalt_dato": days.text(paid),
            "timer": f"{hours},0",
            "belop": f"{ore // 100},00",
            "kontonr": self.account,
            "godkjent_av": self.ground.leader(self.unit, month) or self.helper,
        }
        self.case.add("lonn", month, values)
        self.case.posts.append(Post(dataset="lonn", key=key, ore=ore, paid=paid))

    def _hours(self, month: int, first: int, hours: int) -> None:
        monday = first + (8 - self.days.weekday(first)) % 7
        for week in range(3):
            values = {
                "registrering": f"T9{month:03d}{week}",
                "enhet": self.unit.id,
                "person": self.person,
                "uke_fra": self.days.text(monday + 7 * week),
                "timer": f"{hours // 3},0",
                "fort_av": self.helper,
                "godkjent_av": self.helper,
            }
            self.case.add("timeregistrering", month - 1, values)
