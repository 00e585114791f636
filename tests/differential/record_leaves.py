"""Random leaves about one record: every test of a field, look-ups and grouped sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kontroll.domain.condition import (
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
    LookupTerm,
    Window,
)
from kontroll.domain.operand import FieldRef, Literal, Op, Operand, ParameterRef, PeriodEnd

from .world import (
    AMOUNTS,
    CATEGORIES,
    CLOCKS,
    COUNTS,
    FIELDS,
    NUMBERS,
    PERSONS,
    SERVICES,
    SUPPLIERS,
    TYPES,
    Dice,
    World,
)

NUMBER_OPS = (Op.OVER, Op.UNDER, Op.AT_LEAST, Op.AT_MOST, Op.EQUAL, Op.UNEQUAL)
TIME_OPS = (Op.BEFORE, Op.AFTER, Op.NO_LATER, Op.NO_EARLIER, Op.EQUAL, Op.UNEQUAL)
TEXT_OPS = (Op.EQUAL, Op.UNEQUAL)
AMOUNT_FIELDS, TIME_FIELDS = ("belop", "netto", "antall"), ("dato", "forfall", "registrert")
POOLS: dict[str, Sequence[Any]] = {
    "belop": AMOUNTS,
    "netto": NUMBERS,
    "antall": COUNTS,
    "leverandor": SUPPLIERS,
    "kategori": CATEGORIES,
    "attestant": PERSONS,
    "godkjent": (True, False),
}


def record_leaf(world: World, dice: Dice) -> FieldLeaf:
    """One leaf about a record, at times with a window; all data sets have the same fields."""
    return dice.pick(list(MAKERS), list(MAKERS.values()))(world, dice, _window(dice))


def _window(dice: Dice) -> Window | None:
    if dice.chance(0.85):
        return None
    periods = dice.whole(1, 3)
    return Window(dice.pick([periods, dice.whole(1, periods)]), periods)


# --- comparisons ----------------------------------------------------------------------------------------------


def _number(world: World, dice: Dice, window: Window | None) -> FieldCompare:
    field = dice.pick(AMOUNT_FIELDS)
    return FieldCompare(field=field, op=dice.pick(NUMBER_OPS), operand=_amount(dice, field), window=window)


def _amount(dice: Dice, field: str) -> Literal | ParameterRef | FieldRef:
    kind = dice.pick(["tall", "parameter", "felt"], [3, 2, 3])
    if kind == "parameter":
        return ParameterRef(dice.pick(["grense", "terskel"]))
    if kind == "felt":
        return _reckoned(dice, dice.pick(AMOUNT_FIELDS))
    return Literal(dice.pick(POOLS[field]) + dice.pick([Decimal(0), Decimal(0), Decimal("0.001")]))


def _reckoned(dice: Dice, field: str) -> FieldRef:
    """Some of them as they stand; the rest multiplied, added to, or both, so that few values still meet each other."""
    if dice.chance(0.4):
        return FieldRef(field)
    times = dice.pick([Decimal(text) for text in ("1", "1", "-1", "0.5", "2", "0.9995", "1.00001")])
    plus = dice.pick([Decimal(text) for text in ("0", "1", "-1", "-100", "0.01", "0.005")])
    return FieldRef(field, times=times, plus=plus)


def _time(world: World, dice: Dice, window: Window | None) -> FieldCompare:
    field = dice.pick(TIME_FIELDS)
    return FieldCompare(field=field, op=dice.pick(TIME_OPS), operand=_moment(world, dice, field), window=window)


def _moment(world: World, dice: Dice, field: str) -> Operand:
    days = dice.pick([0, 0, -30, -1, 1, 14, 30])
    kind = dice.pick(["dato", "felt", "periodeslutt"])
    if kind == "felt":
        return FieldRef(dice.pick(TIME_FIELDS), days)
    if kind == "periodeslutt":
        return PeriodEnd(days)
    day: date = world.day()
    if field == "registrert" and dice.chance(0.7):
        day = datetime.combine(day, time.fromisoformat(dice.pick(CLOCKS)))
    return Literal(day, days)


def _text(world: World, dice: Dice, window: Window | None) -> FieldCompare:
    field = dice.pick(["leverandor", "kategori", "attestant", "ansvar", "godkjent", "godkjent"])
    operand: Operand
    if field == "ansvar":
        operand = Literal(dice.pick(world.enheter))
    elif field == "attestant" and dice.chance(0.3):
        operand = FieldRef("leverandor")
    else:
        operand = Literal(dice.pick(POOLS[field]))
    return FieldCompare(field=field, op=dice.pick(TEXT_OPS), operand=operand, window=window)


# --- one field alone ------------------------------------------------------------------------------------------


def _missing(world: World, dice: Dice, window: Window | None) -> FieldMissing:
    return FieldMissing(field=dice.pick(list(FIELDS)), missing=dice.chance(0.5), window=window)


def _among(world: World, dice: Dice, window: Window | None) -> FieldIn:
    field = dice.pick(["leverandor", "kategori", "belop", "antall", "dato"])
    values = [world.day() for _day in range(6)] if field == "dato" else dice.some(POOLS[field], 1, 3)
    return FieldIn(field=field, values=tuple(Literal(value) for value in values), window=window)


def _weekday(world: World, dice: Dice, window: Window | None) -> FieldWeekday:
    days = frozenset(dice.some(range(1, 8), 1, 4))
    return FieldWeekday(field=dice.pick(TIME_FIELDS), days=days, window=window)


def _clock(world: World, dice: Dice, window: Window | None) -> FieldClock:
    start, end = (time.fromisoformat(dice.pick(CLOCKS)) for _edge in range(2))
    return FieldClock(field="registrert", start=start, end=end, window=window)


def _multiple(world: World, dice: Dice, window: Window | None) -> FieldMultiple:
    of = dice.pick([Decimal(text) for text in ("1000", "500", "0.5", "2", "3")])
    return FieldMultiple(field=dice.pick(AMOUNT_FIELDS), of=of, window=window)


# --- other rows -----------------------------------------------------------------------------------------------


def _lookup(world: World, dice: Dice, window: Window | None) -> Lookup:
    dataset = dice.pick([*world.datasets, "organisasjon", "personer"], [1] * len(world.datasets) + [1.5, 1.5])
    makers = {"organisasjon": _organisation_terms, "personer": _person_terms}
    terms = makers.get(dataset, _record_terms)(world, dice)
    return Lookup(dataset=dataset, terms=tuple(terms), exists=dice.chance(0.5), window=window)


def _organisation_terms(world: World, dice: Dice) -> list[LookupTerm]:
    terms = [LookupTerm("enhet", Op.EQUAL, FieldRef("ansvar"))]
    more = [
        LookupTerm("tjeneste", dice.pick(TEXT_OPS), Literal(dice.pick(SERVICES))),
        LookupTerm("enhetstype", dice.pick(TEXT_OPS), Literal(dice.pick(TYPES))),
        LookupTerm("leder_id", dice.pick(TEXT_OPS), FieldRef("attestant")),
        LookupTerm("gjelder_til", dice.pick(TIME_OPS), FieldRef("dato", dice.pick([0, 30]))),
        LookupTerm("gjelder_fra", dice.pick(TIME_OPS), PeriodEnd()),
    ]
    return terms + dice.some(more, 0, 2)


def _person_terms(world: World, dice: Dice) -> list[LookupTerm]:
    terms = [LookupTerm("person_id", Op.EQUAL, FieldRef("attestant"))]
    more = [
        LookupTerm("rolle", dice.pick(TEXT_OPS), Literal("leder")),
        LookupTerm("enhet", dice.pick(TEXT_OPS), FieldRef("ansvar")),
        LookupTerm("gjelder_fra", dice.pick(TIME_OPS), FieldRef(dice.pick(TIME_FIELDS))),
        LookupTerm("gjelder_til", dice.pick(TIME_OPS), PeriodEnd(dice.pick([0, -31]))),
    ]
    return terms + dice.some(more, 0, 2)


def _record_terms(world: World, dice: Dice) -> list[LookupTerm]:
    return [_record_term(world, dice) for _term in range(dice.whole(1, 3))]


def _record_term(world: World, dice: Dice) -> LookupTerm:
    kind = dice.pick(["lik", "tekst", "tall", "tid"], [3, 1, 1.5, 1.5])
    if kind == "lik":
        field = dice.pick(["leverandor", "kategori", "attestant", "ansvar", "godkjent", "bilag"])
        return LookupTerm(field, Op.EQUAL, FieldRef(field))
    if kind == "tekst":
        return LookupTerm("kategori", dice.pick(TEXT_OPS), dice.pick([FieldRef("kategori"), Literal("drift")]))
    if kind == "tall":
        field = dice.pick(AMOUNT_FIELDS)
        return LookupTerm(field, dice.pick(NUMBER_OPS), _amount(dice, field))
    field = dice.pick(TIME_FIELDS)
    return LookupTerm(field, dice.pick(TIME_OPS), _moment(world, dice, field))


def _grouped(world: World, dice: Dice, window: Window | None) -> Grouped:
    like = dice.pick(
        [("leverandor",), ("leverandor", "kategori"), ("kategori",), ("attestant",), ("belop",), ("godkjent",)]
    )
    days, usual = dice.pick([(1, 1), (5, 2), (9, 2), (13, 2), (18, 3), (31, 4), (365, 20)])
    threshold: Literal | ParameterRef | FieldRef
    if dice.chance(0.35):
        return _share(dice, window)
    if dice.chance(0.6):
        threshold = dice.pick([Literal(Decimal(usual + dice.whole(-1, 1))), _reckoned(dice, "antall")], [5, 1])
        return Grouped(
            like=like, days=days, sum_field=None, op=dice.pick(NUMBER_OPS), threshold=threshold, window=window
        )
    sum_field = dice.pick(AMOUNT_FIELDS)
    return Grouped(
        like=like,
        days=days,
        sum_field=sum_field,
        op=dice.pick(NUMBER_OPS),
        threshold=_amount(dice, sum_field),
        window=window,
    )


def _share(dice: Dice, window: Window | None) -> Grouped:
    like, share_of = dice.pick(
        [(("leverandor",), ()), (("leverandor", "kategori"), ("kategori",)), (("kategori", "ansvar"), ("ansvar",)),
         (("attestant",), ()), (("belop", "kategori"), ()), (("godkjent", "leverandor"), ("godkjent",))]
    )  # fmt: skip
    threshold = dice.pick([Literal(Decimal(text)) for text in ("50", "100", "25", "33.3", "0")], [4, 3, 2, 1, 1])
    return Grouped(
        like=like,
        days=dice.pick([5, 18, 31, 365]),
        sum_field=dice.pick([None, *AMOUNT_FIELDS]),
        op=dice.pick(NUMBER_OPS),
        threshold=dice.pick([threshold, ParameterRef("terskel")], [6, 1]),
        share_of=share_of,
        window=window,
    )


#: Every kind of leaf, with how often it is tried.
MAKERS = {
    _number: 5.0, _time: 5, _text: 3, _missing: 1.2, _among: 1.2, _weekday: 1.2, _clock: 1.2, _multiple: 1.2,
    _lookup: 4, _grouped: 4.5,
}  # fmt: skip
