"""World: what a random case is made of before there are rules: enheter, indicators, parameters and data sets.

Few distinct values on purpose: ties, thresholds that are hit exactly and equal fields are then common.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from kontroll.domain.condition import Condition
from kontroll.domain.dataset import LINE_KEY, DataSet, Field, FieldType, Stock
from kontroll.domain.indicator import Aggregate, Better, FromRecords, Indicator, WeightedIndex
from kontroll.domain.month import Frequency, Month
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.rule import Rule

T = TypeVar("T")

SERVICES = ("skole", "barnehage", "sykehjem")
TYPES = ("tjenestested", "stab")
PERSONS = ("P1", "P2", "P3", "P4")
SUPPLIERS = ("L1", "L2", "L3")
CATEGORIES = ("anlegg", "drift", "øl")
CLOCKS = ("00:00", "05:59", "06:00", "12:30", "21:59:59", "22:00", "23:30")
DELIVERED = {
    "tilfreds": Frequency.MONTH,
    "klager": Frequency.TERTIAL,
    "prover": Frequency.TERTIAL,
    "undersokelse": Frequency.YEAR,
    "opplaring": Frequency.YEAR,
}
AMOUNTS = tuple(Decimal(text) for text in ("-100", "0", "100", "500", "999.5", "1000", "1000.01", "2000"))
NUMBERS = tuple(Decimal(text) for text in ("-1", "0", "0.25", "0.5", "100", "500", "1000"))
COUNTS = tuple(Decimal(n) for n in (0, 1, 2, 3, 1000))


@dataclass(frozen=True, slots=True)
class Plan:
    """The compact description of a case. missing: per cent of the values that never came."""

    seed: int
    unit_rules: int
    record_rules: int
    enheter: int
    months: int
    missing: int


class Dice:
    """A seeded source of choices."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def pick(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        return self._random.choices(options, weights)[0]

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        return self._random.sample(options, min(len(options), self.whole(low, high)))

    def shuffled(self, options: Sequence[T]) -> list[T]:
        return self._random.sample(options, len(options))


@dataclass(slots=True)
class World:
    """pools: indicator -> the values it is likely to have. levels: rule -> length of the longest chain below it."""

    plan: Plan
    dice: Dice
    first: Month
    last: Month
    enheter: list[str]
    indicators: dict[str, Indicator] = field(default_factory=dict)
    pools: dict[str, list[Decimal]] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    datasets: dict[str, DataSet] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)

    def day(self) -> date:
        """A day in or near the judged months; the edges of months are common."""
        month = self.first.plus(self.dice.whole(-2, self.plan.months))
        if self.dice.chance(0.4):
            return self.dice.pick([month.first_day, month.last_day])
        return month.first_day + timedelta(days=self.dice.pick([1, 4, 9, 14, 27]))


def begin_world(plan: Plan) -> World:
    """A world with enheter, delivered indicators, parameters and data sets, and nothing computed yet."""
    dice = Dice(f"world {plan.seed}")
    first = Month(2024, 1).plus(dice.whole(0, 23))
    enheter = [f"E{number}" for number in range(1, plan.enheter + 1)]
    world = World(plan, dice, first, first.plus(plan.months - 1), enheter)
    _add_indicators(world)
    _add_parameters(world)
    _add_datasets(world)
    return world


# --- indicators -----------------------------------------------------------------------------------------------


def _add_indicators(world: World) -> None:
    dice = world.dice
    # The first two have the same decimals and step: half of their means lie in the middle between two values.
    alike = dice.pick([0, 1]), dice.pick([1, 5])
    for id in ("fravaer", "avvik_budsjett"):
        _add_indicator(world, id, Frequency.MONTH, *alike)
    for id, frequency in DELIVERED.items():
        # Large values near each other: their changes in per cent differ far behind the decimal point only.
        base = dice.pick([0, 10_000_000], [9, 1])
        _add_indicator(world, id, frequency, dice.pick([0, 1, 2]), dice.pick([1, 1, 5, 1000]), base)


def _add_indicator(world: World, id: str, frequency: Frequency, decimals: int, steps: int, base: int = 0) -> None:
    dice = world.dice
    step = Decimal(steps).scaleb(-decimals)
    world.pools[id] = [base + step * n for n in range(dice.pick([-3, -1, 0]), 5)]
    world.indicators[id] = Indicator(
        id=id,
        name=id,
        unit="",
        better=dice.pick(list(Better)),
        frequency=frequency,
        decimals=decimals,
        min_count=dice.pick([0, 0, 5]),
    )


