"""First digits as columns: how far the first digits of amounts are from Benford's law, per enhet and period."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import narwhals as nw

from kontroll.domain.indicator import BENFORD, FromRecords, Indicator
from kontroll.engine.backend import Frame
from kontroll.engine.names import field_column
from kontroll.engine.recordgrid import RecordGrid
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import check_bound, possibly, round_half_away, surely
from kontroll.facts.facts import ENHET as RECORD_ENHET

#: Columns that the counts are in, one for each first digit, and those of which nobody knows whether they count.
DIGITS = [f"digit{digit}" for digit in range(1, 10)]
UNDECIDED = "undecided"
#: A scaled amount has at most so many digits.
_LONGEST = 18


def digit_counts(records: RecordGrid, computed: FromRecords, holds: nw.Expr) -> Frame:
    """Per enhet and month: records, and how many that count have each first digit."""
    assert computed.field is not None
    records.add({"sure": surely(holds), "doubt": possibly(holds) & ~surely(holds)})
    digit = _first_digit(nw.col(field_column(computed.field)))
    counted = {name: (nw.col("sure") & surely(digit == n)).cast(nw.Int64) for n, name in enumerate(DIGITS, start=1)}
    records.add({**counted, UNDECIDED: (nw.col("doubt") & surely(digit > 0)).cast(nw.Int64)})
    known = records.frame.filter(~nw.col(RECORD_ENHET).is_null())
    return known.group_by(RECORD_ENHET, MONTH).agg(
        nw.len().cast(nw.Int64).alias("records"),
        *(nw.col(column).sum().cast(nw.Int64) for column in (*DIGITS, UNDECIDED)),
    )


def _first_digit(amount: nw.Expr) -> nw.Expr:
    """0 for nothing. A scaled amount has the same first digit as the amount."""
    size = amount.abs()
    found: nw.Expr = size
    for place in range(1, _LONGEST + 1):
        found = nw.when(size >= 10**place).then(size // 10**place).otherwise(found)
    return found


def deviation(indicator: Indicator, computed: FromRecords, counts: Sequence[nw.Expr], records: RecordGrid) -> nw.Expr:
    """The mean absolute deviation in per mille points, rounded; unknown below the least number, or where some are undecided.

    It is the sum of |100 000 · count − expected · all| over 900 · all, with the expected shares in hundred thousandths: whole
    numbers all the way.
    """
    check_bound(4 * 10**5 * max(records.rows, 1) * 10**indicator.decimals, indicator.id)
    together = reduce(add, counts)
    apart = reduce(add, ((each * 10**5 - together * share).abs() for each, share in zip(counts, BENFORD, strict=True)))
    enough = together >= max(computed.least, 1)
    return nw.when(enough).then(round_half_away(apart * 10**indicator.decimals, nw.when(enough).then(together * 900)))
