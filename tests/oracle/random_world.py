"""A random kommune: its units over time, its indicators with their values, parameters and ambitions."""

import random
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from kontroll.recompute.language import MONTHS_IN, fold, last_month, month_text

from .random_files import BAD_CELLS, Dialect, block, save

SERVICES = ["skole", "barnehage", "Pleie og omsorg", "brann"]
TYPES = ["tjenestested", "avdeling", "stab"]
HISTORY = {"maaned": 15, "tertial": 9, "aar": 7}


@dataclass
class Plan:
    """What the parts of one case must agree on."""

    rng: random.Random
    first: int
    last: int
    units: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    indicators: dict[str, "Gauge"] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    datasets: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)

    def word(self, word: str) -> str:
        """A value word in one of its two spellings."""
        return word if self.rng.random() < 0.5 else fold(word)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


@dataclass
class Gauge:
    """An indicator and the few values around its thresholds; `step` is its smallest step."""

    id: str
    frequency: str
    decimals: int
    step: Decimal
    pool: list[Decimal]
    missing: float
    upwards: bool
    least_count: int = 0
    computed: dict[str, Any] | None = None

    def raw(self, rng: random.Random) -> Decimal:
        """A delivered value: at times with more decimals than the indicator, halves among them."""
        value = rng.choice(self.pool)
        if rng.random() < 0.3:
            value += self.step * rng.choice([Decimal("0.5"), Decimal("-0.5"), Decimal("0.49"), Decimal("-0.501")])
        return value

    def threshold(self, rng: random.Random) -> Decimal:
        """At a value that occurs, or a hair beside it."""
        value = rng.choice(self.pool)
        if rng.random() < 0.25:
            value += self.step * rng.choice([Decimal("0.05"), Decimal("-0.05"), Decimal("0.5"), Decimal("0.001")])
        return value


