"""Facts: everything delivered that a month is judged by, typed, every row kept with its file and line.

A superseded row stays in its table with `superseded` true. Why: an explanation must be able to say what was
delivered first, and the plain evaluator decides by itself which row stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import polars as pl

from kontroll.domain.dataset import DataSet

#: Columns of a record table besides its fields. KEY: the record's key as printed. ENHET: the enhet's id, null = missing.
KEY, ENHET, SUPERSEDED = "_key", "_enhet", "_superseded"


class ValueState(Enum):
    """What is known of one value. Only VALUE is known to rules; the others are *ukjent*, each with its reason."""

    VALUE = "verdi"
    MISSING = "mangler"
    SUPPRESSED = "skjermet"
    INVALID = "ugyldig"
    NOT_DUE = "ikke forfalt"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """The records of one data set, one row per delivered row, in delivery order (file name, then line).

    frame: FILE, LINE, KEY, ENHET, SUPERSEDED and a column per field: String, Int64 scaled by 10^decimals[field], Date,
    Datetime (naive, Europe/Oslo) or Boolean; null = missing or unreadable.
    delivered: False where not even an empty file came: then nothing is known, not even that there are none.
    """

    dataset: DataSet
    frame: pl.DataFrame
    decimals: Mapping[str, int] = field(default_factory=dict)
    delivered: bool = True

    def standing(self) -> pl.DataFrame:
        """The rows that no later row has superseded."""
        return self.frame.filter(~pl.col(SUPERSEDED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All tables of a data folder.

    organisation: enhet, navn, enhetstype, overordnet, tjeneste, leder_id, etterfolger (String, null = empty), first, last
        (Int64 Month.ordinal; last null = still open), FILE, LINE. One row per enhet and span, spans never overlap.
    measurements: enhet, indikator (String), period (Int64 Period.index), value (Int64 scaled by the indicator's decimals),
        count (Int64), state (ValueState.value; suppression not yet applied), superseded, FILE, LINE; in delivery order.
    ambitions: enhet (an id, `tjeneste:NAME` or `*`), indikator, year (Int64), green, yellow (String: an exact decimal, null =
        missing), superseded, FILE, LINE.
    persons: the built-in data set `personer`; lookups to `organisasjon` read `organisation_records`.
    """

    organisation: pl.DataFrame
    organisation_records: RecordTable
    persons: RecordTable
    measurements: pl.DataFrame
    ambitions: pl.DataFrame
    records: Mapping[str, RecordTable]

    def table(self, dataset: str) -> RecordTable:
        """Any data set by id, the built-in ones too."""
        if dataset == "organisasjon":
            return self.organisation_records
        return self.persons if dataset == "personer" else self.records[dataset]
