"""Basis: everything delivered as plain Python, and the same with one value delivered otherwise.

Why a picture of its own for «otherwise»: what a rule would have said is asked a few hundred times for one explanation.
Only the one value is replaced; everything else is shared with the basis it was supposed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.month import Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain.answer import Value
from kontroll.engine.plain.delivered import Ambitions, Measurements
from kontroll.engine.plain.record import Content
from kontroll.engine.plain.recordset import RecordSet
from kontroll.engine.plain.units import Units
from kontroll.facts.facts import Facts


class MeasuredSite(NamedTuple):
    """Where a measurement stands: one indicator of one enhet in one period."""

    indicator: str
    enhet: str
    period: Period


class FieldSite(NamedTuple):
    """Where a field stands: one field of one record."""

    dataset: str
    key: str
    field: str


#: Where one delivered value stands.
Site = MeasuredSite | FieldSite


class Basis:
    """What the evaluator stands on. Data sets are turned into plain Python the first time somebody asks.

    values: computed and delivered values found so far; those that a supposed value may change are found anew.
    """

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._recordsets: dict[str, RecordSet] = {}
        self.units = Units(facts.organisation)
        self.measurements = Measurements(facts.measurements, dict(rulebook.indicators))
        self.ambitions = Ambitions(facts.ambitions)
        self.values: dict[tuple[str, str, Period], Value] = {}

    def recordset(self, dataset: str) -> RecordSet:
        if dataset not in self._recordsets:
            described = self._rulebook.dataset(dataset)
            known = dataset in ("organisasjon", "personer") or dataset in self._facts.records
            self._recordsets[dataset] = RecordSet(described, self._facts.table(dataset) if known else None)
        return self._recordsets[dataset]

    def supposing(self, site: Site, content: Content | None) -> Basis:
        """The same basis had this one value been delivered so; None = not delivered. A measurement is a Decimal."""
        other = object.__new__(Basis)
        other._rulebook, other._facts = self._rulebook, self._facts
        other._recordsets = dict(self._recordsets)
        other.units, other.ambitions, other.measurements = self.units, self.ambitions, self.measurements
        if isinstance(site, MeasuredSite):
            assert content is None or isinstance(content, Decimal)
            indicator = self._rulebook.indicators[site.indicator]
            other.measurements = self.measurements.supposing(indicator, site.enhet, site.period.index, content)
            touched = self._read_by(frozenset({site.indicator}))
            other.values = {key: v for key, v in self.values.items() if key[0] not in touched or key[1] != site.enhet}
            return other
        other._recordsets[site.dataset] = self.recordset(site.dataset).supposing(site.key, site.field, content)
        touched = self._read_by(self._computed())
        other.values = {key: value for key, value in self.values.items() if key[0] not in touched}
        return other

    def _computed(self) -> frozenset[str]:
        """Indicators made of records: which of them a field may reach, through look-ups too, is not worth finding out."""
        return frozenset(i.id for i in self._rulebook.indicators.values() if isinstance(i.computed, FromRecords))

    def _read_by(self, indicators: frozenset[str]) -> frozenset[str]:
        """They, and every index made of them."""
        parts: Mapping[str, tuple[str, ...]] = {
            i.id: i.computed.parts for i in self._rulebook.indicators.values() if isinstance(i.computed, WeightedIndex)
        }
        found = set(indicators)
        while more := {id for id, read in parts.items() if id not in found and found & set(read)}:
            found |= more
        return frozenset(found)
