"""The figures per tertial and year that are no survey: staff, learning, complaints and internal control."""

from __future__ import annotations

from kontroll.domain.month import Frequency, Month, Period
from kontroll.example.chance import count, normal
from kontroll.example.days import MONTHS
from kontroll.example.monthly import scaled
from kontroll.example.people import headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import SITE, STAFF, Enhet, Organisation
from kontroll.example.temper import Temper

#: (enhet, indikator, periode, value scaled to the indicator's decimals, its decimals, antall or None)
Value = tuple[str, str, str, int, int, int | None]

_FULL_TIME = {
    "barnehage": 74,
    "sykehjem": 38,
    "hjemmetjeneste": 43,
    "skole": 72,
    "barnevern": 83,
    "kultur": 58,
    "sosial": 88,
    "teknisk": 91,
    "": 93,
}
_EDUCATED = {
    "barnehage": 66,
    "sykehjem": 78,
    "hjemmetjeneste": 76,
    "skole": 84,
    "barnevern": 92,
    "kultur": 68,
    "sosial": 90,
    "teknisk": 74,
    "": 88,
}
_COST = {
    "barnehage": 236_000,
    "sykehjem": 1_310_000,
    "hjemmetjeneste": 318_000,
    "skole": 148_000,
    "barnevern": 196_000,
    "kultur": 3_400,
    "sosial": 112_000,
}


def tertials(scene: Scene) -> list[tuple[str, int]]:
    """The tertials that have ended, two from before the period too, each with the number of its last month."""
    found: list[tuple[str, int]] = []
    for month in range(-8, MONTHS):
        if scene.month(month).number % 4 == 0:
            found.append((str(Period.containing(scene.month(month), Frequency.TERTIAL)), month))
    return found


def _share(value: float) -> float:
    return min(max(value, 0.0), 100.0)


def _tertial(scene: Scene, unit: Enhet, mood: list[float]) -> list[Value]:
    rng, people, found = scene.stream("tertial", unit.id), headcount(unit), list[Value]()
    staffing = scene.stream("staffing", unit.id)
    full = _FULL_TIME[unit.service] + 8.0 * normal(rng)
    educated = _EDUCATED[unit.service] + 5.0 * normal(rng)
    digital = 58.0 + 9.0 * normal(rng)
    cost = _COST.get(unit.service, 0) * (1.0 + 0.12 * normal(rng))
    apprentices = unit.size * (
        0.045 if unit.service in ("barnehage", "sykehjem", "hjemmetjeneste", "teknisk") else 0.012
    )
    for order, (period, month) in enumerate(tertials(scene)):
        now = mood[max(month, 0)]
        full, educated, digital = (
            full + 0.35 + normal(rng),
            educated + 0.2 + 0.6 * normal(rng),
            digital + 1.6 + normal(rng),
        )

        def add(indicator: str, value: float, places: int, antall: int | None = None, at: str = period) -> None:
            found.append((unit.id, indicator, at, scaled(value, places), places, antall))

        add("heltidsandel", _share(full), 1, people)
        add(
            "turnover",
            _share(9.5 - 1.8 * now + (12.0 / people) * 4.0 * abs(normal(rng)) + 1.5 * normal(rng)),
            1,
            people,
        )
        add("fagutdanning", _share(educated), 1)
        add("laerlinger", count(rng, apprentices), 0)
        add("forbedringsforslag", count(rng, 0.06 * people * (1.0 + 0.2 * now) + 0.4), 0)
        add("rutiner_oppdatert", _share(88.0 + 5.0 * now + 5.0 * normal(rng)), 0)
        add("personvernavvik", count(rng, 0.012 * people), 0)
        if rng.random() < 0.4:
            add("funn_lukket", _share(93.0 + 6.0 * now + 9.0 * normal(rng)), 0)
        if unit.kind == SITE:
            add("klager", count(rng, 0.05 * people * (1.3 - 0.35 * now if now < 3 else 0.3) + 0.3), 0)
        if unit.service not in ("kultur", "teknisk", "sykehjem"):
            add("digitale_soknader", _share(digital), 1)
        if unit.service == "barnehage":
            add("barn_per_ansatt", 5.55 + 0.14 * normal(staffing), 2)
            add("barn_per_pedagog", 13.1 + 0.3 * normal(staffing), 2)
        if cost:
            add("kostnad_per_bruker", cost * (1.0 + 0.011 * order) * (1.0 + 0.012 * normal(rng) - 0.008 * now), 0)
    return found


def _year(scene: Scene, unit: Enhet, temper: Temper) -> list[Value]:
    rng, people, found = scene.stream("year", unit.id), headcount(unit), list[Value]()
    habit = normal(rng)
    for order, year in enumerate(scene.survey_years):
        now, period = temper.year(scene, unit.id, year), str(year)

        def add(indicator: str, value: float, antall: int | None = None, at: str = period) -> None:
            found.append((unit.id, indicator, at, scaled(value, 0), 0, antall))

        add("medarbeidersamtaler", _share(86.0 + 6.0 * habit + 5.0 * now + 8.0 * normal(rng)), people)
        add("forbedringer_innfort", _share(52.0 + 8.0 * now + 15.0 * normal(rng)))
        add("internkontroll", _share(68.0 + 2.0 * order + 5.0 * habit + 4.0 * now + 4.0 * normal(rng)))
        add("risikovurdering", _share(72.0 + 3.0 * order + 8.0 * habit + 5.0 * now + 8.0 * normal(rng)))
        add("etikk_opplaering", _share(80.0 + 2.0 * order + 5.0 * habit + 3.0 * now + 5.0 * normal(rng)))
    return found


def alive(scene: Scene, unit: Enhet, month: Month) -> bool:
    """Whether the unit was active in the month; before the period: whether it had been opened."""
    number = scene.number(month)
    return unit.at(number) is not None


def periodic(scene: Scene, organisation: Organisation, temper: Temper) -> list[Value]:
    """Values of every tjenestested and staff department, in the periods in whose last month it was active."""
    found: list[Value] = []
    for unit in organisation.units.values():
        if unit.kind in (SITE, STAFF):
            values = _tertial(scene, unit, temper.mood[unit.id]) + _year(scene, unit, temper)
            found += [v for v in values if alive(scene, unit, Period.parse(v[2]).last_month)]
    return found
