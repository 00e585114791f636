"""Inputs: what the columnar engine reads of the facts, as plans that nothing has been read for yet.

Facts may lie in memory or in Parquet files larger than it: the engine asks for the columns and rows that the rules read, and
only then are they read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from kontroll.domain.condition import Condition, Grouped, IndicatorLeaf, Lookup, RuleLeaf, leaves
from kontroll.domain.dataset import DataSet, FieldType, Stock
from kontroll.domain.indicator import FromRecords
from kontroll.domain.operand import FieldRef
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.names import code_column, field_column, moment_column
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED
from kontroll.facts.scanned import AnyFacts, AnyTable


@dataclass(frozen=True)
class Table:
    """The standing records of a data set.

    fields: those that any rule reads. grouped: texts among them that records are grouped by, each with a series of the type that
    numbers them.
    """

    source: AnyTable
    fields: frozenset[str]
    grouped: Mapping[str, pl.Series] = field(default_factory=dict)

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
        """KEY, ENHET and a column per field: days since 1970-01-01 for dates and moments.

        Moments have a second column, and so have texts that records are grouped by: numbers are grouped and sorted faster.
        """
        columns = [pl.col(KEY), pl.col(ENHET)]
        for one in self.dataset.fields:
            if one.id not in fields:
                continue
            column = pl.col(one.id)
            if one.type.is_time:
                columns.append(column.cast(pl.Date).cast(pl.Int32).cast(pl.Int64).alias(field_column(one.id)))
            else:
                columns.append(column.alias(field_column(one.id)))
            if one.id in self.grouped:
                code = column.cast(self.grouped[one.id].dtype).to_physical()
                columns.append(code.cast(pl.Int64).alias(code_column(one.id)))
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
            fields = frozenset(self._read[id] | _dating(source.dataset))
            texts = {one.id for one in source.dataset.fields if one.type is FieldType.TEXT}
            grouped = {one: _numbering() for one in sorted(self._grouped_by[id] & texts)}
            self._tables[id] = Table(source, fields, grouped)
        return self._tables[id]

    @cached_property
    def _grouped_by(self) -> Mapping[str, set[str]]:
        """Data set -> the fields that records are grouped by."""
        found: dict[str, set[str]] = defaultdict(set)
        for dataset, condition in _conditions(self.rulebook):
            for leaf in leaves(condition):
                if isinstance(leaf, Grouped):
                    found[dataset] |= set(leaf.like)
        return found

    @cached_property
    def _read(self) -> Mapping[str, set[str]]:
        """Data set -> the fields that rules and computed indicators read."""
        found: dict[str, set[str]] = defaultdict(set)
        for dataset, condition in _conditions(self.rulebook):
            _collect(condition, dataset, found)
        for indicator in self.rulebook.indicators.values():
            if isinstance(indicator.computed, FromRecords) and indicator.computed.field:
                found[indicator.computed.dataset].add(indicator.computed.field)
        return found


def _numbering() -> pl.Series:
    """A type that gives each text a number of its own. Polars forgets which one where no series of the type is kept."""
    return pl.Series([""], dtype=pl.Categorical(pl.Categories.random()))


def _conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    """Every tree about records with its data set, also one that a part of a rulebook does not know."""
    for rule in rulebook.rules.values():
        if rule.dataset is not None:
            yield from ((rule.dataset, condition) for condition in rule.conditions())
    for indicator in rulebook.indicators.values():
        computed = indicator.computed
        if isinstance(computed, FromRecords) and computed.where is not None:
            yield computed.dataset, computed.where


def _dating(dataset: DataSet) -> set[str]:
    by = dataset.dated_by
    if isinstance(by, Stock):
        return {by.start, by.end}
    return {by} if isinstance(by, str) else set()


def _collect(condition: Condition, dataset: str, found: dict[str, set[str]]) -> None:
    for leaf in leaves(condition):
        if isinstance(leaf, IndicatorLeaf | RuleLeaf):
            continue
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
