"""Units: the organisation month by month."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rule import Scope


class UnitRow(NamedTuple):
    """A row of the organisation: months first to last (Month.ordinal), last None = still open."""

    enhet: str
    unit_type: str | None
    service: str | None
    first: int
    last: int | None


class Units:
    """Every enhet and the row that describes it in each month."""

    def __init__(self, organisation: pl.DataFrame) -> None:
        self._rows: dict[str, list[UnitRow]] = {}
        columns = ("enhet", "enhetstype", "tjeneste", "first", "last")
        for enhet, unit_type, service, first, last in organisation.select(columns).iter_rows():
            self._rows.setdefault(enhet, []).append(UnitRow(enhet, unit_type or None, service or None, first, last))
        self._covered: dict[tuple[Scope, Month], list[UnitRow]] = {}

    def row(self, enhet: str | None, month: Month) -> UnitRow | None:
        """The row that covers the month; None where the enhet is unknown or not active then."""
        if enhet is None:
            return None
        at = month.ordinal
        return next((r for r in self._rows.get(enhet, ()) if r.first <= at and (r.last is None or at <= r.last)), None)

    def covered(self, scope: Scope, month: Month) -> list[UnitRow]:
        """The units that are active in the month and within the scope, by id."""
        found = self._covered.get((scope, month))
        if found is None:
            rows = (self.row(enhet, month) for enhet in sorted(self._rows))
            found = [row for row in rows if row is not None and scope.covers(row.enhet, row.unit_type, row.service)]
            self._covered[(scope, month)] = found
        return found

    def covers(self, scope: Scope, enhet: str | None, month: Month) -> bool:
        """Whether the scope covers the enhet as it is in the month, also where no row describes it then."""
        row = self.row(enhet, month)
        return scope.covers(enhet or "", row.unit_type if row else None, row.service if row else None)
