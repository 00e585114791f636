"""Training: of those who had a course to finish in the last year, how many have, by course and enhet.

From the data set `opplaering`, one row for a person and a course, dated by its deadline. What is not due yet counts
neither for nor against; a kommune that delivers no such data set has nothing to show, which is not the same as nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from kontroll.domain.dataset import DataSet
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import ENHET
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS, known_facts
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.last import Last
from kontroll.report.reading_coverage import Coverage, coverage
from kontroll.store.transaction import Transaction

DATASET = "opplaering"
_DUE_WITHIN = timedelta(days=365)
_FIELDS = ("person", "kurs", "frist", "fullfort_dato")


@dataclass(frozen=True, slots=True)
class Course:
    """name: as the data set says it."""

    name: str
    coverage: Coverage


_LAST: Last[list[Course]] = Last()


def trained(tx: Transaction, rulebook: Rulebook, day: date) -> list[Course]:
    """By course; none where the data set is not described, or was never delivered. Raises nothing for faulty rows."""
    dataset = rulebook.datasets.get(DATASET)
    if dataset is None or any(dataset.field(name) is None for name in _FIELDS):
        return []
    kinds = (*WHOLE_LISTS, f"{DATASETS}/{DATASET}")
    delivered = tx.deliveries.rows.where(tx.deliveries.rows.table.c.kind.in_(kinds))
    # A salt is of one content only, and goes with it.
    salts = tx.deliveries.salts(one.seq for one in delivered)
    return _LAST.of((dataset, day, tuple(salts.items())), lambda: _trained(tx, dataset, kinds, day))


def _trained(tx: Transaction, dataset: DataSet, kinds: Sequence[str], day: date) -> list[Course]:
    alone = replace(Rulebook(), datasets={DATASET: dataset})
    facts, _problems = known_facts(tx, alone, kinds=kinds)
    table = facts.records.get(DATASET)
    if table is None or not table.delivered:
        return []
    rows = table.standing().filter(
        pl.col("person").is_not_null() & pl.col("kurs").is_not_null() & (pl.col("frist") <= day)
        & (pl.col("frist") > day - _DUE_WITHIN)
    )  # fmt: skip
    names = _names(tx, rows, day)
    return [_course(name, part, day, names) for (name,), part in sorted(rows.group_by("kurs"))]


def _course(name: object, rows: pl.DataFrame, day: date, names: Mapping[str, str]) -> Course:
    should: dict[str, set[str]] = {}
    has: set[str] = set()
    for person, enhet, done in rows.select("person", ENHET, "fullfort_dato").iter_rows():
        should.setdefault(person, set()).update([enhet] if enhet else [])
        if done is not None and done <= day:
            has.add(person)
    return Course(str(name), coverage(should, has, names))


def _names(tx: Transaction, rows: pl.DataFrame, day: date) -> Mapping[str, str]:
    directory = known_directory(tx)
    return {enhet: directory.name_of(enhet, day) for enhet in rows.get_column(ENHET).drop_nulls().unique().to_list()}