def add_computed(world: World, aggregate: Aggregate, dataset: str, where: Condition | None) -> None:
    """An indicator over the records of a data set."""
    dice, id = world.dice, f"{aggregate.value}_{dataset}"
    # A share of few records is often a half away from a whole number: there rounding shows.
    decimals = dice.pick([0, 0, 1])
    recipe = FromRecords(
        aggregate=aggregate,
        dataset=dataset,
        field=dice.pick(["belop", "netto", "antall"]) if aggregate in (Aggregate.SUM, Aggregate.BENFORD) else None,
        where=where,
        least=dice.whole(1, 3) if aggregate is Aggregate.BENFORD else 0,
    )
    world.pools[id] = {
        Aggregate.COUNT: [Decimal(n) for n in (0, 1, 1, 2, 3)],
        Aggregate.SUM: list(AMOUNTS),
        Aggregate.SHARE: [Decimal(n) for n in (0, 25, 33, 50, 67, 100)],
        Aggregate.BENFORD: [Decimal(n) for n in (100, 120, 155, 203)],
    }[aggregate]
    world.indicators[id] = Indicator(
        id=id,
        name=id,
        unit="",
        better=dice.pick(list(Better)),
        frequency=dice.pick([Frequency.MONTH, Frequency.TERTIAL, Frequency.YEAR], [8, 3, 1]),
        decimals=decimals,
        min_count=dice.pick([0, 0, 0, 2]),
        computed=recipe,
    )


def add_index(world: World, id: str, parts: Sequence[str], weights: Sequence[Decimal]) -> None:
    """A weighted index, as often as the most frequent of its parts, in the decimals of the coarsest."""
    dice = world.dice
    decimals = min(world.indicators[part].decimals for part in parts)
    middle = [sum((dice.pick(world.pools[part]) for part in parts), Decimal(0)) / len(parts) for _value in range(6)]
    world.pools[id] = [round(value, decimals) for value in middle]
    world.indicators[id] = Indicator(
        id=id,
        name=id,
        unit="",
        better=dice.pick(list(Better)),
        frequency=min((world.indicators[part].frequency for part in parts), key=lambda f: f.months),
        decimals=decimals,
        min_count=dice.pick([0, 0, 0, 5]),
        computed=WeightedIndex(parts=tuple(parts), weights=tuple(weights)),
    )


# --- parameters -----------------------------------------------------------------------------------------------


def _add_parameters(world: World) -> None:
    """One for each delivered indicator, near its values, and two for the amounts of records."""
    for id, pool in list(world.pools.items()):
        _add_parameter(world, f"maal_{id}", pool)
    for id in ("grense", "terskel"):
        _add_parameter(world, id, AMOUNTS)


def _add_parameter(world: World, id: str, pool: Sequence[Decimal]) -> None:
    """Values that begin on any day of a month, some inside the judged months, some ended, some too late."""
    dice = world.dice
    start = world.first.plus(dice.pick([-30, -30, -30, -3, 1])).first_day
    values: dict[date, Decimal | None] = {start: dice.pick(pool)}
    for _change in range(dice.whole(0, 3)):
        ended = dice.chance(0.15)
        # Half a step beside a value: a threshold is not rounded.
        beside = dice.pick([Decimal(0), Decimal(0), Decimal("0.005")])
        values[world.day()] = None if ended else dice.pick(pool) + beside
    dated = tuple(ParameterValue(valid_from=day, value=value) for day, value in sorted(values.items()))
    world.parameters[id] = Parameter(id=id, name=id, unit="", values=dated)


# --- data sets ------------------------------------------------------------------------------------------------

FIELDS = {
    "bilag": FieldType.TEXT,
    "ansvar": FieldType.TEXT,
    "leverandor": FieldType.TEXT,
    "kategori": FieldType.TEXT,
    "attestant": FieldType.TEXT,
    "belop": FieldType.KRONER,
    "netto": FieldType.NUMBER,
    "antall": FieldType.INTEGER,
    "dato": FieldType.DATE,
    "forfall": FieldType.DATE,
    "registrert": FieldType.MOMENT,
    "godkjent": FieldType.YES_NO,
}


def _add_datasets(world: World) -> None:
    """Records dated by a day, a stock, records dated by a moment or all on one day, and a register without dates."""
    described = tuple(Field(id=id, type=type, heading=id.upper()) for id, type in FIELDS.items())
    common = {"fields": described, "name": "", "enhet_field": "ansvar"}
    world.datasets["faktura"] = DataSet(id="faktura", key="bilag", dated_by="dato", **common)
    world.datasets["avtale"] = DataSet(id="avtale", key=LINE_KEY, dated_by=Stock(start="dato", end="forfall"), **common)
    one_day = world.last.first_day if world.dice.chance(0.3) else "registrert"
    if world.dice.chance(0.3):
        common = {"fields": described, "name": "", "enhet_fixed": world.enheter[0]}
    world.datasets["logg"] = DataSet(id="logg", key="bilag", dated_by=one_day, **common)
    world.datasets["register"] = DataSet(id="register", name="", key="bilag", fields=described)
