"""Described: a rule test as the rows that a data folder would hold, all of them texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.dataset import LINE_KEY, PERSONS, DataSet, Stock
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.reads import own_rulebook

SUBJECT = "E1"
DEFAULTS = {"enhetstype": "tjenestested", "tjeneste": "skole"}
#: Number of answers behind a value where the test does not say: enough to be shown to rules.
ENOUGH = "99"

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """rulebook: the rule and those it asks about, with the test's own parameters. enhet: the one that is judged.

    months: those that `forventet` is about, newest last. values, thresholds: rows of maalinger and of ambisjoner. records: by
    data set, each with the fields that are read, and `linje` where the test names its records so.
    """

    rulebook: Rulebook
    enhet: str
    month: Month
    months: tuple[Month, ...]
    enheter: tuple[Row, ...]
    values: tuple[Row, ...]
    thresholds: tuple[Row, ...]
    people: tuple[Row, ...]
    records: dict[str, tuple[Row, ...]]


def describe(rulebook: Rulebook, rule: Rule, test: RuleTest) -> Described:
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
    return Described(
        rulebook=book,
        enhet=enhet,
        month=month,
        months=_months(book, rule, test, month),
        enheter=tuple(row for id, row in enheter.items() if id),
        values=tuple(_values(book, test, enhet, month)),
        thresholds=tuple(row for ambition in test.ambitions for row in _ambition_rows(ambition, month)),
        people=tuple(records.pop(PERSONS.id, ())),
        records={id: tuple(rows) for id, rows in records.items()},
    )


def _values(rulebook: Rulebook, test: RuleTest, enhet: str, month: Month) -> list[Row]:
    cases = [(enhet, test.series, test.counts)]
    cases += [(f"R{i}", rival.series, rival.counts) for i, rival in enumerate(test.rivals, start=1)]
    return [row for id, series, counts in cases for row in _measured(id, series, counts, rulebook, month)]


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


# --- rows of the data folder -----------------------------------------------------------------------------------------


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
    found = [defaults | dict(row) for row in rows]
    if dataset.key == LINE_KEY and any(LINE_KEY in row for row in found):
        found = [{LINE_KEY: str(number)} | row for number, row in enumerate(found, start=1)]
    return found


def _moment(dataset: DataSet, field: str, day: date) -> str:
    found = dataset.field(field)
    has_clock = found is not None and found.type.value == "tidspunkt"
    return f"{day.isoformat()}T12:00" if has_clock else day.isoformat()
