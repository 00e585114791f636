"""Case: a rulebook and what was delivered, small enough to print; both evaluators judge it from the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kontroll.domain.dataset import ORGANISATION, PERSONS
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.sheet import LINE, TORN, Sheet

#: A row as it stands in the file, heading -> text. The key TORN marks a row with more cells than headings.
Row = dict[str, str]

MEASURED = ("enhet", "indikator", "periode", "verdi", "antall")
AMBITION = ("enhet", "indikator", "aar", "gronn", "gul")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Rows in file order. A data set that is not among the records never came, not even as an empty file."""

    organisation: Sequence[Row]
    persons: Sequence[Row] = ()
    measurements: Sequence[Row] = ()
    ambitions: Sequence[Row] = ()
    records: Mapping[str, Sequence[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """Judged from month `first` to `last`, both included."""

    rulebook: Rulebook
    delivery: Delivery
    first: Month
    last: Month

    def facts(self) -> Facts:
        """The delivered rows, through the same readers as a data folder."""
        rows, book = self.delivery, self.rulebook
        organisation, _ = read_organisation([_sheet("organisasjon.csv", rows.organisation, _headings(ORGANISATION))])
        persons, _ = read_persons([_sheet("personer.csv", rows.persons, _headings(PERSONS))])
        measured = _halves("maalinger", rows.measurements, MEASURED)
        return Facts(
            organisation=organisation,
            organisation_records=organisation_records(organisation, delivered=True),
            persons=persons,
            measurements=read_measurements(measured, book.indicators)[0],
            ambitions=read_ambitions([_sheet("ambisjoner.csv", rows.ambitions, AMBITION)], book.indicators)[0],
            records={
                id: read_records(
                    described,
                    _halves(f"datasett/{id}", rows.records[id], _headings(described)) if id in rows.records else [],
                )[0]
                for id, described in book.datasets.items()
            },
        )


def _headings(dataset) -> tuple[str, ...]:
    return tuple(described.heading for described in dataset.fields)


def _halves(folder: str, rows: Sequence[Row], headings: Sequence[str]) -> list[Sheet]:
    """Two files, so that a later file also supersedes an earlier one."""
    middle = len(rows) // 2
    return [_sheet(f"{folder}/a.csv", rows[:middle], headings), _sheet(f"{folder}/b.csv", rows[middle:], headings)]


def _sheet(file: str, rows: Sequence[Row], headings: Sequence[str]) -> Sheet:
    columns = {heading: [row.get(heading, "") for row in rows] for heading in headings}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(headings, pl.String))
    torn = pl.Series(TORN, [TORN in row for row in rows], dtype=pl.Boolean)
    return Sheet(file, frame.with_columns(pl.int_range(2, pl.len() + 2).alias(LINE), torn))
