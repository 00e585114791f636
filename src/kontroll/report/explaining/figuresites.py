"""Sites of figures: where the value of an indicator, or of a part of one, turns a comparison, a colour, a race or a trend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from kontroll.domain.condition import (
    BestAmong,
    Change,
    ChangeKind,
    Development,
    IndicatorLeaf,
    Method,
)
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import Answer, Measured, MeasuredSite, Value
from kontroll.engine.plain.comparison import half_away
from kontroll.report.explaining.sites import Sites

#: Of more rivals than this, only those nearest to the own value are tried: one further off has further to go.
MOST_RIVALS = 25
#: Doublings of the distance within which a part is looked for that brings an index where it turns.
_FAR = 60


class Counted(NamedTuple):
    """A value made of records, and where it turns something; a part of an index turns at no place of its own."""

    value: Value
    targets: tuple[Fraction, ...]


class FigureSites:
    def __init__(self, rulebook: Rulebook, sites: Sites) -> None:
        self._rulebook = rulebook
        self._sites = sites

    def of_test(self, test: Answer, leaf: IndicatorLeaf) -> Iterator[Counted]:
        """Adds the places of everything the test read; gives what is made of records."""
        indicator = self._rulebook.indicators[leaf.indicator]
        own, *others = [read for read in test.reads if isinstance(read, Measured)]
        if isinstance(test.asked, Development):
            yield from self._development(test.asked, own, indicator)
        elif isinstance(test.asked, BestAmong):
            yield from self._race(own, others, leaf.change, indicator)
        else:
            targets = [Fraction(limit.value) for limit in test.limits if isinstance(limit.value, Decimal)]
            yield from self._measured(own, targets, leaf.change, indicator)

    # --- one operand ----------------------------------------------------------------------------------------------

    def _measured(
        self,
        measured: Measured,
        targets: Iterable[Fraction],
        change: Change | None,
        indicator: Indicator,
        rival: bool = False,
    ) -> Iterator[Counted]:
        """The places where the operand meets one of the targets."""
        values, wanted = measured.values, list(targets)
        if change is None:
            yield from self._value(values[0], wanted, rival)
            return
        now, base = values
        tangled = bool(_sites(now) & _sites(base))
        for value, places in (
            (now, _as_now(change, base, wanted, indicator)),
            (base, _as_base(change, now, wanted, indicator)),
        ):
            yield from self._value(value, places, rival, tangled)

    def _value(self, value: Value, places: Iterable[Fraction], rival: bool, tangled: bool = False) -> Iterator[Counted]:
        indicator = self._rulebook.indicators[value.indicator]
        if indicator.computed is None:
            site = MeasuredSite(value.indicator, value.enhet, value.period)
            self._sites.add(site, places)
            self._sites.at(site).rival |= rival
            self._sites.at(site).tangled |= tangled
        elif value.parts:
            wanted = list(places)
            for part in self._delivered_parts(value):
                site = MeasuredSite(part.indicator, part.enhet, part.period)
                self._sites.add(site, self._of_part(site, part, value, wanted))
                self._sites.at(site).rival |= rival
                self._sites.at(site).tangled |= tangled
            yield from (Counted(part, ()) for part in _all_parts(value) if part.records)
        else:
            yield Counted(value, tuple(places))

    # --- parts of an index ----------------------------------------------------------------------------------------

    def _of_part(self, site: MeasuredSite, part: Value, index: Value, wanted: list[Fraction]) -> Iterator[Fraction]:
        """An index never falls when a part rises: where it first reaches a target, and first passes it, is found by halving."""
        step = Fraction(1, 10 ** self._rulebook.indicators[site.indicator].decimals)
        start = int(Fraction(part.number or 0) / step)

        def index_at(n: int) -> Fraction | None:
            return self._index(index, site, n * step)

        if index_at(start) is None:
            return
        for target in wanted:
            for past in (False, True):

                def reached(n: int, target: Fraction = target, past: bool = past) -> bool:
                    number = index_at(n)
                    return number is not None and (number > target or (number == target and not past))

                found = _first(start, reached)
                if found is not None:
                    yield found * step

    def _index(self, value: Value, site: MeasuredSite, number: Fraction) -> Fraction | None:
        """The value had its part been this number; rounded on the way, as every index in it is."""
        indicator = self._rulebook.indicators[value.indicator]
        if not isinstance(indicator.computed, WeightedIndex):
            if (value.indicator, value.enhet, value.period) == site:
                return number
            return None if value.number is None else Fraction(value.number)
        parts = [self._index(part, site, number) for part in value.parts]
        weights = [Fraction(weight) for weight in indicator.computed.weights]
        known = [w * part for w, part in zip(weights, parts, strict=True) if part is not None]
        if len(known) < len(parts):
            return None
        return Fraction(half_away(sum(known, Fraction(0)) / sum(weights, Fraction(0)), indicator.decimals))

    def _delivered_parts(self, value: Value) -> list[Value]:
        """Each once, in the order of the index."""
        every = (part for part in _all_parts(value) if self._rulebook.indicators[part.indicator].computed is None)
        return list({(part.indicator, part.period): part for part in every}.values())

    # --- the race and the trend -----------------------------------------------------------------------------------

    def _race(
        self, own: Measured, others: list[Measured], change: Change | None, indicator: Indicator
    ) -> Iterator[Counted]:
        """Own turns only at the best of the others; another only at the own value, and not where several are in front."""
        sign = 1 if change is not None and change.kind is ChangeKind.PROGRESS else indicator.better.sign
        known = [one for one in others if one.operand is not None]
        best = max((sign * Fraction(one.operand or 0) for one in known), default=None)
        yield from self._measured(own, [] if best is None else [sign * best], change, indicator)
        if own.operand is None:
            return
        mine = sign * Fraction(own.operand)
        known.sort(key=lambda one: abs(sign * Fraction(one.operand or 0) - mine))
        if sum(sign * Fraction(one.operand or 0) > mine for one in known) > 1:
            return
        for rival in known[:MOST_RIVALS]:
            yield from self._measured(rival, [sign * mine], change, indicator, rival=True)

    def _development(self, asked: Development, own: Measured, indicator: Indicator) -> Iterator[Counted]:
        numbers = [None if value.number is None else Fraction(value.number) for value in reversed(own.values)]
        every = [_sites(value) for value in own.values]
        tangled = any(a & b for a, b in combinations(every, 2))
        for i, value in enumerate(reversed(own.values)):
            yield from self._value(value, _turning(asked.method, numbers, i), False, tangled)


def _as_now(change: Change, base: Value, targets: list[Fraction], indicator: Indicator) -> Iterator[Fraction]:
    """Values of the later end that bring the change to a target."""
    if base.number is None:
        return
    before = Fraction(base.number)
    for target in targets:
        if change.kind is ChangeKind.PERCENT:
            yield before + target * abs(before) / 100
        else:
            yield before + target * _turned(change, indicator)


def _as_base(change: Change, now: Value, targets: list[Fraction], indicator: Indicator) -> Iterator[Fraction]:
    """Values of the earlier end that bring the change to a target."""
    if now.number is None:
        return
    after = Fraction(now.number)
    for target in targets:
        if change.kind is not ChangeKind.PERCENT:
            yield after - target * _turned(change, indicator)
            continue
        yield Fraction(0)
        yield from (100 * after / divisor for divisor in (100 + target, 100 - target) if divisor)


def _turned(change: Change, indicator: Indicator) -> int:
    return indicator.better.sign if change.kind is ChangeKind.PROGRESS else 1


def _turning(method: Method, numbers: list[Fraction | None], i: int) -> Iterator[Fraction]:
    """Places of the value number i, oldest first, at which the development may turn."""
    others = [(j, number) for j, number in enumerate(numbers) if j != i and number is not None]
    if method is not Method.TREND:
        yield from (number for _j, number in others)
        return
    if len(others) < len(numbers) - 1:
        yield from (number for _j, number in others)
        return
    # The slopes that the value has part in are lines in it, the others are fixed. The median turns where one of them, or
    # the mean of two, is nothing.
    lines = [(Fraction(1, i - j), number) for j, number in others]
    fixed = [(b - a) / (k - j) for (j, a), (k, b) in combinations(others, 2)]
    for slope, number in lines:
        yield number
        yield from (number - constant / slope for constant in fixed)
    for (s, a), (t, b) in combinations(lines, 2):
        if s + t:
            yield (s * a + t * b) / (s + t)


def _all_parts(value: Value) -> Iterator[Value]:
    for part in value.parts:
        yield part
        yield from _all_parts(part)


def _sites(value: Value) -> set[tuple[str, object]]:
    return {(one.indicator, one.period) for one in [value, *_all_parts(value)]}


def _first(start: int, holds: Callable[[int], bool]) -> int | None:
    """The smallest whole number from which it holds, where it holds from some on; None within sight."""
    low, high, far = start, start, 1
    if holds(start):
        while holds(low):
            high, low, far = low, low - far, far * 2
            if far > 2**_FAR:
                return None
    else:
        while not holds(high):
            low, high, far = high, high + far, far * 2
            if far > 2**_FAR:
                return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
