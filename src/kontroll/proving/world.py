"""World: the small kommune that a rule test describes, read by the same readers as a real data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import polars as pl

from kontroll.domain.dataset import LINE_KEY, ORGANISATION, PERSONS, DataSet
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.proving.described import Described, Row, describe


@dataclass(frozen=True, slots=True)
class World:
    """What a test is evaluated in. rulebook: the rule and those it asks about, with the test's own parameters."""

    rulebook: Rulebook
    facts: Facts
    enhet: str
    month: Month
    months: tuple[Month, ...]


def build_world(rulebook: Rulebook, rule: Rule, test: RuleTest) -> World:
    return read_world(describe(rulebook, rule, test))


def read_world(described: Described) -> World:
    return World(described.rulebook, _facts(described), described.enhet, described.month, described.months)


def _facts(described: Described) -> Facts:
    rulebook, values, thresholds, people = (
        described.rulebook, described.values, described.thresholds, described.people
    )  # fmt: skip
    organisation, organisation_table = _organisation(tuple(tuple(row.items()) for row in described.enheter))
    measurements, _ = read_measurements([_sheet("maalinger", values)] if values else [], rulebook.indicators)
    ambitions, _ = read_ambitions([_sheet("ambisjoner", thresholds)] if thresholds else [], rulebook.indicators)
    persons = read_persons([_sheet("personer", _with_defaults(people, PERSONS))])[0] if people else _nobody()
    return Facts(
        organisation=organisation,
        organisation_records=organisation_table,
        persons=persons,
        measurements=measurements,
        ambitions=ambitions,
        records={id: _record_table(d, described.records.get(id, ())) for id, d in rulebook.datasets.items()},
    )


@lru_cache(maxsize=64)
def _organisation(enheter: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[pl.DataFrame, RecordTable]:
    """Most tests are about one and the same enhet."""
    rows = _with_defaults([dict(row) for row in enheter], ORGANISATION)
    organisation, _ = read_organisation([_sheet("organisasjon", rows)])
    return organisation, organisation_records(organisation, delivered=True)


def _with_defaults(rows: Sequence[Row], dataset: DataSet) -> list[Row]:
    empty = {field.heading: "" for field in dataset.fields}
    return [{key: value for key, value in (empty | row).items() if key in empty} for row in rows] or [empty]


def _sheet(name: str, rows: Sequence[Row]) -> Sheet:
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(rows[0], pl.String))
    return Sheet(name, frame.with_columns(pl.int_range(2, pl.len() + 2).alias(LINE), pl.lit(False).alias(TORN)))


def _record_table(dataset: DataSet, rows: Sequence[Row]) -> RecordTable:
    headings = {field.id: field.heading for field in dataset.fields}
    written = [{headings[id]: text for id, text in row.items() if id in headings} for row in rows]
    if not written:
        return _no_records(dataset)
    table, _ = read_records(dataset, [_sheet(dataset.id, written)])
    if dataset.key == LINE_KEY and LINE_KEY in rows[0]:
        names = pl.Series(KEY, [row[LINE_KEY] for row in rows])
        table = replace(table, frame=table.frame.with_columns(names))
    return table


@cache
def _no_records(dataset: DataSet) -> RecordTable:
    """A data set that was delivered without a single record."""
    schema = {**dict.fromkeys((field.heading for field in dataset.fields), pl.String), LINE: pl.Int64, TORN: pl.Boolean}
    return read_records(dataset, [Sheet(dataset.id, pl.DataFrame(schema=schema))])[0]


@cache
def _nobody() -> RecordTable:
    return replace(read_persons([])[0], delivered=True)
