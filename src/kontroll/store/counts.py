"""Counts: how many rows there are of each sort, counted where they lie: twenty thousand avvik are not read to be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, tuple_

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


def sums_by(
    rows: Rows[Any], fields: Sequence[str], such: Mapping[str, Any], *conditions: Any
) -> dict[tuple[Any, ...], dict[str, int]]:
    """The values of the fields -> how many rows are such, by the names of `such`; of the rows for which all hold."""
    columns = [rows.table.c[name] for name in fields]
    # Each row is asked first and counted then: an aggregate over a subquery is not the same on every database.
    flags = [case((condition, 1), else_=0).label(f"such_{n}") for n, condition in enumerate(such.values())]
    one_by_one = select(*columns, *flags).select_from(rows.table).where(*conditions).subquery()
    by = [one_by_one.c[name] for name in fields]
    sums = [func.sum(one_by_one.c[flag.name]) for flag in flags]
    found = rows.connection.execute(select(*by, *sums).group_by(*by))
    return {
        tuple(row[: len(by)]): dict(zip(such, (int(one or 0) for one in row[len(by) :]), strict=True)) for row in found
    }


def totals_by(
    rows: Rows[Any], fields: Sequence[str], added: Sequence[str], *conditions: ColumnElement[bool]
) -> dict[tuple[Any, ...], tuple[int, dict[str, int]]]:
    """The values of the fields -> how many rows there are for which all hold, and the sum of each field in `added`."""
    by, sums = ([rows.table.c[name] for name in some] for some in (fields, added))
    asked = select(*by, func.count(), *(func.sum(one) for one in sums)).where(*conditions).group_by(*by)
    count = len(by)
    return {
        tuple(row[:count]): (int(row[count]), dict(zip(added, map(int, row[count + 1 :]), strict=True)))
        for row in rows.connection.execute(asked)
    }


def newest_of(rows: Rows[Any], by: str, field: str) -> ColumnElement[bool]:
    """A condition: the row has the highest value of the field among those with the same `by`."""
    columns = rows.table.c
    highest = select(columns[by], func.max(columns[field])).group_by(columns[by])
    return tuple_(columns[by], columns[field]).in_(highest)
