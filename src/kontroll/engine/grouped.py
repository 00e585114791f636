"""Grouped sums: what records with equal fields add up to in the latest n days, for each group and day."""

from __future__ import annotations

import narwhals as nw

from kontroll.domain.condition import Grouped
from kontroll.engine.backend import Backend, Frame, stacked
from kontroll.engine.inputs import Table
from kontroll.engine.names import field_column
from kontroll.engine.recordgrid import DAY, dated
from kontroll.engine.truths import check_bound


def window_sums(backend: Backend, table: Table, leaf: Grouped, name: str) -> tuple[Frame, list[str]]:
    """Per (`like` fields, day): `name` = sum or count over day − n < d <= day, `name:missing` = amounts not known in it.

    Returned with the columns to join on. A record that lacks a `like` field belongs to no group and finds no row.

    How: each record adds its amount on its day and takes it away n days later; a running total over the group's days is then
    the sum of the window. No range window is needed, so every engine can do it.
    """
    check_bound(largest_sum(table, leaf), leaf.sum_field or table.dataset.id)
    like = list(dict.fromkeys(field_column(id) for id in leaf.like))
    amount = nw.lit(1, nw.Int64) if leaf.sum_field is None else nw.col(field_column(leaf.sum_field))
    read = {*leaf.like, *([leaf.sum_field] if leaf.sum_field else [])}
    known = dated(table, read).drop_nulls([*like, DAY])
    missing = f"{name}:missing"
    records = backend.frame([known])
    arriving = records.select(
        *like, DAY, amount.fill_null(0).alias(name), amount.is_null().cast(nw.Int64).alias(missing)
    )
    leaving = arriving.with_columns(nw.col(DAY) + leaf.days, -nw.col(name), -nw.col(missing))
    by_day = (
        stacked([arriving, leaving])
        .group_by(*like, DAY)
        .agg(nw.col(name).sum().cast(nw.Int64), nw.col(missing).sum().cast(nw.Int64))
    )
    return backend.running_totals(by_day, [name, missing], like, DAY), [*like, DAY]


def largest_sum(table: Table, leaf: Grouped) -> int:
    """A magnitude that no sum exceeds."""
    each = 1 if leaf.sum_field is None else table.largest[leaf.sum_field]
    return each * max(table.rows, 1)
