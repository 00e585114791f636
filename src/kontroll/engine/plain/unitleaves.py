"""Unit leaves: an indicator held against a threshold, a colour, its rivals or its own past (rule language 2.2–2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

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
)
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import (
    AmbitionRef,
    Colour,
    Literal,
    Op,
    ParameterRef,
    Threshold,
)
from kontroll.domain.rule import Scope
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth, all_of
from kontroll.engine.plain.answer import AmbitionRow, Answer, Limit, Measured, Number
from kontroll.engine.plain.calendar import context_month, period_read
from kontroll.engine.plain.comparison import compare_numbers
from kontroll.engine.plain.delivered import Ambitions
from kontroll.engine.plain.indicators import Indicators, median
from kontroll.engine.plain.tree import over_time
from kontroll.engine.plain.units import Units


@dataclass(frozen=True, slots=True)
class _Reading:
    """One leaf in one period. month: whose parameters, ambitions, scope and tjeneste hold for the period."""

    leaf: IndicatorLeaf
    indicator: Indicator
    scope: Scope
    enhet: str
    period: Period
    month: Month

    @property
    def sign(self) -> int:
        """+1 when a larger operand is better; fremgang is already turned so that larger is better."""
        progress = self.leaf.change is not None and self.leaf.change.kind is ChangeKind.PROGRESS
        return 1 if progress else self.indicator.better.sign


class UnitLeaves:
    """Answers indicator leaves for one enhet and month."""

    def __init__(self, rulebook: Rulebook, units: Units, indicators: Indicators, ambitions: Ambitions) -> None:
        self._rulebook = rulebook
        self._units = units
        self._indicators = indicators
        self._ambitions = ambitions

    def answer(self, leaf: IndicatorLeaf, scope: Scope, enhet: str, month: Month) -> Answer:
        """scope: that of the rule in which the leaf stands; it decides who the rivals are."""
        indicator = self._rulebook.indicators[leaf.indicator]
        newest = period_read(month, indicator.frequency, leaf.reading)

        def in_period(period: Period) -> Answer:
            reading = _Reading(leaf, indicator, scope, enhet, period, context_month(period, month))
            tests = tuple(self._test(test, reading) for test in leaf.tests)
            return Answer(leaf, all_of(test.truth for test in tests), tests, when=period)

        return over_time(leaf, lambda n: newest.plus(-n), in_period)

    def _test(self, test: LeafTest, reading: _Reading) -> Answer:
        if isinstance(test, Compare):
            return self._compare(test, reading)
        if isinstance(test, ColourIn):
            return self._colour(test, reading)
        return self._best(test, reading) if isinstance(test, BestAmong) else self._development(test, reading)

    # --- the operand ------------------------------------------------------------------------------------------

    def _measured(self, reading: _Reading, enhet: str) -> Measured:
        """The value of an enhet in the period, or the change in it."""
        now = self._indicators.value(reading.indicator.id, enhet, reading.period)
        change = reading.leaf.change
        if change is None:
            return Measured(enhet, now.number, (now,))
        base = self._indicators.value(reading.indicator.id, enhet, reading.period.plus(-change.since))
        if now.number is None or base.number is None:
            return Measured(enhet, None, (now, base))
        changed = _changed(change, Fraction(now.number), Fraction(base.number), reading.indicator.better)
        return Measured(enhet, changed, (now, base))

    # --- er and farge -----------------------------------------------------------------------------------------

    def _compare(self, test: Compare, reading: _Reading) -> Answer:
        own = self._measured(reading, reading.enhet)
        limit = self._limit(test.threshold, reading)
        assert limit.value is None or not isinstance(limit.value, str | bool)
        truth = compare_numbers(test.op.directed(reading.sign), own.operand, _number(limit))
        return Answer(test, truth, operand=own.operand, limits=(limit,), reads=(own,))

    def _limit(self, threshold: Threshold, reading: _Reading) -> Limit:
        if isinstance(threshold, Literal):
            return Limit(threshold, threshold.value)
        if isinstance(threshold, ParameterRef):
            in_force = self._rulebook.parameters[threshold.parameter].in_force(reading.month.last_day)
            return Limit(threshold, None if in_force is None else in_force.value, in_force)
        row = self._ambition(reading)
        if row is None:
            return Limit(threshold, None)
        return Limit(threshold, row.green if threshold.colour is Colour.GREEN else row.yellow, row)

    def _ambition(self, reading: _Reading) -> AmbitionRow | None:
        unit = self._units.row(reading.enhet, reading.month)
        service = None if unit is None else unit.service
        return self._ambitions.row(reading.enhet, service, reading.indicator.id, reading.month.year)

    def _colour(self, test: ColourIn, reading: _Reading) -> Answer:
        own = self._measured(reading, reading.enhet)
        limits = tuple(self._limit(AmbitionRef(colour), reading) for colour in (Colour.GREEN, Colour.YELLOW))
        reached = Op.AT_LEAST if reading.indicator.better is Better.HIGHER else Op.AT_MOST
        green, yellow = (compare_numbers(reached, own.operand, _number(limit)) for limit in limits)
        if Truth.UNKNOWN in (green, yellow):
            truth = Truth.UNKNOWN
        elif green is Truth.TRUE:
            truth = Truth.of(Colour.GREEN in test.colours)
        else:
            truth = Truth.of((Colour.YELLOW if yellow is Truth.TRUE else Colour.RED) in test.colours)
        return Answer(test, truth, operand=own.operand, limits=limits, reads=(own,))

    # --- best_blant -------------------------------------------------------------------------------------------

    def _best(self, test: BestAmong, reading: _Reading) -> Answer:
        own = self._measured(reading, reading.enhet)
        rivals = [self._measured(reading, enhet) for enhet in self._rivals(test, reading)]
        truth = _best_truth(test, own.operand, [rival.operand for rival in rivals], reading.sign)
        return Answer(test, truth, operand=own.operand, reads=(own, *rivals))

    def _rivals(self, test: BestAmong, reading: _Reading) -> list[str]:
        """Every other unit of the rule that is active that month and has the same tjeneste, with or without data."""
        others = [row for row in self._units.covered(reading.scope, reading.month) if row.enhet != reading.enhet]
        if test.same_service:
            unit = self._units.row(reading.enhet, reading.month)
            service = None if unit is None else unit.service
            others = [row for row in others if service is not None and row.service == service]
        return [row.enhet for row in others]

    # --- utvikling --------------------------------------------------------------------------------------------

    def _development(self, test: Development, reading: _Reading) -> Answer:
        values = tuple(
            self._indicators.value(reading.indicator.id, reading.enhet, reading.period.plus(-n))
            for n in range(test.periods)
        )
        own = Measured(reading.enhet, values[0].number, values)
        numbers = [value.number for value in values]
        known = [Fraction(number) for number in reversed(numbers) if number is not None]
        if len(known) < len(numbers):
            return Answer(test, Truth.UNKNOWN, operand=own.operand, reads=(own,))
        truth = Truth.of(developed(test.method, known, reading.indicator.better.sign))
        return Answer(test, truth, operand=own.operand, reads=(own,))


def _number(limit: Limit) -> Number | None:
    assert limit.value is None or isinstance(limit.value, Number)
    return limit.value


def _changed(change: Change, now: Fraction, base: Fraction, better: Better) -> Fraction | None:
    if change.kind is ChangeKind.ABSOLUTE:
        return now - base
    if change.kind is ChangeKind.PROGRESS:
        return (now - base) * better.sign
    return None if base == 0 else (now - base) * 100 / abs(base)


def _best_truth(test: BestAmong, own: Number | None, rivals: list[Number | None], sign: int) -> Truth:
    """Decided in the order of the rule language, 2.5."""
    if 1 + len(rivals) < test.min_units:
        return Truth.FALSE
    if own is None:
        return Truth.UNKNOWN
    leads = [(Fraction(rival) - Fraction(own)) * sign for rival in rivals if rival is not None]
    if any(lead > 0 or (lead == 0 and not test.ties_count) for lead in leads):
        return Truth.FALSE
    if len(leads) < len(rivals) and not test.missing_ignored:
        return Truth.UNKNOWN
    return Truth.TRUE


def developed(method: Method, values: list[Fraction], sign: int) -> bool:
    """Positive development over values, oldest first, none missing."""
    if method is Method.ENDPOINTS:
        return (values[-1] - values[0]) * sign > 0
    if method is Method.ANY_STEP:
        return any((b - a) * sign > 0 for a, b in pairwise(values))
    # Theil–Sen: the median of the slopes between all pairs.
    slopes = [(values[j] - values[i]) / (j - i) for i in range(len(values)) for j in range(i + 1, len(values))]
    return median(slopes) * sign > 0
