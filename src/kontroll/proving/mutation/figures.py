"""Changes of indicator leaves: comparisons, colours, the best of several, development, and all of it over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kontroll.domain.condition import (
    BestAmong,
    ChangeKind,
    ColourIn,
    Compare,
    Development,
    IndicatorLeaf,
    LeafTest,
    Method,
    Reading,
)
from kontroll.domain.condition import (
    Change as ValueChange,
)
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.operand import AmbitionRef, Colour, Literal, Op, ParameterRef, Threshold
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.mutation.change import Change, Lacking, flipped, moved_id, on_grid, windows


def of_figure(rulebook: Rulebook, leaf: IndicatorLeaf) -> Iterator[Change]:
    indicator = rulebook.indicators[leaf.indicator]
    for i, test in enumerate(leaf.tests):
        for changed, lacking, named in _test(rulebook, leaf, test, indicator):
            yield Change(replace(leaf, tests=(*leaf.tests[:i], changed, *leaf.tests[i + 1 :])), lacking, named)
    for change in _changes(leaf, indicator):
        yield Change(replace(leaf, change=change), Lacking.PERIOD)
    if indicator.frequency is not Frequency.MONTH:
        other = Reading.CONTAINING if leaf.reading is Reading.LATEST_ENDED else Reading.LATEST_ENDED
        yield Change(replace(leaf, reading=other), Lacking.PERIOD)
    for window in windows(leaf.window):
        yield Change(replace(leaf, window=window), Lacking.WINDOW)


def _test(
    rulebook: Rulebook, leaf: IndicatorLeaf, test: LeafTest, indicator: Indicator
) -> Iterator[tuple[LeafTest, str, bool]]:
    if isinstance(test, Compare):
        yield from _comparison(rulebook, leaf, test, indicator)
    elif isinstance(test, ColourIn):
        for colour in Colour:
            colours = test.colours ^ {colour}
            if colours:
                yield ColourIn(colours), Lacking.COLOUR, False
    elif isinstance(test, BestAmong):
        for best in _bests(test):
            yield best, Lacking.BEST, False
    else:
        for development in _developments(test):
            yield development, Lacking.DEVELOPMENT, False


# --- comparisons ----------------------------------------------------------------------------------------------


def _comparison(
    rulebook: Rulebook, leaf: IndicatorLeaf, test: Compare, indicator: Indicator
) -> Iterator[tuple[LeafTest, str, bool]]:
    progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
    percent = leaf.change is not None and leaf.change.kind is ChangeKind.PERCENT
    # A change in per cent has no smallest step: one per cent is a change that a reader would want noticed, but no more.
    step = Decimal(1) if percent else Decimal(1).scaleb(-indicator.decimals)
    values = _values(rulebook, test.threshold)
    reachable = percent or not values or on_grid(values, step)
    plain = test.op.directed(1 if progress else indicator.better.sign)
    for op, named in flipped(plain, reachable=reachable):
        yield Compare(op, test.threshold), Lacking.LIMIT if named else Lacking.SIDES, named
    for threshold in _moved(test.threshold, step):
        yield Compare(test.op, threshold), Lacking.LIMIT, not percent
    if isinstance(test.threshold, AmbitionRef):
        other = Colour.GREEN if test.threshold.colour is Colour.YELLOW else Colour.YELLOW
        yield Compare(test.op, AmbitionRef(other)), Lacking.COLOUR, False


def _values(rulebook: Rulebook, threshold: Threshold) -> list[Decimal]:
    """What the limit can be, as far as the rulebook says."""
    if isinstance(threshold, ParameterRef):
        return [one.value for one in rulebook.parameters[threshold.parameter].values if one.value is not None]
    return [threshold.value] if isinstance(threshold, Literal) and isinstance(threshold.value, Decimal) else []


def _moved(threshold: Threshold, step: Decimal) -> Iterator[Threshold]:
    for by in (step, -step):
        if isinstance(threshold, ParameterRef):
            yield ParameterRef(moved_id(threshold.parameter, by))
        elif isinstance(threshold, Literal) and isinstance(threshold.value, Decimal):
            yield Literal(threshold.value + by)


# --- groups and trends ----------------------------------------------------------------------------------------


def _bests(test: BestAmong) -> Iterator[BestAmong]:
    yield replace(test, same_service=not test.same_service)
    yield replace(test, ties_count=not test.ties_count)
    yield replace(test, missing_ignored=not test.missing_ignored)
    yield replace(test, min_units=test.min_units + 1)
    if test.min_units > 1:
        yield replace(test, min_units=test.min_units - 1)


def _developments(test: Development) -> Iterator[Development]:
    yield replace(test, periods=test.periods + 1)
    if test.periods > 2:
        yield replace(test, periods=test.periods - 1)
    for method in Method:
        if method is not test.method and not _say_the_same(test.periods, {method, test.method}):
            yield replace(test, method=method)


def _say_the_same(periods: int, methods: set[Method]) -> bool:
    """Of two values all three do. Of three, the middle slope is the one from the first to the last."""
    return periods == 2 or (periods == 3 and methods == {Method.ENDPOINTS, Method.TREND})


def _changes(leaf: IndicatorLeaf, indicator: Indicator) -> Iterator[ValueChange]:
    change = leaf.change
    if change is None:
        return
    yield replace(change, since=change.since + 1)
    if change.since > 1:
        yield replace(change, since=change.since - 1)
    for kind in ChangeKind:
        if kind is not change.kind and not _same(leaf, kind, indicator):
            yield replace(change, kind=kind)


def _same(leaf: IndicatorLeaf, kind: ChangeKind, indicator: Indicator) -> bool:
    """Whether the leaf says the same with the other kind of change: the difference and the progress, but for the sign."""
    assert leaf.change is not None
    if ChangeKind.PERCENT in (kind, leaf.change.kind):
        return False
    return indicator.better is Better.HIGHER or all(_has_no_direction(test) for test in leaf.tests)


def _has_no_direction(test: LeafTest) -> bool:
    """The best of several is the same either way round, and so is what is exactly zero or is not."""
    if isinstance(test, Compare):
        zero = isinstance(test.threshold, Literal) and test.threshold.value == 0
        return zero and test.op in (Op.EQUAL, Op.UNEQUAL)
    return isinstance(test, BestAmong)
