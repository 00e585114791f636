"""Computed indicators: value columns from records, or as a weighted index of other indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import narwhals as nw

from kontroll.domain.condition import Condition
from kontroll.domain.indicator import Aggregate, FromRecords, Indicator, WeightedIndex
from kontroll.engine.backend import Frame
from kontroll.engine.benford import DIGITS, UNDECIDED, deviation, digit_counts
from kontroll.engine.grid import ENHET, Grid, add_counts, add_values
from kontroll.engine.inputs import Inputs
from kontroll.engine.names import count_column, field_column, value_column
from kontroll.engine.recordgrid import RecordGrid, build_records
from kontroll.engine.thresholds import MONTH, decimals_of
from kontroll.engine.truths import check_bound, possibly, round_half_away, surely
from kontroll.facts.facts import ENHET as RECORD_ENHET
from kontroll.facts.numbers import MAX_SCALED

#: Makes the truth of a condition over a record grid into an expression.
RecordTruth = Callable[[RecordGrid, Condition], nw.Expr]


@dataclass(slots=True)
class Values:
    """Fills the grid with the value columns that are asked for, computed ones with what they are computed from."""

    grid: Grid
    inputs: Inputs
    indicators: Mapping[str, Indicator]
    truth: RecordTruth
    done: set[str] = field(default_factory=set)

    def need(self, ids: set[str]) -> None:
        """Make sure that the value columns of the indicators stand in the grid."""
        wanted = self._with_parts(ids) - self.done
        delivered = [self.indicators[id] for id in sorted(wanted) if self.indicators[id].computed is None]
        add_values(self.grid, self.inputs, delivered)
        self.done |= {indicator.id for indicator in delivered}
        for id in sorted(wanted - self.done):
            self._compute(id)

    def _with_parts(self, ids: set[str]) -> set[str]:
        found = set(ids)
        for id in ids:
            computed = self.indicators[id].computed
            if isinstance(computed, WeightedIndex):
                found |= self._with_parts(set(computed.parts))
        return found

    def _compute(self, id: str) -> None:
        if id in self.done:
            return
        indicator = self.indicators[id]
        if isinstance(indicator.computed, WeightedIndex):
            for part in indicator.computed.parts:
                if part not in self.done:
                    self._compute(part)
            self._index(indicator, indicator.computed)
        else:
            assert isinstance(indicator.computed, FromRecords)
            self._from_records(indicator, indicator.computed)
        self.done.add(id)

    # --- from records ----------------------------------------------------------------------------------------

    def _from_records(self, indicator: Indicator, computed: FromRecords) -> None:
        """Value and count per enhet and period; a record that is unknown leaves the value unknown if it could matter."""
        column, length = value_column(indicator.id), indicator.frequency.months
        table = self.inputs.table(computed.dataset)
        if not table.delivered:
            self.grid.add({column: nw.lit(None, nw.Int64), count_column(indicator.id): nw.lit(None, nw.Int64)})
            self.grid.largest[indicator.id] = 0
            return
        records = build_records(self.grid.backend, table, self.grid.first, self.grid.last, length)
        if computed.aggregate is Aggregate.BENFORD:
            holds = nw.lit(True) if computed.where is None else self.truth(records, computed.where)
            sums, made = digit_counts(records, computed, holds), [*DIGITS, UNDECIDED]
        else:
            sums = _sums(records, computed, self.truth, indicator.decimals)
            made = ["true", "possible", "missing", "least", "most"]
        wanted = sums.with_columns((nw.col(MONTH) // length).alias("period")).drop(MONTH)
        wanted = wanted.rename({RECORD_ENHET: ENHET})
        self.grid.add({"period": nw.col(MONTH) // length})
        self.grid.join(wanted, on=[ENHET, "period"])
        records_in = _or_zero("records")
        if computed.aggregate is Aggregate.BENFORD:
            counts = [_or_zero(digit) for digit in DIGITS]
            value = nw.when(_or_zero(UNDECIDED) == 0).then(deviation(indicator, computed, counts, records))
        else:
            low, high = _extremes(computed, indicator, records)
            value = nw.when(low == high).then(low)
        if computed.aggregate is Aggregate.SHARE:
            value = nw.when(records_in > 0).then(value)
        if computed.aggregate is Aggregate.SUM:
            value = nw.when(_or_zero("missing") == 0).then(value)
        self.grid.add({column: value, count_column(indicator.id): records_in})
        self.grid.frame = self.grid.frame.drop(["period", "records", *made])
        self._suppress(indicator)

    def _suppress(self, indicator: Indicator) -> None:
        column = value_column(indicator.id)
        shown = nw.lit(True) if indicator.min_count == 0 else nw.col(count_column(indicator.id)) >= indicator.min_count
        readable = nw.col(column).abs() <= MAX_SCALED
        self.grid.add({column: nw.when(shown & readable).then(nw.col(column))})
        self.grid.settle()
        self.grid.largest[indicator.id] = self.grid.backend.largest(self.grid.frame, [column])[column]

    # --- indices ---------------------------------------------------------------------------------------------

    def _index(self, indicator: Indicator, computed: WeightedIndex) -> None:
        parts = [self.indicators[id] for id in computed.parts]
        scale = max(part.decimals for part in parts)
        weight_scale = max(decimals_of(weight) for weight in computed.weights)
        weights = [int(weight.scaleb(weight_scale)) for weight in computed.weights]
        factors = [w * 10 ** (scale - p.decimals) for w, p in zip(weights, parts, strict=True)]
        terms = [nw.col(value_column(p.id)) * f for p, f in zip(parts, factors, strict=True)]
        upper = sum(self.grid.largest[p.id] * f for p, f in zip(parts, factors, strict=True))
        check_bound(2 * upper * 10**indicator.decimals + sum(weights) * 10**scale, indicator.id)
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        value = round_half_away(total * 10**indicator.decimals, sum(weights) * 10**scale)
        self.grid.add({value_column(indicator.id): value})
        if indicator.min_count > 0:
            self._count_of_index(indicator, parts)
        self._suppress(indicator)

    def _count_of_index(self, indicator: Indicator, parts: list[Indicator]) -> None:
        """An index rests on as many answers as the least answered of its parts; none if any part has no count."""
        made = [p for p in parts if count_column(p.id) not in self.grid.frame.columns]
        add_counts(self.grid, self.inputs, [p for p in made if p.computed is None])
        for part in made:
            if isinstance(part.computed, WeightedIndex):
                self._count_of_index(part, [self.indicators[id] for id in part.computed.parts])
        counts = [nw.col(count_column(p.id)) for p in parts]
        least = counts[0]
        for other in counts[1:]:
            least = (
                nw.when(least.is_null() | (other < least))
                .then(nw.when(~least.is_null()).then(other))
                .otherwise(nw.when(~other.is_null()).then(least))
            )
        self.grid.add({count_column(indicator.id): least})


def _or_zero(column: str) -> nw.Expr:
    """An enhet without records in the period has none."""
    return nw.when(nw.col(column).is_null()).then(nw.lit(0, nw.Int64)).otherwise(nw.col(column))


def _sums(records: RecordGrid, computed: FromRecords, truth: RecordTruth, decimals: int) -> Frame:
    """Per enhet and month: records, true, possible, missing, and the least and most that the amounts can add up to.

    decimals: of the indicator, to which a sum is rescaled. Raises TooLarge where that might not be exact.
    """
    holds = nw.lit(True) if computed.where is None else truth(records, computed.where)
    amount = nw.lit(0, nw.Int64)
    if computed.field is not None:
        amount = nw.col(field_column(computed.field))
        total = records.largest[computed.field] * max(records.rows, 1)
        check_bound(_largest_rescaled(total, records.decimals[computed.field], decimals), computed.field)
    records.add({"sure": surely(holds), "possible": possibly(holds), "amount": amount})
    counted, sure, possible = nw.col("amount"), nw.col("sure"), nw.col("possible")
    zero = nw.lit(0, nw.Int64)
    records.add(
        {
            "least": nw.when(sure).then(counted).when(possible & (counted < 0)).then(counted).otherwise(zero),
            "most": nw.when(sure).then(counted).when(possible & (counted > 0)).then(counted).otherwise(zero),
            "missing": (possible & counted.is_null()).cast(nw.Int64),
        }
    )
    known = records.frame.filter(~nw.col(RECORD_ENHET).is_null())
    return known.group_by(RECORD_ENHET, MONTH).agg(
        nw.len().cast(nw.Int64).alias("records"),
        nw.col("sure").cast(nw.Int64).sum().cast(nw.Int64).alias("true"),
        nw.col("possible").cast(nw.Int64).sum().cast(nw.Int64).alias("possible"),
        *(nw.col(column).sum().cast(nw.Int64) for column in ("missing", "least", "most")),
    )


def _extremes(computed: FromRecords, indicator: Indicator, records: RecordGrid) -> tuple[nw.Expr, nw.Expr]:
    """The least and the most that the rounded value can be, whatever the unknown records turn out to be."""
    unit = 10**indicator.decimals
    if computed.aggregate is Aggregate.COUNT:
        return _or_zero("true") * unit, _or_zero("possible") * unit
    if computed.aggregate is Aggregate.SHARE:
        all_records = nw.when(nw.col("records") > 0).then(nw.col("records"))
        least, most = (round_half_away(nw.col(c) * (100 * unit), all_records) for c in ("true", "possible"))
        return least, most
    assert computed.field is not None
    scale = records.decimals[computed.field]
    return _rescaled(_or_zero("least"), scale, indicator.decimals), _rescaled(
        _or_zero("most"), scale, indicator.decimals
    )


def _rescaled(value: nw.Expr, scale: int, decimals: int) -> nw.Expr:
    if scale <= decimals:
        finer: nw.Expr = value * 10 ** (decimals - scale)
        return finer
    return round_half_away(value, 10 ** (scale - decimals))


def _largest_rescaled(value: int, scale: int, decimals: int) -> int:
    """The largest number met on the way, where no value is larger than this."""
    step: int = 10 ** abs(decimals - scale)
    return value * step if scale <= decimals else 2 * value + step
