"""What a data folder says: units month by month, delivered values, ambitions, and records of the data sets."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from . import check_digits, delimited
from .language import clean, fold, last_day, month_at, month_of, period_of
from .rulefiles import Dataset, Rulebook
from .sources import Source

REGISTERS = ("organisasjon", "personer")


@dataclass(frozen=True)
class UnitRow:
    """One row of organisasjon.csv: what the unit is in the months from `first` to `last`."""

    first: int
    last: int
    type: str | None
    service: str | None


@dataclass(frozen=True, eq=False)
class Record:
    """One record; `first` and `last` are its dates of a bestand, `day` the date of any other data set."""

    dataset: Dataset
    key: str
    unit: str | None
    values: dict[str, Any]
    day: date | None
    first: date | None = None
    last: date | None = None

    def in_month(self, month: int) -> bool:
        """Whether the record is judged in the month; one without a readable date never is."""
        if self.dataset.stock:
            if self.first is None or month < month_at(self.first):
                return False
            return self.last is None or month <= month_at(self.last)
        return self.day is not None and month_at(self.day) == month

    def of(self, names: list[str]) -> tuple[Any, ...]:
        return tuple(self.values[name] for name in names)

    def group_day(self) -> date | None:
        """The date that `gruppert` counts from."""
        return self.first if self.dataset.stock else self.day

    def parameter_day(self, month: int) -> date:
        """The date whose parameters judge the record: its own; for a bestand the month's last day."""
        if self.dataset.stock:
            return last_day(month)
        assert self.day is not None
        return self.day


@dataclass
class Facts:
    """missing: data sets and registers that never came, or of which a file was lost: nobody knows what stands in them."""

    units: dict[str, list[UnitRow]] = field(default_factory=dict)
    values: dict[tuple[str, str, int], tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)
    ambitions: dict[tuple[str, str, int], tuple[Fraction | None, Fraction | None]] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    registers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    indexes: dict[Any, dict[Any, list[Any]]] = field(default_factory=dict)

    def row(self, unit: str | None, month: int) -> UnitRow | None:
        """The unit's own row for a month; None when it is not active then (or unknown)."""
        for one in self.units.get(unit or "", []):
            if one.first <= month <= one.last:
                return one
        return None

    def active(self, month: int) -> list[str]:
        return [unit for unit in self.units if self.row(unit, month)]

    def records_by(self, dataset: str, *names: str) -> dict[tuple[Any, ...], list[Record]]:
        """The records of a data set by the values of some fields; kept, so that large folders can be judged."""
        if (dataset, names) not in self.indexes:
            found = self.indexes[dataset, names] = {}
            for one in self.records[dataset]:
                found.setdefault(tuple(one.values[name] for name in names), []).append(one)
        return self.indexes[dataset, names]

    def records_of(self, dataset: str, unit: str) -> list[Record]:
        """The records of a data set that belong to a unit."""
        if ("unit", dataset) not in self.indexes:
            found = self.indexes["unit", dataset] = {}
            for one in self.records[dataset]:
                found.setdefault(one.unit, []).append(one)
        return self.indexes["unit", dataset].get(unit, [])

    def records_in(self, dataset: str, month: int) -> list[Record]:
        """The records of a data set that are judged in a month."""
        months = self.indexes.setdefault(("month", dataset), {})
        if month not in months:
            months[month] = [one for one in self.records[dataset] if one.in_month(month)]
        return months[month]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a data set or a register, as a look-up sees them."""
        if name in REGISTERS:
            return self.registers[name]
        return [one.values for one in self.records[name]]

    def ambition(self, unit: str, indicator: str, month: int) -> tuple[Fraction | None, Fraction | None]:
        """The thresholds grønn and gul; the whole most specific row holds, an empty cell does not fall through."""
        row = self.row(unit, month)
        places = [unit, f"tjeneste:{row.service}" if row and row.service else None, "*"]
        for place in places:
            if place and (place, indicator, month // 12) in self.ambitions:
                return self.ambitions[place, indicator, month // 12]
        return None, None


def day_of(text: str | None, *, last: bool) -> date | None:
    """A date, or a month's first or last day; None when missing or unreadable."""
    if text is None or delimited.day(text):
        return delimited.day(text)
    with suppress(ValueError):
        return last_day(month_of(text)) if last else last_day(month_of(text)).replace(day=1)
    return None


def register_row(row: delimited.Row) -> dict[str, Any]:
    """A row of organisasjon.csv or personer.csv as look-ups see it: its months are their first and last days."""
    values: dict[str, Any] = {heading: row.text(heading) for heading in row.cells}
    values["gjelder_fra"] = day_of(row.text("gjelder_fra"), last=False)
    values["gjelder_til"] = day_of(row.text("gjelder_til"), last=True)
    return values


