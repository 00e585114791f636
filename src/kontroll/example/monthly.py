"""The monthly figures: economy, absence, working time and case handling, moved by season and by the unit's temper."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kontroll.example import noise
from kontroll.example.chance import normal
from kontroll.example.days import MONTHS
from kontroll.example.planted import FIRST_MONTH, overrun
from kontroll.example.scene import Scene
from kontroll.example.structure import PLANTED_SITE, Enhet, Organisation
from kontroll.example.temper import Temper

#: Sick leave in the whole kommune in each month, percent; January first.
_SICK_SEASON = (9.0, 9.6, 9.3, 8.4, 7.7, 7.3, 6.2, 6.7, 7.9, 8.5, 8.9, 8.6)
_SICK = {
    "barnehage": 1.14,
    "sykehjem": 1.10,
    "hjemmetjeneste": 1.13,
    "skole": 0.92,
    "barnevern": 1.08,
    "sosial": 0.98,
    "kultur": 0.74,
    "teknisk": 0.76,
    "": 0.58,
}
#: Share of working hours done by stand-ins, percent.
_STANDINS = {
    "barnehage": 6.5,
    "sykehjem": 9.5,
    "hjemmetjeneste": 9.0,
    "skole": 4.0,
    "barnevern": 5.0,
    "sosial": 1.5,
    "kultur": 1.2,
    "teknisk": 0.9,
    "": 0.5,
}
#: Budget per årsverk and year in thousand kroner.
_BUDGET = {
    "barnehage": 760,
    "sykehjem": 880,
    "hjemmetjeneste": 820,
    "skole": 810,
    "barnevern": 1150,
    "sosial": 1240,
    "kultur": 980,
    "teknisk": 1480,
    "": 1120,
}
_SPENDING_SEASON = (98, 96, 97, 99, 101, 92, 84, 97, 103, 105, 108, 120)
#: Days to handle a case, and whether the service handles cases at all.
_CASE_DAYS = {"sosial": 19, "teknisk": 28, "barnevern": 34, "hjemmetjeneste": 14, "": 11}

ECONOMY = ("okonomi_avvik", "okonomi_avvik_kr", "okonomi_prognose", "prognosesikkerhet", "lonnsavvik", "vikarutgifter")
STAFFING = ("sykefravaer", "sykefravaer_korttid", "sykefravaer_langtid", "aarsverk")
HOURS = ("overtid_per_aarsverk", "vikarbruk")
CASES = ("svar_innen_frist", "saksbehandlingstid")
WHOLE = ("okonomi_avvik_kr", "saksbehandlingstid")
_TENS = (1.0, 10.0, 100.0)


@dataclass
class Figures:
    """Of one unit, one number a month: values[indicator][month], scaled to the indicator's decimals.

    budget and deviation are kroner so far this year, whole_year the budget and forecast the deviation for all of it.
    """

    values: dict[str, list[int]] = field(default_factory=dict)
    budget: list[int] = field(default_factory=list)
    whole_year: list[int] = field(default_factory=list)
    deviation: list[int] = field(default_factory=list)
    forecast: list[int] = field(default_factory=list)


def scaled(value: float, places: int = 1) -> int:
    """`value` times ten to the `places`, rounded half away from zero."""
    big = value * _TENS[places]
    return int(big + 0.5) if big >= 0 else -int(0.5 - big)


@dataclass(frozen=True)
class Weather:
    """What hits every unit alike: influenza winters (percent of sick leave) and tight years (percent of budget)."""

    sick: list[float]
    economy: list[float]


def weather(scene: Scene) -> Weather:
    rng = scene.stream("weather")
    sick, economy, wave, tight = [], [], 0.0, 0.15 * normal(rng)
    for month in range(MONTHS):
        n = scene.month(month).number
        if n == 1:
            tight = 0.2 * normal(rng)
        wave = 0.55 * wave + (0.30 if n in (1, 2, 3, 11, 12) else 0.10) * normal(rng)
        sick.append(wave)
        economy.append(tight + 0.12 * normal(rng))
    return Weather(sick, economy)


def _economy(scene: Scene, unit: Enhet, mood: list[float], tight: list[float], rng: Random, figures: Figures) -> None:
    per_year = unit.size * _BUDGET[unit.service] * 1000.0
    roughness = 1.5 * (20.0 / unit.size) ** 0.5 if unit.size > 5 else 3.0
    first = scene.first.number - 1
    spent_budget, saved = 0.0, 0.0
    for n in range(first):
        share = per_year * _SPENDING_SEASON[n] / 1200.0
        spent_budget += share
        saved += share * (1.1 + 0.8 * mood[0]) / 100.0
    before = None
    for month in range(MONTHS):
        n = scene.month(month).number - 1
        if n == 0:
            spent_budget, saved, before = 0.0, 0.0, None
            per_year *= 1.035
        expected = 1.55 + 0.75 * mood[month]
        share = per_year * _SPENDING_SEASON[n] / 1200.0
        percent = expected + tight[month] + roughness * normal(rng)
        if scene.calm:
            expected, percent = abs(expected), noise.overrun(scene.seed, unit.id, month, percent)
        if scene.planted and unit.id == PLANTED_SITE and month >= FIRST_MONTH:
            percent = expected = overrun(month)
        spent_budget += share
        saved += share * percent / 100.0
        so_far = 100.0 * saved / spent_budget
        weight = (n + 1) / 12.0
        forecast = weight * so_far + (1.0 - weight) * (expected if expected > 0 else 0.6 * expected)
        forecast += 0.35 * normal(rng) * (1.1 - weight)
        hit = 97.0 - 8.0 * abs(forecast - before) + normal(rng) if before is not None else 95.0 + normal(rng)
        before = forecast
        figures.budget.append(scaled(spent_budget, 0))
        figures.whole_year.append(scaled(per_year, 0))
        figures.deviation.append(scaled(saved, 0))
        figures.forecast.append(scaled(forecast * per_year / 100.0, 0))
        add = figures.values
        add["okonomi_avvik"].append(scaled(so_far))
        add["okonomi_avvik_kr"].append(scaled(saved, 0))
        add["okonomi_prognose"].append(scaled(forecast))
        add["prognosesikkerhet"].append(scaled(min(max(hit, 35.0), 100.0)))
        add["lonnsavvik"].append(scaled(0.7 * so_far + 0.2 + 0.5 * normal(rng)))


def _staffing(scene: Scene, unit: Enhet, mood: list[float], wave: list[float], rng: Random, figures: Figures) -> None:
    add, level, posts = figures.values, _SICK[unit.service], unit.size
    spread = min(0.55 * (30.0 / unit.size) ** 0.5, 1.6)
    lasting = 0.0
    for month in range(MONTHS):
        n = scene.month(month).number - 1
        lasting = 0.8 * lasting + spread * 0.6 * normal(rng)
        sick = (
            _SICK_SEASON[n] * (level - 0.10 * mood[month]) + level * wave[month] + lasting + spread * 0.5 * normal(rng)
        )
        sick = min(max(sick, 0.3), 26.0) * (0.7 if scene.calm else 1.0)
        short = sick * (0.30 + 0.06 * normal(rng) * 0.5 + (0.06 if n in (0, 1, 10) else 0.0))
        total, brief = scaled(sick), scaled(min(max(short, 0.1), sick))
        if n == 7:
            posts = unit.size * (1.0 + 0.03 * normal(rng))
        stand_ins = max(_STANDINS[unit.service] * (0.75 + 0.03 * sick) + 0.5 * normal(rng), 0.0)
        overtime = max(1.1 + 0.16 * (sick - 7.0) - 0.25 * mood[month] + 0.4 * normal(rng), 0.0)
        add["sykefravaer"].append(total)
        add["sykefravaer_korttid"].append(brief)
        add["sykefravaer_langtid"].append(total - brief)
        add["aarsverk"].append(scaled(posts * (1.0 + 0.004 * normal(rng))))
        add["vikarbruk"].append(scaled(stand_ins))
        add["vikarutgifter"].append(scaled(max(0.35 * stand_ins + 0.3 * normal(rng), 0.0)))
        add["overtid_per_aarsverk"].append(scaled(overtime))
        days = _CASE_DAYS.get(unit.service, 0)
        if days:
            late = 1.12 if n in (6, 7) else 1.0
            add["saksbehandlingstid"].append(
                scaled(max(days * late * (1.0 - 0.12 * mood[month]) + normal(rng), 2.0), 0)
            )
        add["svar_innen_frist"].append(scaled(min(91.0 + 4.0 * mood[month] + 3.0 * normal(rng), 100.0)))


def monthly(scene: Scene, organisation: Organisation, temper: Temper) -> dict[str, Figures]:
    """The figures of every tjenestested and staff department, and sums for the units above them."""
    found: dict[str, Figures] = {}
    common = weather(scene)
    for unit in organisation.units.values():
        rng = scene.stream("monthly", unit.id)
        figures = Figures({name: [] for name in (*ECONOMY, *STAFFING, *HOURS, *CASES)})
        _economy(scene, unit, temper.mood[unit.id], common.economy, rng, figures)
        _staffing(scene, unit, temper.mood[unit.id], common.sick, rng, figures)
        found[unit.id] = figures
    _sum_up(organisation, found)
    return found


def _sum_up(organisation: Organisation, found: dict[str, Figures]) -> None:
    """Replace the figures of virksomheter, areas and the whole kommune by those of the units below them."""
    sums: dict[str, list[list[int]]] = {}
    for unit in organisation.sites():
        own = found[unit.id]
        for month in range(MONTHS):
            if unit.at(month) is None:
                continue
            posts = own.values["aarsverk"][month]
            for above in organisation.above(unit.id, month):
                line = sums.setdefault(above, [[0] * 7 for _ in range(MONTHS)])[month]
                line[0] += own.budget[month]
                line[1] += own.deviation[month]
                line[2] += own.forecast[month]
                line[3] += posts
                line[4] += posts * own.values["sykefravaer"][month]
                line[5] += posts * own.values["sykefravaer_korttid"][month]
                line[6] += own.whole_year[month]
    for id, months in sums.items():
        values = found[id].values
        for month, (budget, deviation, forecast, posts, sick, brief, whole_year) in enumerate(months):
            if not posts:
                continue
            found[id].budget[month], found[id].deviation[month] = budget, deviation
            found[id].forecast[month], found[id].whole_year[month] = forecast, whole_year
            values["okonomi_avvik"][month] = scaled(100.0 * deviation / budget)
            values["okonomi_avvik_kr"][month] = deviation
            values["okonomi_prognose"][month] = scaled(100.0 * forecast / whole_year)
            values["aarsverk"][month] = posts
            total, short = scaled(sick / posts / 10.0), scaled(brief / posts / 10.0)
            values["sykefravaer"][month], values["sykefravaer_korttid"][month] = total, short
            values["sykefravaer_langtid"][month] = total - short
