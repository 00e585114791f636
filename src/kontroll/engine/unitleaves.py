"""Indicator leaves as grid columns: values, changes, colours, comparisons, windows.

How a leaf becomes a column: its truth in one period is a column (`now`); a tertial or yearly leaf also needs its truth
as it stood at the end of earlier periods, since thresholds and service are those of a period's last month once the
period is over; the window then combines the periods.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import narwhals as nw

from kontroll.domain.condition import (
    BestAmong,
    ChangeKind,
    ColourIn,
    Compare,
    Development,
    IndicatorLeaf,
    LeafTest,
    Reading,
)
from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import (
    AmbitionRef,
    Colour,
    Literal,
    ParameterRef,
    Threshold,
)
from kontroll.domain.parameter import Parameter
from kontroll.domain.rule import Scope
from kontroll.engine.backend import Frame
from kontroll.engine.best import best_among
from kontroll.engine.development import developed
from kontroll.engine.grid import BASE, ENHET, Grid, Steps
from kontroll.engine.names import ambition_column, parameter_column, value_column
from kontroll.engine.thresholds import MONTH, Bounds, exact_decimals, for_indicator
from kontroll.engine.truths import all_true, any_true, at_least, check_bound, compare

#: What tells a leaf from others: not its label; and `gjelder` only where it decides who the rivals are.
LeafKey = tuple[IndicatorLeaf, Scope | None]
#: Adds to the grid what a function adds; `what` it is, besides the rulebook.
Adding = Callable[[Grid, Hashable, Callable[[], None]], None]


@dataclass(slots=True)
class UnitLeaves:
    """Makes each distinct leaf into a column once. Leaves that differ only in their label are the same."""

    grid: Grid
    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    made: dict[LeafKey, str] = field(default_factory=dict)

    def prepare(self, leaves: Sequence[LeafKey], add: Adding) -> None:
        """Make the columns of all leaves; what they are made of is dropped."""
        self.made = {key: f"leaf:{number}" for number, key in enumerate(leaves)}
        at_once = self.grid.backend.leaves_at_once(self.grid.rows)
        self.grid.settle()
        made = [self._together(leaves[i : i + at_once], add) for i in range(0, len(leaves), at_once)]
        self.grid.keep({*BASE, *self.made.values()})
        self.grid.frame = self.grid.backend.beside(self.grid.frame, made, [ENHET, MONTH])

    def _together(self, some: Sequence[LeafKey], add: Adding) -> Frame:
        """enhet, month and the columns of some leaves; the grid stays as it was."""
        names = [self.made[key] for key in some]
        before = self.grid.frame
        add(
            self.grid, ("leaves", names[0], names[-1]),
            lambda: self.grid.add_in_steps([self._make(self.made[key], *key) for key in some]),
        )  # fmt: skip
        made = self.grid.backend.settled(self.grid.frame.select(ENHET, MONTH, *names))
        self.grid.frame = before
        return made

    def column(self, leaf: IndicatorLeaf, scope: Scope) -> nw.Expr:
        """The truth of a prepared leaf in the row's month."""
        return nw.col(self.made[_key(leaf, scope)])

    def _make(self, name: str, leaf: IndicatorLeaf, scope: Scope | None) -> Steps:
        indicator = self.indicators[leaf.indicator]
        as_it_is = leaf.window is None and leaf.reading is Reading.CONTAINING
        now = name if as_it_is else f"{name}:now"
        tests = []
        for i, test in enumerate(leaf.tests):
            tests.append((yield from self._test(test, leaf, indicator, scope or Scope(), f"{name}:{i}")))
        yield {now: all_true(tests)}
        if as_it_is:
            return
        if indicator.frequency.months > 1:
            yield {_ended(now): self._at_previous_end(now, indicator.frequency.months)}
        periods = leaf.window.periods if leaf.window else 1
        history = [self._in_period(leaf, indicator, now, j) for j in range(periods)]
        yield {name: at_least(leaf.window.at_least if leaf.window else 1, history)}

    # --- one period ------------------------------------------------------------------------------------------

    def _test(
        self, test: LeafTest, leaf: IndicatorLeaf, indicator: Indicator, scope: Scope, name: str
    ) -> Generator[dict[str, nw.Expr], None, nw.Expr]:
        if isinstance(test, Compare):
            return self._compare(test, leaf, indicator)
        if isinstance(test, ColourIn):
            return self._colour(test, indicator)
        if isinstance(test, BestAmong):
            ranked_by = yield from self._ranked_by(leaf, indicator, name)
            return (yield from best_among(test, ranked_by, scope, name))
        values = [self._value(indicator, i) for i in range(test.periods)]
        largest = self.grid.largest[indicator.id]
        return (yield from developed(values, indicator.better.sign, test.method, largest, name))

    def _value(self, indicator: Indicator, periods_back: int) -> nw.Expr:
        return self.grid.back(value_column(indicator.id), periods_back * indicator.frequency.months)

    def _difference(self, leaf: IndicatorLeaf, indicator: Indicator) -> nw.Expr:
        """The value, or what `endring` or `fremgang` makes of it (for PERCENT: the numerator)."""
        value = self._value(indicator, 0)
        if leaf.change is None:
            return value
        difference = value - self._value(indicator, leaf.change.since)
        return difference * indicator.better.sign if leaf.change.kind is ChangeKind.PROGRESS else difference

    def _base(self, leaf: IndicatorLeaf, indicator: Indicator) -> nw.Expr:
        """|v(t−n)|, null where it is 0: a percentage of nothing is unknown."""
        assert leaf.change is not None
        base = self._value(indicator, leaf.change.since).abs()
        return nw.when(base != 0).then(base)

    def _compare(self, test: Compare, leaf: IndicatorLeaf, indicator: Indicator) -> nw.Expr:
        progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
        op = test.op.directed(1 if progress else indicator.better.sign)
        difference = self._difference(leaf, indicator)
        if leaf.change is None or leaf.change.kind is not ChangeKind.PERCENT:
            bounds = self._bounds(test.threshold, indicator, indicator.decimals)
            return compare(op, difference, bounds.floor, bounds.ceiling)
        # d · 100 / |base| against p / 10^k, without dividing: d · 100 · 10^k against p · |base|.
        scale, exact, largest = self._exact_threshold(test, indicator)
        magnitude = self.grid.largest[indicator.id]
        check_bound(2 * magnitude * 100 * 10**scale, indicator.id)
        check_bound(largest * magnitude, indicator.id)
        base = self._base(leaf, indicator)
        right = exact * base
        return compare(op, nw.when(~base.is_null()).then(difference * (100 * 10**scale)), right, right)

    def _exact_threshold(self, test: Compare, indicator: Indicator) -> tuple[int, nw.Expr, int]:
        """(decimals, the threshold as a whole number in that scale, its largest magnitude)."""
        if isinstance(test.threshold, AmbitionRef):
            column = ambition_column(indicator.id, test.threshold.colour, "exact")
            return self.grid.ambition_decimals[indicator.id], nw.col(column), self.grid.largest[column]
        scale = exact_decimals(test.threshold, self.parameters)
        bounds = self._bounds(test.threshold, indicator, scale)
        return scale, bounds.floor, _largest_threshold(test, self.parameters, scale)

    def _bounds(self, threshold: Threshold, indicator: Indicator, decimals: int) -> Bounds:
        """A dated parameter becomes two columns, once for all that compare with it."""
        bounds = for_indicator(threshold, indicator.id, decimals, self.parameters)
        if not isinstance(threshold, ParameterRef):
            return bounds
        floor, ceiling = (parameter_column(threshold.parameter, decimals, part) for part in ("floor", "ceiling"))
        if floor not in self.grid.frame.columns:
            self.grid.add({floor: bounds.floor, ceiling: bounds.ceiling})
        return Bounds(nw.col(floor), nw.col(ceiling))

    def _colour(self, test: ColourIn, indicator: Indicator) -> nw.Expr:
        """A value is unknown to both colours or to none (see add_ambitions), so Kleene's connectives say all there is."""
        value = self._value(indicator, 0)

        def reaches(colour: Colour) -> nw.Expr:
            limit = nw.col(ambition_column(indicator.id, colour, "colour"))
            return value >= limit if indicator.better.sign > 0 else value <= limit

        green, yellow = reaches(Colour.GREEN), reaches(Colour.YELLOW)
        parts = {Colour.GREEN: green, Colour.YELLOW: ~green & yellow, Colour.RED: ~green & ~yellow}
        if test.colours == {Colour.GREEN, Colour.YELLOW}:
            return green | yellow
        return any_true([parts[colour] for colour in sorted(test.colours, key=str)])

    def _ranked_by(
        self, leaf: IndicatorLeaf, indicator: Indicator, name: str
    ) -> Generator[dict[str, nw.Expr], None, list[nw.Expr]]:
        """What is ranked, as integers that order like it, larger better; several compare one after the other."""
        sign = indicator.better.sign
        difference = self._difference(leaf, indicator)
        if leaf.change is None or leaf.change.kind is ChangeKind.ABSOLUTE:
            return [difference * sign]
        if leaf.change.kind is ChangeKind.PROGRESS:
            return [difference]
        return (
            yield from self._percent_digits(difference * (100 * sign), self._base(leaf, indicator), indicator, name)
        )

    def _percent_digits(
        self, numerator: nw.Expr, base: nw.Expr, indicator: Indicator, name: str
    ) -> Generator[dict[str, nw.Expr], None, list[nw.Expr]]:
        """The quotient by long division: whole part, then groups of digits until no two quotients can be confused.

        Two different fractions with denominators up to B differ by at least 1/B², so 2·log10(B) digits tell them apart.
        Each step is a column: as an expression of the one before it would double with every step.
        """
        largest = max(self.grid.largest[indicator.id], 1)
        check_bound(2 * largest * 100, indicator.id)
        digits = len(str(largest))
        group = 18 - digits
        yield {f"{name}:numerator": numerator, f"{name}:base": base}
        numerator, base = nw.col(f"{name}:numerator"), nw.col(f"{name}:base")
        negative = numerator < 0
        yield {f"{name}:rest0": nw.when(~base.is_null()).then(nw.when(negative).then(-numerator).otherwise(numerator))}
        keys = []
        for step in range(1 + -(-2 * digits // group)):
            rest = nw.col(f"{name}:rest{step}")
            yield {f"{name}:whole{step}": rest // base}
            whole = nw.col(f"{name}:whole{step}")
            keys.append(nw.when(negative).then(-whole).otherwise(whole))
            yield {f"{name}:rest{step + 1}": (rest - whole * base) * 10**group}
        return keys

    # --- over time -------------------------------------------------------------------------------------------

    def _in_period(self, leaf: IndicatorLeaf, indicator: Indicator, now: str, j: int) -> nw.Expr:
        """The truth j periods before the one that is read."""
        length = indicator.frequency.months
        if length == 1:
            return self.grid.back(now, j)
        if leaf.reading is Reading.CONTAINING:
            return nw.col(now) if j == 0 else self._at_end(now, length, j)
        ended = nw.col(MONTH) % length == length - 1
        latest = nw.col(now) if j == 0 else self._at_end(now, length, j)
        return nw.when(ended).then(latest).otherwise(self._at_end(now, length, j + 1))

    def _at_end(self, now: str, length: int, j: int) -> nw.Expr:
        """The truth at the last month of the period j before the row's own, j >= 1."""
        return self.grid.back(_ended(now), (j - 1) * length)

    def _at_previous_end(self, now: str, length: int) -> nw.Expr:
        """The truth at the last month of the previous period: 1 to `length` months back, by the row's place in its own."""
        position = nw.col(MONTH) % length
        expr = self.grid.back(now, 1)
        for months in range(1, length):
            expr = nw.when(position == months).then(self.grid.back(now, months + 1)).otherwise(expr)
        return expr


def distinct(leaves: Iterable[tuple[IndicatorLeaf, Scope]]) -> list[LeafKey]:
    return list(dict.fromkeys(_key(leaf, scope) for leaf, scope in leaves))


def _key(leaf: IndicatorLeaf, scope: Scope) -> LeafKey:
    ranked = any(isinstance(test, BestAmong) for test in leaf.tests)
    return replace(leaf, label=None), scope if ranked else None


def _ended(now: str) -> str:
    return f"{now}:ended"


def _largest_threshold(test: Compare, parameters: Mapping[str, Parameter], scale: int) -> int:
    if isinstance(test.threshold, Literal):
        values = [test.threshold.value]
    else:
        assert isinstance(test.threshold, ParameterRef)
        values = [v.value for v in parameters[test.threshold.parameter].values if v.value is not None]
    return max((int(abs(v).scaleb(scale)) for v in values if isinstance(v, Decimal)), default=0)


def months_needed(leaf: IndicatorLeaf, indicator: Indicator) -> int:
    """Months before the evaluated one that the leaf may look at."""
    periods = leaf.window.periods - 1 if leaf.window else 0
    periods += leaf.change.since if leaf.change else 0
    periods += max((test.periods - 1 for test in leaf.tests if isinstance(test, Development)), default=0)
    return periods if indicator.frequency.months == 1 else (periods + 2) * indicator.frequency.months