def read_organisation(source: Source, facts: Facts) -> None:
    """A row that cannot be placed in time, or overlaps one before it, is left out; a date is taken for its month."""
    kept = facts.registers["organisasjon"] = []
    for row in rows_of(source, "organisasjon"):
        unit, start, end = (row.text(name) for name in ("enhet", "gjelder_fra", "gjelder_til"))
        first, last = day_of(start, last=False), day_of(end, last=True)
        if not unit or (start and first is None) or (end and last is None):
            continue
        span = month_at(first) if first else 0, month_at(last) if last else 10**6
        earlier = facts.units.setdefault(unit, [])
        if span[0] > span[1] or any(one.first <= span[1] and span[0] <= one.last for one in earlier):
            continue
        earlier.append(UnitRow(*span, row.text("enhetstype"), row.text("tjeneste")))
        values = register_row(row)
        # Look-ups see whole months, also where a date was given.
        values["gjelder_fra"] = first and first.replace(day=1)
        values["gjelder_til"] = last and last_day(month_at(last))
        kept.append(values)


def read_values(source: Source, book: Rulebook, facts: Facts) -> None:
    """The later row wins, also when its value is empty or unreadable; a row without a legal place is no value."""
    for row in rows_of(source, "maalinger"):
        unit, name, period = (row.text(heading) for heading in ("enhet", "indikator", "periode"))
        indicator = book.indicators.get(name or "")
        if not unit or not indicator or not period:
            continue
        place = period_of(period, indicator.frequency)
        if place is not None:
            value, count = delimited.number(row.text("verdi")), delimited.number(row.text("antall"))
            facts.values[unit, indicator.id, place] = (value, count)


def read_ambitions(source: Source, facts: Facts) -> None:
    for row in rows_of(source, "ambisjoner"):
        unit, indicator, year = (row.text(heading) for heading in ("enhet", "indikator", "aar"))
        if unit and indicator and year and year.isdigit():
            if unit.startswith("tjeneste:"):
                unit = f"tjeneste:{clean(unit.removeprefix('tjeneste:'))}"
            thresholds = (delimited.number(row.text("gronn")), delimited.number(row.text("gul")))
            facts.ambitions[unit, indicator, int(year)] = thresholds


def cell(dataset: Dataset, kind: str, text: str | None) -> Any:
    """A cell as a value of its type; None when missing or unreadable."""
    match kind:
        case "tekst":
            return text
        case "tall" | "kr":
            return delimited.number(text, dataset.number_form)
        case "heltall":
            return delimited.whole(text, dataset.number_form)
        case "dato":
            return delimited.day(text, dataset.date_form)
        case "tidspunkt":
            return delimited.moment(text)
        case "janei":
            return delimited.yes_no(text)
    raise ValueError(f"unknown field type {kind!r}")


def calendar_day(value: date | datetime | None) -> date | None:
    """The date of a date or of a point in time."""
    return value.date() if isinstance(value, datetime) else value


def record(dataset: Dataset, row: delimited.Row) -> Record:
    values = {name: cell(dataset, kind, row.text(dataset.headings[name])) for name, kind in dataset.types.items()}
    values |= {name: check_digits.number(kind, values[name]) for name, kind in dataset.checks.items()}
    by_line = fold(dataset.key) == "linje" and "linje" not in dataset.types
    start, end = dataset.stock or (None, None)
    own_key = None if by_line else row.text(dataset.headings[dataset.key])
    return Record(
        dataset=dataset,
        key=own_key or f"{row.file}:{row.line}",
        unit=dataset.fixed_unit or (values[dataset.unit_field] if dataset.unit_field else None),
        values=values,
        day=calendar_day(values[dataset.dated]) if dataset.dated else dataset.fixed_date,
        first=calendar_day(values[start]) if start else None,
        last=calendar_day(values[end]) if end else None,
    )


def read_records(source: Source, dataset: Dataset) -> list[Record]:
    """One record per key: the later row wins whole. Of what a later file is the whole of, only that file's stand."""
    numbered = list(enumerate(source.files(f"datasett/{dataset.id}", dataset.charset)))
    delivered = [(number, record(dataset, row)) for number, rows in numbered for row in rows]
    if dataset.whole_by is not None:
        last = {one.of(dataset.whole_by): number for number, one in delivered}
        # A key that came again is the later file's, also where it is no longer of the same part.
        newest = {one.key: (number, one) for number, one in delivered}
        return [one for number, one in newest.values() if number == last[one.of(dataset.whole_by)]]
    return list({one.key: one for _number, one in delivered}.values())


def facts_of(source: Source, book: Rulebook) -> Facts:
    facts = Facts()
    facts.registers["personer"] = [register_row(row) for row in rows_of(source, "personer")]
    facts.missing = {name for name in REGISTERS if not source.is_whole(name)}
    read_organisation(source, facts)
    read_values(source, book, facts)
    read_ambitions(source, facts)
    for dataset in book.datasets.values():
        facts.records[dataset.id] = read_records(source, dataset)
        if not source.is_whole(f"datasett/{dataset.id}"):
            facts.missing.add(dataset.id)
    return facts


def rows_of(source: Source, kind: str) -> Iterator[delimited.Row]:
    for rows in source.files(kind):
        yield from rows
