"""Inputs: what the columnar engine reads of the facts, as plans that nothing has been read for yet.

Facts may lie in memory or in Parquet files larger than it: the engine asks for the columns and rows that the rules read, and
only then are they read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from kontroll.domain.condition import Condition, Grouped, IndicatorLeaf, Lookup, RuleLeaf, leaves
from kontroll.domain.dataset import DataSet, FieldType, Stock
from kontroll.domain.indicator import FromRecords
from kontroll.domain.operand import FieldRef
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.names import field_column, moment_column
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED
from kontroll.facts.scanned import AnyFacts, AnyTable


@dataclass(frozen=True)
class Table:
    """The standing records of a data set. fields: those that any rule reads."""

    source: AnyTable
    fields: frozenset[str]

    @property
    def dataset(self) -> DataSet:
        return self.source.dataset

    @property
    def decimals(self) -> Mapping[str, int]:
        return self.source.decimals

    @property
    def delivered(self) -> bool:
        return self.source.delivered

    @property
    def rows(self) -> int:
        """No more records than this."""
        return self._measured[0]

    @property
    def largest(self) -> Mapping[str, int]:
        """Largest magnitude of each number field."""
        return self._measured[1]

    @property
    def gaps(self) -> frozenset[str]:
        """Fields that some record lacks."""
        return self._measured[2]

    @cached_property
    def _measured(self) -> tuple[int, Mapping[str, int], frozenset[str]]:
        described = [one for one in self.dataset.fields if one.id in self.fields]
        numbers = [one.id for one in described if one.type.is_number]
        found = (
            self._standing()
            .select(
                pl.len().alias("rows"),
                *(pl.col(id).abs().max().alias(f"largest {id}") for id in numbers),
                *(pl.col(one.id).null_count().alias(f"gaps {one.id}") for one in described),
            )
            .collect()
            .row(0, named=True)
        )
        largest = {id: int(found[f"largest {id}"] or 0) for id in numbers}
        return found["rows"], largest, frozenset(one.id for one in described if found[f"gaps {one.id}"])

    def columns(self, fields: Collection[str]) -> pl.LazyFrame:
        """KEY, ENHET and a column per field: days since 1970-01-01 for dates and moments, these with a second column too."""
        columns = [pl.col(KEY), pl.col(ENHET)]
        for one in self.dataset.fields:
            if one.id not in fields:
                continue
            column = pl.col(one.id)
            if one.type.is_time:
                columns.append(column.cast(pl.Date).cast(pl.Int32).cast(pl.Int64).alias(field_column(one.id)))
            else:
                columns.append(column.alias(field_column(one.id)))
            if one.type is FieldType.MOMENT:
                columns.append(column.cast(pl.Datetime("us")).cast(pl.Int64).alias(moment_column(one.id)))
        return self._standing().select(columns)

    def _standing(self) -> pl.LazyFrame:
        return self.source.frame.lazy().filter(~pl.col(SUPERSEDED))


@dataclass(frozen=True)
class Inputs:
    facts: AnyFacts
    rulebook: Rulebook
    _tables: dict[str, Table] = field(default_factory=dict)

    def table(self, id: str) -> Table:
        """Any data set by id, the built-in ones too."""
        if id not in self._tables:
            source = self.facts.table(id)
            self._tables[id] = Table(source, self._read[id] | _dating(source.dataset))
        return self._tables[id]

    @cached_property
    def _read(self) -> Mapping[str, frozenset[str]]:
        """Data set -> the fields that rules and computed indicators read."""
        found: dict[str, set[str]] = {id: set() for id in (*self.rulebook.datasets, "organisasjon", "personer")}
        for rule in self.rulebook.rules.values():
            for condition in rule.conditions():
                _collect(condition, rule.dataset, found)
        for indicator in self.rulebook.indicators.values():
            computed = indicator.computed
            # A part of a rulebook may know of indicators whose records nobody in it reads.
            if isinstance(computed, FromRecords) and computed.dataset in found:
                found[computed.dataset] |= {computed.field} if computed.field else set()
                if computed.where is not None:
                    _collect(computed.where, computed.dataset, found)
        return {id: frozenset(fields) for id, fields in found.items()}


def _dating(dataset: DataSet) -> set[str]:
    by = dataset.dated_by
    if isinstance(by, Stock):
        return {by.start, by.end}
    return {by} if isinstance(by, str) else set()


def _collect(condition: Condition, dataset: str | None, found: dict[str, set[str]]) -> None:
    for leaf in leaves(condition):
        if isinstance(leaf, IndicatorLeaf | RuleLeaf):
            continue
        assert dataset is not None
        own = found[dataset]
        if isinstance(leaf, Lookup):
            found[leaf.dataset] |= {term.field for term in leaf.terms}
            operands = [term.operand for term in leaf.terms]
        elif isinstance(leaf, Grouped):
            own |= {*leaf.like, *([leaf.sum_field] if leaf.sum_field else [])}
            operands = [leaf.threshold]
        else:
            own.add(leaf.field)
            operands = [leaf.operand] if hasattr(leaf, "operand") else []
        own |= {operand.field for operand in operands if isinstance(operand, FieldRef)}
