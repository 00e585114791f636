"""Grouped sums: what records with equal fields add up to in the latest n days, for each group and day."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from kontroll.domain.condition import Grouped
from kontroll.domain.dataset import FieldType
from kontroll.engine.backend import stacked
from kontroll.engine.inputs import Table
from kontroll.engine.names import code_column, field_column
from kontroll.engine.recordgrid import DAY, RecordGrid, dated
from kontroll.engine.truths import SAFE, check_bound


def add_window_sums(records: RecordGrid, leaf: Grouped, name: str) -> None:
    """`name` = sum or count of the record's group over day − n < d <= day, `name:missing` = amounts not known in it.

    A record that lacks a `like` field belongs to no group and gets neither.

    How: each record adds its amount on its day and takes it away n days later; a running total over the group's days is then
    the sum of the window. No range window is needed, so every engine can do it.
    """
    table, backend, missing = records.table, records.backend, f"{name}:missing"
    check_bound(largest_sum(table, leaf), leaf.sum_field or table.dataset.id)
    like = list(dict.fromkeys(leaf.like))
    known = backend.frame([_within_reach(records, leaf)])
    groups = _groups(like, table, backend.largest(known, [code_column(id) for id in like if id in table.grouped]))
    keys = {f"{name}:group{i}": group for i, group in enumerate(groups)}
    amount = nw.lit(1, nw.Int64) if leaf.sum_field is None else nw.col(field_column(leaf.sum_field))
    arriving = known.select(
        nw.col(DAY), **keys, **{name: amount.fill_null(0), missing: amount.is_null().cast(nw.Int64)}
    )
    del known  # in memory, this and what is made of it would be all the records several times over
    leaving = arriving.with_columns(nw.col(DAY) + leaf.days, -nw.col(name), -nw.col(missing))
    totals = backend.running_totals(stacked([arriving, leaving]), [name, missing], [*keys], DAY)
    del arriving, leaving
    if records.days is not None:
        first, last = records.days
        totals = totals.filter((nw.col(DAY) >= first) & (nw.col(DAY) <= last))
    records.add(keys)
    records.join(totals, on=[*keys, DAY])
    records.frame = records.frame.drop([*keys])


def _within_reach(records: RecordGrid, leaf: Grouped) -> pl.LazyFrame:
    """The records that any judged one can count: of known groups, on days that its window reaches."""
    table = records.table
    fields = {*leaf.like, *([leaf.sum_field] if leaf.sum_field else [])}
    grouped_by = [code_column(id) if id in table.grouped else field_column(id) for id in leaf.like]
    read = dict.fromkeys([DAY, *grouped_by, *([field_column(leaf.sum_field)] if leaf.sum_field else [])])
    known = dated(table, fields).select(list(read)).drop_nulls([*grouped_by, DAY])
    if records.days is None:
        return known
    first, last = records.days
    return known.filter(pl.col(DAY).is_between(first - leaf.days + 1, last))


def _groups(like: list[str], table: Table, codes: dict[str, int]) -> list[nw.Expr]:
    """Numbers that are equal where all the fields are: one, or as few as hold them in 64 bits."""
    groups: list[nw.Expr] = []
    kinds = 1
    for id in like:
        value, number = _numbered(id, table, codes)
        if not groups or kinds * number > SAFE:
            groups.append(value)
            kinds = number
        else:
            groups[-1] = groups[-1] * number + value
            kinds *= number
    return groups or [nw.lit(0, nw.Int64)]


def _numbered(id: str, table: Table, codes: dict[str, int]) -> tuple[nw.Expr, int]:
    """The field as a number from 0 to below the one that is returned with it. Days count from year 1, before 1970 too."""
    described = table.dataset.field(id)
    assert described is not None
    if id in table.grouped:
        return nw.col(code_column(id)), codes[code_column(id)] + 1
    column = nw.col(field_column(id))
    if described.type.is_number:
        return column + table.largest[id], 2 * table.largest[id] + 1
    if described.type is FieldType.YES_NO:
        return column.cast(nw.Int64), 2
    return column + _YEAR_ONE, _DAYS


#: Days from 0001-01-01 to 1970-01-01, and to 9999-12-31.
_YEAR_ONE, _DAYS = 719_162, 3_652_059


def largest_sum(table: Table, leaf: Grouped) -> int:
    """A magnitude that no sum exceeds."""
    each = 1 if leaf.sum_field is None else table.largest[leaf.sum_field]
    return each * max(table.rows, 1)
