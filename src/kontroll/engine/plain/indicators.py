"""Indicators: the value of any indicator for an enhet and period, delivered or computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import Condition
from kontroll.domain.indicator import BENFORD, Aggregate, FromRecords, Indicator, WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain.answer import Value
from kontroll.engine.plain.comparison import half_away
from kontroll.engine.plain.delivered import Measurements
from kontroll.engine.plain.record import Record
from kontroll.engine.plain.recordset import RecordSet
from kontroll.facts.facts import ValueState

#: (condition, record, evaluated month) -> truth
RecordTruth = Callable[[Condition, Record, Month], Truth]


class Indicators:
    """Values as rules see them: rounded, computed where the indicator is, withheld where the count is too low."""

    def __init__(
        self,
        rulebook: Rulebook,
        measurements: Measurements,
        recordset: Callable[[str], RecordSet],
        truth: RecordTruth,
        values: dict[tuple[str, str, Period], Value],
    ) -> None:
        """values: those found so far, to which more are added."""
        self._indicators = rulebook.indicators
        self._measurements = measurements
        self._recordset = recordset
        self._truth = truth
        self._values = values

    def value(self, id: str, enhet: str, period: Period) -> Value:
        """The value of the indicator; period must be of its own frequency."""
        key = (id, enhet, period)
        if key not in self._values:
            indicator = self._indicators[id]
            assert period.frequency_months == indicator.frequency.months
            self._values[key] = _suppressed(self._found(indicator, enhet, period), indicator)
        return self._values[key]

    def _found(self, indicator: Indicator, enhet: str, period: Period) -> Value:
        if isinstance(indicator.computed, FromRecords):
            return self._from_records(indicator, indicator.computed, enhet, period)
        if isinstance(indicator.computed, WeightedIndex):
            return self._index(indicator, indicator.computed, enhet, period)
        row = self._measurements.row(enhet, indicator.id, period.index)
        if row is None:
            return Value(indicator.id, enhet, period, None, ValueState.MISSING)
        return Value(indicator.id, enhet, period, row.number, row.state, row.count, row.file, row.line)

    def _index(self, indicator: Indicator, index: WeightedIndex, enhet: str, period: Period) -> Value:
        """The weighted mean; a part that is measured more seldom is read at its period containing the index's."""
        parts = tuple(self.value(id, enhet, _containing(period, self._indicators[id])) for id in index.parts)
        counts = [part.count for part in parts]
        known_counts = [count for count in counts if count is not None]
        count = min(known_counts) if len(known_counts) == len(counts) else None
        unknown = next((part for part in parts if part.number is None), None)
        if unknown is not None:
            return Value(indicator.id, enhet, period, None, unknown.state, count, parts=parts)
        weighted = sum(
            (Fraction(w) * Fraction(part.number or 0) for w, part in zip(index.weights, parts, strict=True)),
            Fraction(0),
        )
        mean = weighted / sum((Fraction(w) for w in index.weights), Fraction(0))
        number = half_away(mean, indicator.decimals)
        return Value(indicator.id, enhet, period, number, ValueState.VALUE, count, parts=parts)

    def _from_records(self, indicator: Indicator, computed: FromRecords, enhet: str, period: Period) -> Value:
        """Over the enhet's records dated in the period; unknown only if an unknown record could change the rounding."""
        records = self._recordset(computed.dataset)
        if not records.delivered:
            return Value(indicator.id, enhet, period, None, ValueState.MISSING)
        first = period.index * period.frequency_months
        last = first + period.frequency_months - 1
        own = records.judged_between(enhet, first, last)
        where = computed.where
        truths = [Truth.TRUE if where is None else self._truth(where, record, period.last_month) for record in own]
        extremes = _extremes(computed, own, truths)
        rounded = None if extremes is None else {half_away(extreme, indicator.decimals) for extreme in extremes}
        number = rounded.pop() if rounded is not None and len(rounded) == 1 else None
        state = ValueState.MISSING if number is None else ValueState.VALUE
        decided = tuple((record.key, truth) for record, truth in zip(own, truths, strict=True))
        return Value(indicator.id, enhet, period, number, state, len(own), records=decided)


def _containing(period: Period, part: Indicator) -> Period:
    """The part's period that the index's period lies in."""
    length = part.frequency.months
    return Period(length, period.index * period.frequency_months // length)


def _extremes(computed: FromRecords, records: list[Record], truths: list[Truth]) -> tuple[Fraction, Fraction] | None:
    """The smallest and largest value that the unknown records leave possible; None where there is no telling.

    Rounding is monotone: when both round to the same, so does everything between.
    """
    if computed.aggregate is Aggregate.BENFORD:
        return _first_digits(computed, records, truths)
    if computed.aggregate is Aggregate.SUM:
        return _sum_extremes(computed, records, truths)
    sure, possible = truths.count(Truth.TRUE), truths.count(Truth.UNKNOWN)
    if computed.aggregate is Aggregate.COUNT:
        return Fraction(sure), Fraction(sure + possible)
    if not records:
        return None
    return Fraction(100 * sure, len(records)), Fraction(100 * (sure + possible), len(records))


def _sum_extremes(
    computed: FromRecords, records: list[Record], truths: list[Truth]
) -> tuple[Fraction, Fraction] | None:
    assert computed.field is not None
    low = high = Fraction(0)
    for record, truth in zip(records, truths, strict=True):
        if truth is Truth.FALSE:
            continue
        content = record.contents[computed.field]
        if content is None:
            return None
        assert isinstance(content, Decimal)
        amount = Fraction(content)
        low += amount if truth is Truth.TRUE else min(amount, Fraction(0))
        high += amount if truth is Truth.TRUE else max(amount, Fraction(0))
    return low, high


def _first_digits(
    computed: FromRecords, records: list[Record], truths: list[Truth]
) -> tuple[Fraction, Fraction] | None:
    """The mean absolute deviation from Benford's law in per mille points. An undecided amount could be anything's first digit."""
    assert computed.field is not None
    amounts = [(record.contents[computed.field], truth) for record, truth in zip(records, truths, strict=True)]
    counting = [(amount, truth) for amount, truth in amounts if isinstance(amount, Decimal) and amount != 0]
    if any(truth is Truth.UNKNOWN for _amount, truth in counting):
        return None
    digits = [next(d for d in amount.as_tuple().digits if d) for amount, truth in counting if truth is Truth.TRUE]
    if len(digits) < max(computed.least, 1):
        return None
    apart = (
        abs(Fraction(digits.count(d), len(digits)) * 1000 - Fraction(share, 100))
        for d, share in enumerate(BENFORD, start=1)
    )
    mean = sum(apart, Fraction(0)) / 9
    return mean, mean


def _suppressed(value: Value, indicator: Indicator) -> Value:
    """Skjermet: below the least count, or without a count when one is asked for."""
    if value.number is None or indicator.min_count == 0:
        return value
    if value.count is not None and value.count >= indicator.min_count:
        return value
    return replace(value, number=None, state=ValueState.SUPPRESSED)


def median(numbers: Iterable[Fraction]) -> Fraction:
    """The middle one, or the mean of the middle two when even."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
