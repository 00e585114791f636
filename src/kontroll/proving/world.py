"""World: the small kommune that a rule test describes, read by the same readers as a real data folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import polars as pl

from kontroll.domain.dataset import LINE_KEY, ORGANISATION, PERSONS, DataSet, Stock
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import KEY, Facts, RecordTable
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.proving.reads import own_rulebook

SUBJECT = "E1"
DEFAULTS = {"enhetstype": "tjenestested", "tjeneste": "skole"}
#: Number of answers behind a value where the test does not say: enough to be shown to rules.
ENOUGH = "99"

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """What a test is evaluated in. rulebook: the rule and those it asks about, with the test's own parameters."""

    rulebook: Rulebook
    facts: Facts
    enhet: str
    month: Month
    months: tuple[Month, ...]


def build_world(rulebook: Rulebook, rule: Rule, test: RuleTest) -> World:
    month = test.month or _default_month(rule, test)
    book = own_rulebook(rulebook, rule, test)
    attributes = _attributes(rule, dict(test.attributes))
    enhet = attributes["enhet"]
    enheter = {enhet: attributes}
    for i, rival in enumerate(test.rivals, start=1):
        enheter[f"R{i}"] = attributes | dict(rival.attributes) | {"enhet": f"R{i}"}
    records = {id: _record_rows(book.dataset(id), rows, enhet, month) for id, rows in test.records}
    for id, rows in records.items():
        dataset = book.dataset(id)
        for row in rows if dataset.enhet_field else ():
            named = row.get(dataset.enhet_field or "", "")
            enheter.setdefault(named, attributes | {"enhet": named})
    facts = _facts(book, test, month, [e for id, e in enheter.items() if id], records)
    return World(book, facts, enhet, month, _months(book, rule, test, month))


def _default_month(rule: Rule, test: RuleTest) -> Month:
    """As many months into the newest version as the longest series has values."""
    longest = max((len(values) for _id, values in test.series), default=1)
    return rule.versions[-1].valid_from.plus(longest - 1)


def _attributes(rule: Rule, given: Row) -> Row:
    """The subject is made to match `gjelder` where the test does not say otherwise."""
    scope = rule.scope
    return {
        "enhet": SUBJECT if scope.enheter is None else min(scope.enheter),
        "enhetstype": _allowed(scope.unit_types, DEFAULTS["enhetstype"]),
        "tjeneste": _allowed(scope.services, DEFAULTS["tjeneste"]),
    } | given


def _allowed(allowed: frozenset[str] | None, default: str) -> str:
    return default if allowed is None or default in allowed else min(allowed)


def _months(rulebook: Rulebook, rule: Rule, test: RuleTest, month: Month) -> tuple[Month, ...]:
    """The months that `forventet` is about, newest last: months, or whole periods where every indicator is slower."""
    read = {leaf.indicator for r in rulebook.rules.values() for leaf in r.leaves() if hasattr(leaf, "indicator")}
    frequencies = {rulebook.indicators[id].frequency for id in read}
    count = max(len(test.expected), 1)
    if not frequencies or min(f.months for f in frequencies) == 1:
        return tuple(month.plus(-back) for back in reversed(range(count)))
    finest = min(frequencies, key=lambda f: f.months)
    newest = Period.containing(month, finest)
    earlier = [newest.plus(-back).last_month for back in reversed(range(1, count))]
    return (*earlier, month)


# --- the data folder ------------------------------------------------------------------------------------------


