"""Nobody who stands in any table is left out of what is handed to her, whatever the table is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Integer, LargeBinary, create_engine, insert

from databases import address_of
from kontroll.domain.month import Month
from kontroll.flows.people.gathered import gather
from kontroll.report.handout.categories import CATEGORIES, TABLES, place_name, unplaced
from kontroll.report.handout.labels import is_named, label
from kontroll.store.columns import Moment, MonthText, Word
from kontroll.store.held import HeldRow, held_rows, texts_of
from kontroll.store.upgrade import METADATA

from .small import Make, rule

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = date(2026, 2, 10)
#: Somebody who stands nowhere but where this test puts her.
PLANTED = "ZUNNIVA7"
#: Between a leader and the one above her: told to the leader it is about alone, which other tests hold.
BETWEEN = ("talk", "talk_event", "talk_measure", "pay_review")


@pytest.fixture(params=["sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite alone: there rows can be planted without what they point at."""
    return address_of(request.param, request, tmp_path)


def filler(column: Any, n: int) -> Any:
    """Something that may stand in the column, a different one for each n."""
    kind = column.type
    if isinstance(kind, Word):
        return next(iter(kind.kind))
    if isinstance(kind, MonthText):
        return Month(2020 + n // 12 % 50, n % 12 + 1)
    if isinstance(kind, Moment):
        return NOW
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Date):
        return DAY
    if isinstance(kind, LargeBinary):
        return b"{}"
    return 900_000 + n if isinstance(kind, Integer) else f"fyll{n}"


def planted_value(column: Any) -> Any:
    return json.dumps({"actor": PLANTED}).encode() if isinstance(column.type, LargeBinary) else PLANTED


def plant(address: str) -> set[tuple[str, str]]:
    """Her in every column of every table that can hold somebody, each in a row of its own. Gives where."""
    engine, found, n = create_engine(address), set(), 0
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            for name in texts_of(table):
                n += 1
                values = {column.name: filler(column, n) for column in table.columns}
                connection.execute(insert(table).values(values | {name: planted_value(table.c[name])}))
                found.add((table.name, name))
    engine.dispose()
    return found


def not_found(planted: set[tuple[str, str]], rows: Iterator[HeldRow]) -> set[tuple[str, str]]:
    return planted - {(row.table, column) for row in rows for column in row.columns}


def test_whoever_stands_in_any_column_of_any_table_is_found(make: Make, address: str):
    bygda = make(rule("merforbruk"))
    planted = plant(address)
    # An enhet's number may be the same digits as somebody's id: there nobody is looked for.
    planted -= {place for place in planted if place[1] in ("enhet", "owner_enhet")}
    planted -= {place for place in planted if place[0] in BETWEEN and place[1] != "leader"}

    with bygda.desk.database.reading() as tx:
        found = gather(tx, bygda.desk, PLANTED, NOW)

    assert found is not None
    assert len(planted) > 150
    told = {(line.place, where) for line in found.lines for where in line.where}
    assert not {place for place in planted if (place_name(place[0]), label(place[1])) not in told}
    assert {TABLES[table][0] for table, _column in planted} <= {line.category for line in found.lines}


@pytest.mark.parametrize("left_out", ["decision", "reading", "draw_check"])
def test_a_table_that_is_left_out_is_missed_by_the_same_count(make: Make, address: str, left_out: str):
    bygda = make(rule("merforbruk"))
    planted = plant(address)
    cut = SimpleNamespace(tables={name: table for name, table in METADATA.tables.items() if name != left_out})

    with bygda.desk.database.reading() as tx:
        everywhere = held_rows(tx, lambda _column, text: PLANTED in text)
        missed = (
            not_found(planted, everywhere),
            not_found(
                planted,
                held_rows(tx, lambda _column, text: PLANTED in text, cut),  # type: ignore[arg-type]
            ),
        )

    assert (set(), {(left_out, name) for name in texts_of(METADATA.tables[left_out])}) == missed


def test_every_table_is_in_a_category_and_every_column_has_a_name():
    columns = {column.name for table in METADATA.sorted_tables for column in table.columns}

    assert not unplaced(METADATA.tables)
    assert {category for category, _name in TABLES.values()} | {"lister"} == {one.id for one in CATEGORIES}
    assert not sorted(name for name in columns if not is_named(name))


def test_a_table_without_a_category_is_told():
    without = {name: place for name, place in TABLES.items() if name != "reading"}

    assert ["reading"] == unplaced(METADATA.tables, without)
    assert ["ny_tabell"] == unplaced([*METADATA.tables, "ny_tabell"])
