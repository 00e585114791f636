"""Indicator: what is measured per enhet and period, in which unit, and which direction is better."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from kontroll.domain.month import Frequency

if TYPE_CHECKING:
    from kontroll.domain.condition import Condition


class Better(Enum):
    """The direction in which a value improves."""

    HIGHER = "høyere"
    LOWER = "lavere"

    @property
    def sign(self) -> int:
        """+1 when larger is better, −1 when smaller is."""
        return 1 if self is Better.HIGHER else -1


class Aggregate(Enum):
    """How a computed indicator sums up the records of an enhet and period."""

    COUNT = "antall"
    SUM = "sum"
    SHARE = "andel"
    BENFORD = "benford"


#: Benford's law: of a hundred thousand amounts so many begin with 1, 2 … 9: log10(1 + 1/d), to five decimals.
BENFORD = (30103, 17609, 12494, 9691, 7918, 6695, 5799, 5115, 4576)


@dataclass(frozen=True, slots=True, kw_only=True)
class FromRecords:
    """`beregnet: {antall | sum | andel | benford: DATASETT, felt: F, der: CONDITION, minst: N}`.

    SHARE is records where `where` holds per 100 records; SUM adds `field` of those where it holds. BENFORD is how far the first
    digits of `field` of those are from Benford's law: the mean absolute deviation in per mille points; least: of so many amounts.
    """

    aggregate: Aggregate
    dataset: str
    field: str | None = None
    where: Condition | None = None
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedIndex:
    """`beregnet: {indeks: [...], vekt: [...]}`: the weighted mean of other indicators."""

    parts: tuple[str, ...]
    weights: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One entry of the balansehåndbok (rule language, section 1.2).

    decimals: values are rounded to this many, half away from zero, on import.
    min_count: below it, or without a count when it is > 0, a value is *skjermet*: unknown to every rule.
    shown_from_count: below it only the enhet's own leaders and HR are shown the value.
    due_working_days: the value is due so many working days after its period ends; None = no due date.
    scale: the least and the greatest that a survey can give, both included; None = any. called: what suppliers call it.
    """

    id: str
    name: str
    unit: str
    better: Better
    frequency: Frequency
    decimals: int
    focus_area: str = ""
    source: str = ""
    owner: str = ""
    min_count: int = 0
    shown_from_count: int = 0
    due_working_days: int | None = None
    computed: FromRecords | WeightedIndex | None = None
    scale: tuple[Decimal, Decimal] | None = None
    called: tuple[str, ...] = ()