def make_units(plan: Plan) -> None:
    """Units that start, close, are reorganised and change service, with gaps at times."""
    rng = plan.rng
    names = [f"{rng.choice(['E', 'e', '1', 'Ås-'])}{number:02d}" for number in range(rng.randint(5, 15))]
    for name in names:
        rows, start = [], None
        if plan.chance(0.35):
            start = plan.first + rng.randint(-3, max(1, (plan.last - plan.first) // 2))
        while True:
            end = None if plan.chance(0.6) else (start or plan.first) + rng.randint(0, plan.last - plan.first + 1)
            service = "" if plan.chance(0.12) else rng.choice(SERVICES[: rng.choice([2, 3, 4])])
            rows.append({"type": rng.choice(TYPES[: rng.choice([1, 2, 3])]), "service": service,
                         "first": start, "last": end})  # fmt: skip
            if end is None or len(rows) == 3 or plan.chance(0.3):
                break
            start = end + (1 if plan.chance(0.7) else rng.randint(2, 4))
        plan.units[name] = rows


def write_units(plan: Plan, data: Path) -> None:
    rng = plan.rng
    names = list(plan.units)
    dialect = Dialect.any(rng)
    rows = [
        [unit, dialect.text(f"Enhet {unit}; {rng.choice('ab')}, «Åsen»"), row["type"],
         rng.choice(["", *names]), dialect.text(row["service"]), f"p{rng.randint(1, 6)}",
         month_text(row["first"]) if row["first"] else "",
         month_text(row["last"]) if row["last"] else "", rng.choice(names) if row["last"] else ""]
        for unit in names
        for row in plan.units[unit]
    ]  # fmt: skip
    rng.shuffle(rows)
    headings = ["enhet", "navn", "enhetstype", "overordnet", "tjeneste", "leder_id", "gjelder_fra", "gjelder_til",
                "etterfolger"]  # fmt: skip
    dialect.write(data / "organisasjon.csv", headings, rows)
    people = [
        [f"p{number}", dialect.text(f"Åse Øst {number}"), f"p{number}@kommune.example",
         rng.choice(["leder", "fungerende", "stedfortreder", ""]), rng.choice([*names, ""]),
         month_text(plan.first + rng.randint(-2, 2)), rng.choice(["", month_text(plan.last - rng.randint(0, 4))])]
        for number in range(1, rng.randint(4, 9))
    ]  # fmt: skip
    headings = ["person_id", "navn", "epost", "rolle", "enhet", "gjelder_fra", "gjelder_til"]
    Dialect.any(rng).write(data / "personer.csv", headings, people)


def make_gauge(plan: Plan, name: str, frequency: str | None = None) -> Gauge:
    rng = plan.rng
    decimals = rng.choice([0, 1, 1, 2, 2, 4])
    step = Decimal(1).scaleb(-decimals)
    centre = step * rng.choice([0, 0, 0, 1, 5, -3, 40, 12345, 98765432109 if decimals < 3 and plan.chance(0.3) else 40])
    pool = [centre + step * offset for offset in range(-rng.randint(1, 2), rng.randint(1, 2) + 1)]
    return Gauge(
        id=name,
        frequency=frequency or rng.choice(["maaned", "maaned", "maaned", "tertial", "aar"]),
        decimals=decimals,
        step=step,
        pool=pool,
        missing=rng.choice([0, 0, 0.03, 0.1, 0.25, 0.5]),
        upwards=plan.chance(0.5),
        least_count=rng.choice([0, 0, 0, 5]),
    )


def make_indicators(plan: Plan) -> None:
    frequencies = ["maaned", "tertial", "aar", *[None] * plan.rng.randint(2, 5)]
    for number, frequency in enumerate(frequencies):
        gauge = make_gauge(plan, f"ind_{number}", frequency)
        plan.indicators[gauge.id] = gauge


def make_indices(plan: Plan) -> None:
    """Weighted means of indicators that are no finer than the mean itself."""
    rng = plan.rng
    for number in range(rng.randint(1, 2)):
        gauge = make_gauge(plan, f"indeks_{number}", rng.choice(["maaned", "maaned", "tertial", "aar"]))
        parts = [one for one in plan.indicators.values() if MONTHS_IN[one.frequency] >= MONTHS_IN[gauge.frequency]]
        chosen = rng.sample(parts, min(len(parts), rng.choice([2, 2, 3])))
        recipe: dict[str, Any] = {"indeks": [one.id for one in chosen]}
        if plan.chance(0.8):
            recipe["vekt"] = [rng.choice([1, 2, 3, Decimal("0.5")]) for _ in chosen]
        weights = recipe.get("vekt", [1] * len(chosen))
        gauge.computed, gauge.least_count = recipe, rng.choice([0, 0, 0, 0, 2])
        gauge.pool = []
        for _ in range(5):
            mean = sum(rng.choice(one.pool) * weight for one, weight in zip(chosen, weights, strict=True))
            gauge.pool.append((mean / sum(weights)).quantize(gauge.step))
        plan.indicators[gauge.id] = gauge


def write_indicators(plan: Plan, rules: Path) -> None:
    rows = []
    for one in plan.indicators.values():
        row: dict[str, Any] = {"id": one.id, "navn": f"Måling {one.id}", "maaleenhet": "prosent"}
        row["bedre_er"] = plan.word("høyere" if one.upwards else "lavere")
        row["frekvens"] = plan.word({"maaned": "måned", "aar": "år"}.get(one.frequency, one.frequency))
        row |= {
            "desimaler": one.decimals,
            "fokusomrade": "medarbeidere",
            "kilde": "HR-systemet",
            "eier": "HR",
        }
        if one.least_count or plan.chance(0.3):
            row["min_antall"] = one.least_count
        if one.computed:
            row["beregnet"] = one.computed
        rows.append(row)
    cut = plan.rng.randint(1, len(rows) - 1)
    save(rules / "indikatorer" / "en.yaml", block({"indikatorer": rows[:cut]}))
    save(rules / "indikatorer" / "to.yaml", block({"indikatorer": rows[cut:]}))


def write_values(plan: Plan, data: Path) -> None:
    """Deliveries in several files; later rows correct earlier ones, at times to nothing or to nonsense."""
    rng = plan.rng
    rows: list[tuple[str, str, str, Decimal | None, int | None]] = []
    for gauge in plan.indicators.values():
        if gauge.computed:
            continue
        size = MONTHS_IN[gauge.frequency]
        for unit in plan.units:
            for period in range(plan.first // size - HISTORY[gauge.frequency], plan.last // size + 1):
                if rng.random() >= gauge.missing:
                    name = period_text(period, gauge.frequency)
                    rows.append((unit, gauge.id, name, gauge.raw(rng), head_count(gauge, rng)))
                elif plan.chance(0.3):
                    rows.append((unit, gauge.id, period_text(period, gauge.frequency), None, None))
    corrected = [row for row in rows if plan.chance(0.06)]
    rng.shuffle(rows)
    files = rng.choice([["A.csv"], ["2024.csv", "Årsmåling.csv"], ["B.csv", "a.csv", "m.csv"]])
    for number, name in enumerate(files):
        write_delivery(plan, data / "maalinger" / name, rows[number :: len(files)], Decimal(0))
    write_delivery(plan, data / "maalinger" / rng.choice(["korreksjon.csv", "Korreksjon.csv"]), corrected, Decimal(1))


def head_count(gauge: Gauge, rng: random.Random) -> int | None:
    if gauge.least_count and rng.random() < 0.15:
        return rng.choice([None, gauge.least_count - 1, 0])
    return rng.choice([gauge.least_count or None, gauge.least_count + 1, 1200])


def write_delivery(plan: Plan, file: Path, rows: list[Any], shift: Decimal) -> None:
    """`shift` steps are added to the values, so that a correction differs from what it corrects."""
    rng, dialect = plan.rng, Dialect.any(plan.rng)
    written = []
    for unit, indicator, period, value, count in rows:
        text = dialect.number(None if value is None else value + shift * plan.indicators[indicator].step)
        if plan.chance(0.2 if shift else 0.01):
            text = rng.choice(["", *BAD_CELLS])
        written.append([unit, indicator, period, text, dialect.number(count)])
        if plan.chance(0.01):
            wrong = ["2024-13", "i fjor", "2024-T4", "2024", "2024-T1", "2024-05"]
            written.append([unit, indicator, rng.choice(wrong), text, "6"])
            written.append([unit, "ukjent_indikator", period, text, "6"])
            written.append(["E97", indicator, period, text, "6"])
        if plan.chance(0.02):
            written.append([unit, indicator, period, "" if value is None else dialect.number(value), "6"])
    dialect.write(file, ["enhet", "indikator", "periode", "verdi", "antall"], written)


def period_text(period: int, frequency: str) -> str:
    year = last_month(period, frequency) // 12
    if frequency == "tertial":
        return f"{year}-T{period % 3 + 1}"
    return str(year) if frequency == "aar" else month_text(period)


def write_ambitions(plan: Plan, data: Path) -> None:
    """Thresholds for every unit, for a service and for single units, year by year, with holes."""
    rng, dialect = plan.rng, Dialect.any(plan.rng)
    rows = []
    for gauge in plan.indicators.values():
        for year in range(plan.first // 12 - 2, plan.last // 12 + 1):
            places = ["*"] if plan.chance(0.9) else []
            places += [f"tjeneste:{one}" for one in SERVICES if plan.chance(0.25)]
            places += [one for one in plan.units if plan.chance(0.12)]
            for place in places:
                pair: list[Decimal | None] = [*sorted([gauge.threshold(rng), gauge.threshold(rng)])]
                if gauge.upwards:
                    pair.reverse()
                if plan.chance(0.06):
                    pair[rng.randint(0, 1)] = None
                row = [place, gauge.id, str(year), *(dialect.number(one) for one in pair)]
                if plan.chance(0.02):
                    row[rng.choice([3, 4])] = rng.choice(BAD_CELLS)
                rows.append(row)
    rng.shuffle(rows)
    dialect.write(data / "ambisjoner.csv", ["enhet", "indikator", "aar", "gronn", "gul"], rows)
