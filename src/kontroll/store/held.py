"""Held: every row of every table in which somebody stands, whatever the table is about.

Why by the metadata and not by a list of columns: a list is forgotten when a table is made. Whatever holds text is read; a
new table is searched from the day it is there.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, LargeBinary, MetaData, Table, cast, select

from kontroll.store.columns import Moment, MonthText, Word
from kontroll.store.tables import METADATA
from kontroll.store.transaction import Transaction

#: Columns of columns: what lies in them is read as the rows that it is, by `Deliveries` and `Books`.
PACKED = frozenset({("delivery_content", "content"), ("book_content", "content")})
#: What nobody can stand in: words of the program, times and numbers.
_NOBODY = (Word, MonthText, Moment, Boolean, Date, Integer)
#: Whether she stands in a text. The name of the column tells what the text is.
Holds = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One row. values: column -> what stands there, None = nothing. columns: those she stands in."""

    table: str
    values: Mapping[str, str | int | None]
    columns: tuple[str, ...]


def tables(metadata: MetaData = METADATA) -> list[str]:
    """The names of all tables."""
    return sorted(metadata.tables)


def texts_of(table: Table) -> list[str]:
    """The columns that can hold somebody: all but those of a kind that cannot."""
    return [
        column.name
        for column in table.columns
        if not isinstance(column.type, _NOBODY) and (table.name, column.name) not in PACKED
    ]


def held_rows(tx: Transaction, holds: Holds, metadata: MetaData = METADATA) -> Iterator[HeldRow]:
    """Every row that holds her, table by table, by key."""
    for name in tables(metadata):
        table = metadata.tables[name]
        columns = texts_of(table)
        if columns:
            yield from _of(tx.trail.connection, table, columns, holds)


def _of(connection: Connection, table: Table, texts: list[str], holds: Holds) -> Iterator[HeldRow]:
    # Without what is packed: years of deliveries are not read to be thrown away.
    wanted = [column for column in table.columns if (table.name, column.name) not in PACKED]
    asked = select(*(_read(column) for column in wanted)).order_by(*table.primary_key.columns)
    names = [column.name for column in wanted]
    for row in connection.execute(asked):
        values = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        found = tuple(name for name in texts if isinstance(text := values[name], str) and holds(name, text))
        if found:
            yield HeldRow(table=table.name, values=values, columns=found)


def _read(column: Column[Any]) -> Any:
    # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
    return cast(column, LargeBinary).label(column.name) if isinstance(column.type, LargeBinary) else column


def _plain(value: Any) -> str | int | None:
    """As it is shown: words of enums, months and moments as text, bytes as the text they are."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, int):
        return value
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


def raw_content(tx: Transaction, delivery: int) -> bytes | None:
    """The bytes of a file that was refused, or kept as it came; None where they are deleted."""
    content = METADATA.tables["delivery_content"].c
    asked = select(cast(content.content, LargeBinary)).where(content.seq == delivery)
    found = tx.trail.connection.execute(asked).scalar_one_or_none()
    if found is None:
        return None
    return gzip.decompress(bytes(found)) if bytes(found[:2]) == b"\x1f\x8b" else bytes(found)


def rows_among(tx: Transaction, table: str, column: str, values: Sequence[str | int]) -> Iterator[HeldRow]:
    """Rows whose column is one of the values, by key; she need not stand in them."""
    described = METADATA.tables[table]
    read = [_read(one) for one in described.columns if (table, one.name) not in PACKED]
    for start in range(0, len(values), 400):
        some = described.c[column].in_(values[start : start + 400])
        for row in tx.trail.connection.execute(select(*read).where(some).order_by(*described.primary_key.columns)):
            shown = {name: _plain(value) for name, value in row._mapping.items()}
            yield HeldRow(table=table, values=shown, columns=())
