"""Random leaves about an indicator: every test, change, reading and window."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.condition import (
    BestAmong,
    Change,
    ChangeKind,
    ColourIn,
    Compare,
    Development,
    IndicatorLeaf,
    LeafTest,
    Method,
    Reading,
    Window,
)
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.operand import AmbitionRef, Colour, Literal, Op, ParameterRef, Threshold

from .world import Dice, World

OPS = (
    Op.OVER, Op.UNDER, Op.AT_LEAST, Op.AT_MOST, Op.EQUAL, Op.UNEQUAL, Op.BETTER, Op.WORSE, Op.AS_GOOD,
)  # fmt: skip
TESTS = {
    ("er",): 9.0, ("farge",): 2, ("best",): 4, ("utvikling",): 2.5,
    ("er", "best"): 0.7, ("farge", "best"): 0.4, ("farge", "utvikling"): 0.4, ("er", "farge", "utvikling"): 0.3,
}  # fmt: skip


def indicator_leaf(world: World, dice: Dice) -> IndicatorLeaf:
    weights = [2.5 if id == "indeks_a" else 1 for id in world.indicators]
    indicator = dice.pick(list(world.indicators.values()), weights)
    words = dice.pick(list(TESTS), list(TESTS.values()))
    changeable = not {"farge", "utvikling"} & set(words)
    change = _change(dice, indicator) if changeable and dice.chance(0.3) else None
    return IndicatorLeaf(
        indicator=indicator.id,
        tests=tuple(_test(world, dice, indicator, word, change) for word in words),
        change=change,
        reading=Reading.CONTAINING if dice.chance(0.5) else Reading.LATEST_ENDED,
        window=_window(dice, indicator) if dice.chance(0.3) else None,
        label="Et merke sier ikke noe annet." if dice.chance(0.1) else None,
    )


def _window(dice: Dice, indicator: Indicator) -> Window:
    longest = 4 if indicator.frequency is Frequency.MONTH else 2
    periods = dice.whole(1, longest)
    return Window(dice.pick([periods, dice.whole(1, periods)]), periods)


def _change(dice: Dice, indicator: Indicator) -> Change:
    since = dice.pick([1, 1, 2, 12] if indicator.frequency is Frequency.MONTH else [1, 1, 2])
    return Change(since, dice.pick(list(ChangeKind)))


def _test(world: World, dice: Dice, indicator: Indicator, word: str, change: Change | None) -> LeafTest:
    if word == "er":
        return Compare(dice.pick(OPS), _threshold(world, dice, indicator, change))
    if word == "farge":
        return ColourIn(frozenset(dice.some(list(Colour), 1, 2)))
    if word == "best":
        return BestAmong(
            same_service=dice.chance(0.6),
            min_units=dice.pick([1, 2, 2, 3, 4]),
            ties_count=dice.chance(0.5),
            missing_ignored=dice.chance(0.6),
        )
    return Development(dice.pick([2, 2, 3, 3, 4, 5]), dice.pick(list(Method)))


def _threshold(world: World, dice: Dice, indicator: Indicator, change: Change | None) -> Threshold:
    """Near what is compared, and often exactly there."""
    kind = dice.pick(["tall", "parameter", "grønn", "gul"], [3, 3, 2, 2] if change is None else [6, 1, 0.5, 0.5])
    large = max(world.pools[indicator.id]) > 1_000_000
    if change is not None and change.kind is ChangeKind.PERCENT and large and kind != "tall":
        return ParameterRef("maal_fravaer")  # millions of per cent are refused: they could leave 64 bits
    if kind == "parameter":
        own = f"maal_{indicator.id}"
        return ParameterRef(own if own in world.parameters else "maal_fravaer")
    if kind != "tall":
        return AmbitionRef(Colour.GREEN if kind == "grønn" else Colour.YELLOW)
    if change is None:
        return Literal(dice.pick(world.pools[indicator.id]) + dice.pick([Decimal(0), Decimal(0), Decimal("0.005")]))
    if change.kind is ChangeKind.PERCENT:
        return Literal(Decimal(dice.pick(["0", "100", "-100", "50", "-50", "33.3", "200"])))
    return Literal(dice.pick(world.pools[indicator.id]) - dice.pick(world.pools[indicator.id]))
