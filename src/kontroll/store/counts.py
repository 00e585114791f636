"""Counts: how many rows there are of each sort, counted where they lie: twenty thousand avvik are not read to be counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from kontroll.store.rows import Rows


def counts_by(rows: Rows[Any], *fields: str, where: ColumnElement[bool] | None = None) -> dict[tuple[Any, ...], int]:
    """The values of the fields -> how many have them; what nothing has is not there."""
    columns = [rows.table.c[name] for name in fields]
    asked = select(*columns, func.count()).group_by(*columns)
    found = rows.connection.execute(asked if where is None else asked.where(where))
    return {tuple(row[:-1]): int(row[-1]) for row in found}


def highest(rows: Rows[Any], field: str, where: ColumnElement[bool]) -> Any:
    """The highest value of the field where it holds; None where there is none."""
    return rows.connection.execute(select(func.max(rows.table.c[field])).where(where)).scalar_one()
