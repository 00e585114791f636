"""Scanned facts: the same as Facts, with measurements and records in Parquet files that are read as they are asked for.

Why: a country's measurements are several times the memory of the machine that judges them. The columns and their meaning are
those of Facts; only who needs all rows at once must ask for `Facts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kontroll.domain.dataset import DataSet
from kontroll.facts.facts import Facts, RecordTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedTable:
    """See RecordTable. frame: a scan of Parquet files."""

    dataset: DataSet
    frame: pl.LazyFrame
    decimals: Mapping[str, int] = field(default_factory=dict)
    delivered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedFacts:
    """See Facts. measurements: a scan of Parquet files, fastest where each period has files or row groups of its own."""

    organisation: pl.DataFrame
    organisation_records: RecordTable
    persons: RecordTable
    measurements: pl.LazyFrame
    ambitions: pl.DataFrame
    records: Mapping[str, ScannedTable | RecordTable] = field(default_factory=dict)

    def table(self, dataset: str) -> ScannedTable | RecordTable:
        """Any data set by id, the built-in ones too."""
        if dataset == "organisasjon":
            return self.organisation_records
        return self.persons if dataset == "personer" else self.records[dataset]


AnyFacts = Facts | ScannedFacts
AnyTable = RecordTable | ScannedTable
