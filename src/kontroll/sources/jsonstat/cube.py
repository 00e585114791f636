"""Cube: one statistics table as it stands in the file, checked: its dimensions, and a value or a sign for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """decimals: how many SSB shows; None = not said."""

    code: str
    label: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    id: str
    label: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """dimensions: in the order in which the cells run, the last fastest. region, time, metric: which of them, or None.

    values: one a cell, None = no figure. signs: what the file says of the cell ("" = nothing). lines: of the file.
    named: what the file calls the table, "" = nothing.
    """

    named: str
    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    region: Dimension | None
    time: Dimension | None
    metric: Dimension | None
    values: Sequence[Decimal | None]
    signs: Sequence[str]
    lines: Sequence[int]

    @property
    def others(self) -> list[Dimension]:
        known = {one.id for one in (self.region, self.time, self.metric) if one is not None}
        return [one for one in self.dimensions if one.id not in known]
