"""Delivered: the measurements and ambitions that stand, later rows winning over earlier ones."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.engine.plain.answer import AmbitionRow
from kontroll.engine.plain.comparison import unscaled
from kontroll.facts.facts import ValueState
from kontroll.facts.sheet import FILE, LINE


@dataclass(frozen=True, slots=True)
class Measurement:
    """A delivered value; number None unless the state is VALUE."""

    number: Decimal | None
    state: ValueState
    count: int | None
    file: str
    line: int


class Measurements:
    """What each enhet delivered for each indicator and period."""

    def __init__(self, frame: pl.DataFrame, indicators: dict[str, Indicator]) -> None:
        self._rows: MutableMapping[tuple[str, str, int], Measurement] = {}
        columns = ("enhet", "indikator", "period", "value", "count", "state", FILE, LINE)
        for enhet, id, period, value, count, state, file, line in frame.select(columns).iter_rows():
            if id not in indicators:
                continue
            known = ValueState(state) is ValueState.VALUE
            number = unscaled(value, indicators[id].decimals) if known else None
            # In delivery order: the later row wins, also when it is empty or bad.
            self._rows[(enhet, id, period)] = Measurement(number, ValueState(state), count, file, line)

    def row(self, enhet: str, indicator: str, period: int) -> Measurement | None:
        return self._rows.get((enhet, indicator, period))

    def supposing(self, indicator: Indicator, enhet: str, period: int, number: Decimal | None) -> Measurements:
        """The same, had this value been delivered so, with as many behind it as it takes to be seen."""
        row = self.row(enhet, indicator.id, period)
        state = ValueState.MISSING if number is None else ValueState.VALUE
        count = max(row.count or 0 if row is not None else 0, indicator.min_count)
        if row is not None:
            supposed = replace(row, number=number, state=state, count=count)
        else:
            supposed = Measurement(number, state, count, "", 0)
        other = object.__new__(Measurements)
        other._rows = ChainMap({(enhet, indicator.id, period): supposed}, self._rows)
        return other


class Ambitions:
    """The thresholds for an enhet, indicator and year."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._rows: dict[tuple[str, str, int], AmbitionRow] = {}
        columns = ("enhet", "indikator", "year", "green", "yellow", FILE, LINE)
        for enhet, id, year, green, yellow, file, line in frame.select(columns).iter_rows():
            self._rows[(enhet, id, year)] = AmbitionRow(enhet, id, year, _exact(green), _exact(yellow), file, line)

    def row(self, enhet: str, service: str | None, indicator: str, year: int) -> AmbitionRow | None:
        """The most specific row: the enhet's own, its service's, everybody's. An empty threshold does not fall through."""
        for holder in (enhet, f"tjeneste:{service}" if service is not None else None, "*"):
            if holder is not None and (found := self._rows.get((holder, indicator, year))) is not None:
                return found
        return None


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
