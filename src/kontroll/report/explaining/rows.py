"""Rows: where a value was delivered, with which delivery, and what stood there before it was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain.answer import AmbitionRow
from kontroll.engine.plain.record import Content
from kontroll.facts.facts import KEY, Facts
from kontroll.facts.sheet import FILE, LINE
from kontroll.report.explaining.values import Source


class Receipt(NamedTuple):
    """file: as the kommune calls it. delivery, received: None where nothing tells (a data folder)."""

    file: str
    delivery: int | None = None
    received: date | None = None


#: The receipt of a file by the name it has in the facts.
Receipts = Callable[[str], Receipt]


def folder_receipt(file: str) -> Receipt:
    """Files of a data folder have no receipt but their name."""
    return Receipt(file)


class MeasuredRow(NamedTuple):
    """number None = empty or unreadable. persons: how many stand behind it."""

    number: Decimal | None
    persons: int | None
    source: Source


class Rows:
    """The delivered rows behind values, also those that later ones have superseded."""

    def __init__(self, rulebook: Rulebook, facts: Facts, receipts: Receipts) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._receipts = receipts

    def source(self, file: str, line: int) -> Source:
        receipt = self._receipts(file)
        return Source(receipt.file, line, receipt.delivery, receipt.received)

    def measured(self, indicator: Indicator, enhet: str, period: Period) -> list[MeasuredRow]:
        """Every row of the value in order of delivery; the last stands."""
        at = (pl.col("enhet") == enhet) & (pl.col("indikator") == indicator.id) & (pl.col("period") == period.index)
        rows = self._facts.measurements.filter(at).select("value", "count", FILE, LINE)
        return [
            MeasuredRow(
                None if value is None else Decimal(value).scaleb(-indicator.decimals), count, self.source(file, line)
            )
            for value, count, file, line in rows.iter_rows()
        ]

    def field(self, dataset: str, key: str, field: str) -> list[tuple[Content | None, Source]]:
        """Every content of the field in order of delivery; the last stands."""
        table = self._facts.table(dataset)
        decimals = table.decimals.get(field)
        rows = table.frame.filter(pl.col(KEY) == key).select(field, FILE, LINE)
        return [(_content(content, decimals), self.source(file, line)) for content, file, line in rows.iter_rows()]

    def step(self, dataset: str, field: str) -> Decimal:
        """The smallest step of a number in the field, by the decimals that its column carries."""
        return Decimal(1).scaleb(-self._facts.table(dataset).decimals.get(field, 0))

    def ambition(self, row: AmbitionRow, column: str) -> list[tuple[Decimal | None, Source]]:
        """Every threshold of the same holder, indicator and year, in order of delivery. column: green or yellow."""
        at = (pl.col("enhet") == row.enhet) & (pl.col("indikator") == row.indicator) & (pl.col("year") == row.year)
        rows = self._facts.ambitions.filter(at).select(column, FILE, LINE)
        return [
            (None if text is None else Decimal(text), self.source(file, line)) for text, file, line in rows.iter_rows()
        ]

    def units(self, enhet: str) -> Sequence[Mapping[str, Any]]:
        """The rows of the organisation that describe the enhet, oldest first."""
        return self._facts.organisation.filter(pl.col("enhet") == enhet).sort("first").to_dicts()

    def name_of(self, enhet: str, ordinal: int) -> str:
        """What the enhet was called in the month (Month.ordinal); its id where it has no name."""
        rows = self.units(enhet)
        covering = (row for row in rows if row["first"] <= ordinal and (row["last"] is None or ordinal <= row["last"]))
        found = next(covering, rows[-1] if rows else {})
        return str(found.get("navn") or enhet)


def changed_from(rows: Sequence[tuple[Any, Source]]) -> tuple[Any, Source] | None:
    """The latest earlier row with another content than the one that stands; None where none has."""
    return next((row for row in reversed(rows[:-1]) if row[0] != rows[-1][0]), None)


def _content(content: Any, decimals: int | None) -> Content | None:
    if isinstance(content, int) and not isinstance(content, bool):
        return Decimal(content).scaleb(-(decimals or 0))
    known: Content | None = content
    return known