def _facts(
    rulebook: Rulebook, test: RuleTest, month: Month, enheter: Sequence[Row], records: dict[str, list[Row]]
) -> Facts:
    organisation, organisation_table = _organisation(tuple(tuple(row.items()) for row in enheter))
    cases = [(enheter[0]["enhet"], test.series, test.counts)]
    cases += [(f"R{i}", rival.series, rival.counts) for i, rival in enumerate(test.rivals, start=1)]
    values = [row for enhet, series, counts in cases for row in _measured(enhet, series, counts, rulebook, month)]
    measurements, _ = read_measurements([_sheet("maalinger", values)] if values else [], rulebook.indicators)
    thresholds = [row for ambition in test.ambitions for row in _ambition_rows(ambition, month)]
    ambitions, _ = read_ambitions([_sheet("ambisjoner", thresholds)] if thresholds else [], rulebook.indicators)
    people = records.get(PERSONS.id)
    persons = read_persons([_sheet("personer", _with_defaults(people, PERSONS))])[0] if people else _nobody()
    return Facts(
        organisation=organisation,
        organisation_records=organisation_table,
        persons=persons,
        measurements=measurements,
        ambitions=ambitions,
        records={id: _record_table(d, records.get(id, [])) for id, d in rulebook.datasets.items()},
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


def _measured(
    enhet: str,
    series: Sequence[tuple[str, Sequence[object]]],
    counts: Sequence[tuple[str, Sequence[object]]],
    rulebook: Rulebook,
    month: Month,
) -> list[Row]:
    """Rows of maalinger: the last value belongs to the period that contains the month."""
    answered = dict(counts)
    rows = []
    for id, values in series:
        indicator: Indicator = rulebook.indicators[id]
        newest = Period.containing(month, indicator.frequency)
        behind = [_text(count) for count in answered.get(id, ())] or [ENOUGH] * len(values)
        for back, value in enumerate(reversed(values)):
            count = behind[-1 - back] if back < len(behind) else ENOUGH
            rows.append(
                {
                    "enhet": enhet,
                    "indikator": id,
                    "periode": str(newest.plus(-back)),
                    "verdi": _text(value),
                    "antall": count,
                }
            )
    return rows


def _text(value: object) -> str:
    return "" if value is None else f"{value:f}" if hasattr(value, "scaleb") else str(value)


def _ambition_rows(ambition: tuple[str, object, object], month: Month) -> list[Row]:
    """The same thresholds for every enhet and every year a test may look back on."""
    id, green, yellow = ambition
    return [
        {"enhet": "*", "indikator": id, "aar": str(year), "gronn": _text(green), "gul": _text(yellow)}
        for year in range(month.year - 20, month.year + 1)
    ]


# --- records --------------------------------------------------------------------------------------------------


def _record_rows(dataset: DataSet, rows: Sequence[Sequence[tuple[str, str]]], enhet: str, month: Month) -> list[Row]:
    """Records of the subject, dated in the middle of the month, where the test does not say otherwise."""
    defaults = {field.id: "" for field in dataset.fields}
    if isinstance(dataset.dated_by, str):
        defaults[dataset.dated_by] = _moment(dataset, dataset.dated_by, month.first_day.replace(day=15))
    elif isinstance(dataset.dated_by, Stock):
        defaults[dataset.dated_by.start] = _moment(dataset, dataset.dated_by.start, month.first_day)
    if dataset.enhet_field is not None:
        defaults[dataset.enhet_field] = enhet
    return [defaults | dict(row) for row in rows]


def _moment(dataset: DataSet, field: str, day: date) -> str:
    found = dataset.field(field)
    has_clock = found is not None and found.type.value == "tidspunkt"
    return f"{day.isoformat()}T12:00" if has_clock else day.isoformat()


def _record_table(dataset: DataSet, rows: Sequence[Row]) -> RecordTable:
    headings = {field.id: field.heading for field in dataset.fields}
    written = [{headings[id]: text for id, text in row.items() if id in headings} for row in rows]
    if not written:
        return _no_records(dataset)
    table, _ = read_records(dataset, [_sheet(dataset.id, written)])
    if dataset.key == LINE_KEY and any(LINE_KEY in row for row in rows):
        names = pl.Series(KEY, [row.get(LINE_KEY, f"{i}") for i, row in enumerate(rows, start=1)])
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
