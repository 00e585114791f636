"""Deliveries: random rows as they come from a kommune: late, corrected, unreadable, reorganised, or not at all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from kontroll.domain.dataset import DataSet
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Period
from kontroll.facts.sheet import TORN

from .case import Delivery, Row
from .world import (
    AMOUNTS,
    CATEGORIES,
    CLOCKS,
    COUNTS,
    NUMBERS,
    PERSONS,
    SERVICES,
    SUPPLIERS,
    TYPES,
    Dice,
    World,
)

#: Periods before the first judged month for which values are delivered.
HISTORY = {Frequency.MONTH: 14, Frequency.TERTIAL: 6, Frequency.YEAR: 4}
RECORDS = {"faktura": 90, "avtale": 20, "logg": 50, "register": 12}


def delivery(world: World) -> Delivery:
    dice = Dice(f"delivery {world.plan.seed}")
    return Delivery(
        organisation=[row for enhet in world.enheter for row in _organisation_rows(world, dice, enhet)],
        persons=_persons(world, dice),
        measurements=_measurements(world, dice),
        ambitions=_ambitions(world, dice),
        records={
            id: _records(world, dice, described)
            for id, described in world.datasets.items()
            if id != "register" or dice.chance(0.85)
        },
    )


# --- enheter and people ---------------------------------------------------------------------------------------


def _organisation_rows(world: World, dice: Dice, enhet: str) -> list[Row]:
    """One span, or two around a reorganisation, with or without a gap; some begin late, some are closed."""
    life = dice.pick(["stays", "moves", "begins", "closes", "pauses"], [5, 2, 1, 1, 1])
    turn = world.first.plus(dice.whole(-2, world.plan.months))
    spans = {
        "stays": [("", "")],
        "moves": [("", str(turn.plus(-1))), (str(turn), "")],
        "begins": [(str(turn), "")],
        "closes": [("2020-01", str(turn))],
        "pauses": [("", str(turn.plus(-dice.whole(2, 4)))), (str(turn), "")],
    }[life]
    return [
        {
            "enhet": enhet,
            "enhetstype": dice.pick([*TYPES, TYPES[0], ""]),
            "tjeneste": dice.pick([*SERVICES[:2], *SERVICES, ""]),
            "leder_id": dice.pick([*PERSONS, ""]),
            "gjelder_fra": first,
            "gjelder_til": last,
        }
        for first, last in spans
    ]


def _persons(world: World, dice: Dice) -> list[Row]:
    return [
        {
            "person_id": id,
            "navn": "Ola",
            "rolle": dice.pick(["leder", "stedfortreder", ""]),
            "enhet": dice.pick([*world.enheter, ""]),
            "gjelder_fra": dice.pick(["", "2020-01", world.day().isoformat()]),
            "gjelder_til": dice.pick(["", "", world.day().isoformat()]),
        }
        for id in (*PERSONS[:3], PERSONS[0])
    ]


# --- measurements ---------------------------------------------------------------------------------------------


def _measurements(world: World, dice: Dice) -> list[Row]:
    """First deliveries in any order, then corrections; some enheter miss whole indicators."""
    delivered = [indicator for indicator in world.indicators.values() if indicator.computed is None]
    rows: list[Row] = []
    corrections: list[Row] = []
    for indicator in delivered:
        missing = dice.pick([0, world.plan.missing, world.plan.missing, 50]) / 100
        for enhet in (*world.enheter, "E99"):
            if dice.chance(missing / 6):
                continue
            newest = Period.containing(world.last, indicator.frequency)
            oldest = Period.containing(world.first, indicator.frequency).plus(-HISTORY[indicator.frequency])
            for index in range(oldest.index, newest.index + 1):
                if dice.chance(missing / 2):
                    continue
                period = str(Period(newest.frequency_months, index))
                rows.append(_measurement(world, dice, indicator, enhet, period, missing / 2))
                if dice.chance(0.08):
                    corrections.append(_measurement(world, dice, indicator, enhet, period, 0.3))
    return dice.shuffled(rows) + corrections


def _measurement(world: World, dice: Dice, indicator: Indicator, enhet: str, period: str, empty: float) -> Row:
    value = dice.pick(world.pools[indicator.id])
    text = f"{value:f}"
    if dice.chance(0.15):
        # One decimal more than is kept: the value is rounded on import.
        text = f"{value + Decimal(dice.pick([-5, 4, 5])).scaleb(-indicator.decimals - 1):f}".replace(".", ",")
    if dice.chance(empty):
        text = dice.pick(["", "", "12O"])
    row = {"enhet": enhet, "indikator": indicator.id, "periode": period, "verdi": text}
    row["antall"] = dice.pick(["5", "40", "7", "4", ""], [3, 3, 3, 1, 1])
    return row | ({TORN: ""} if dice.chance(0.005) else {})


# --- ambitions ------------------------------------------------------------------------------------------------


def _ambitions(world: World, dice: Dice) -> list[Row]:
    """For everybody, a tjeneste or one enhet, year by year; a threshold may be empty, and a year may lack."""
    rows = []
    for indicator in world.indicators.values():
        for year in range(world.first.year - 4, world.last.year + 1):
            holders = [*dice.some(world.enheter, 0, 3), *(f"tjeneste:{name}" for name in dice.some(SERVICES, 0, 2))]
            rows += [
                _ambition(world, dice, indicator, enhet, year)
                for enhet in [*holders, *["*"] * dice.chance(0.85), *holders[: dice.whole(0, 1)]]
            ]
    return rows


def _ambition(world: World, dice: Dice, indicator: Indicator, enhet: str, year: int) -> Row:
    low, high = sorted(dice.pick(world.pools[indicator.id]) for _threshold in range(2))
    if dice.chance(0.1):
        high += Decimal("0.05")
    green, yellow = (high, low) if indicator.better is Better.HIGHER else (low, high)
    said = {"gronn": f"{green:f}", "gul": f"{yellow:f}"}
    if dice.chance(0.1):
        said[dice.pick(["gronn", "gul"])] = ""
    return {"enhet": enhet, "indikator": indicator.id, "aar": str(year)} | said


# --- records --------------------------------------------------------------------------------------------------


def _records(world: World, dice: Dice, dataset: DataSet) -> list[Row]:
    missing = dice.pick([0, world.plan.missing, world.plan.missing]) / 200
    count = RECORDS[dataset.id] if dice.chance(0.95) else 0
    rows = [
        _record(world, dice, dataset, f"{dataset.id[0].upper()}{number}", missing) for number in range(1, count + 1)
    ]
    corrected = [row["BILAG"] for row in dice.some(rows, 0, 4)]
    return rows + [_record(world, dice, dataset, key, missing) for key in corrected]


def _record(world: World, dice: Dice, dataset: DataSet, key: str, missing: float) -> Row:
    day = world.day()
    due = day + timedelta(days=dice.pick([-1, 0, 14, 30, 60]))
    row = {
        "ANSVAR": dice.pick([*world.enheter, *world.enheter, "E99"]),
        "LEVERANDOR": dice.pick(SUPPLIERS),
        "KATEGORI": dice.pick(CATEGORIES),
        "ATTESTANT": dice.pick(PERSONS),
        "BELOP": f"{dice.pick(AMOUNTS):f}",
        "NETTO": f"{dice.pick(NUMBERS):f}",
        "ANTALL": f"{dice.pick(COUNTS):f}",
        "DATO": day.isoformat(),
        "FORFALL": "" if dice.chance(0.2) else due.isoformat(),
        "REGISTRERT": f"{world.day().isoformat()}T{dice.pick(CLOCKS)}",
        "GODKJENT": dice.pick(["ja", "nei"]),
    }
    gone = {heading: "" for heading in row if dice.chance(missing * (0.3 if heading in ("DATO", "ANSVAR") else 1))}
    return {"BILAG": key} | row | gone | ({TORN: ""} if dice.chance(0.005) else {})
