"""Reconciliation: what a data set holds month by month, beside another source of the same, for who is to say that all is there.

Whoever made the list does not say that it is complete. The figures are of the whole data set in the months, whatever the filter
and the arm say: that is what a ledger can be held against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from kontroll.domain.draw import Draw
from kontroll.domain.month import Month
from kontroll.facts.canonical import in_ore
from kontroll.facts.facts import RecordTable
from kontroll.flows.samples.chosen import MONTH, in_months
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """count: records. amount: øre, of those that can be read. unreadable: how many cannot."""

    count: int = 0
    amount: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """other: of the source that it is held against; None where none is asked for."""

    month: Month
    own: Held
    other: Held | None = None

    @property
    def agrees(self) -> bool:
        """Whether both hold the same; True where there is nothing to hold it against."""
        other = self.other
        return other is None or (self.own.count, self.own.amount) == (other.count, other.amount)


def figures_of(
    desk: Desk, tx: Transaction, draw: Draw, against: str = "", against_amount: str = ""
) -> list[MonthFigures]:
    """Of every month of the draw. against: another data set, and its field of amounts. Raises NotFrozen."""
    own = held_by_month(*in_months(desk, tx, draw), draw.amount_field)
    other = None
    if against:
        source = replace(draw, dataset=against, amount_field=against_amount)
        other = held_by_month(*in_months(desk, tx, source), against_amount)
    months = [Month.from_ordinal(one) for one in range(draw.first.ordinal, draw.last.ordinal + 1)]
    return [
        MonthFigures(month=m, own=own.get(m, Held()), other=None if other is None else other.get(m, Held()))
        for m in months
    ]


def held_by_month(table: RecordTable, rows: pl.DataFrame, amount_field: str) -> Mapping[Month, Held]:
    """rows: some of the table's, with MONTH."""
    decimals = table.decimals.get(amount_field, 0)
    amounts = defaultdict[int, list[int | None]](list)
    for row in rows.select(MONTH, *([amount_field] if amount_field else [])).iter_rows():
        amounts[row[0]].append(in_ore(row[1], decimals) if amount_field else 0)
    return {
        Month.from_ordinal(month): Held(
            count=len(some),
            amount=sum(one for one in some if one is not None),
            unreadable=sum(one is None for one in some),
        )
        for month, some in amounts.items()
    }
