"""Grouped sums: what records with equal fields add up to in the latest n days, for each group and day."""

from __future__ import annotations

import polars as pl

from kontroll.domain.condition import Grouped
from kontroll.engine.recordgrid import DAY, field_column, fields_as_columns, largest_magnitudes, start_day
from kontroll.engine.truths import check_bound
from kontroll.facts.facts import RecordTable


def window_sums(table: RecordTable, leaf: Grouped, name: str) -> tuple[pl.DataFrame, list[str]]:
    """Per (`like` fields, day): `name` = sum or count over day − n < d <= day, `name:missing` = amounts not known in it.

    Returned with the columns to join on. A record that lacks a `like` field belongs to no group and finds no row.

    How: each record adds its amount on its day and takes it away n days later; a running total over the group's days is then
    the sum of the window. No range window is needed, so every engine can do it.
    """
    like = list(dict.fromkeys(field_column(id) for id in leaf.like))
    amount = pl.lit(1, pl.Int64) if leaf.sum_field is None else pl.col(field_column(leaf.sum_field))
    records = (
        fields_as_columns(table)
        .with_columns(start_day(table.dataset).alias(DAY))
        .drop_nulls([*like, DAY])
        .select(*like, DAY, amount.fill_null(0).alias("amount"), amount.is_null().cast(pl.Int64).alias("missing"))
    )
    check_bound(largest_sum(table, leaf), leaf.sum_field or table.dataset.id)
    groups = records.select(like).unique().with_row_index("group")
    arriving = records.join(groups, on=like).select("group", DAY, "amount", "missing")
    leaving = arriving.with_columns(pl.col(DAY) + leaf.days, -pl.col("amount"), -pl.col("missing"))
    totals = (
        pl.concat([arriving, leaving])
        .group_by("group", DAY)
        .agg(pl.col("amount").sum(), pl.col("missing").sum())
        .sort("group", DAY)
        # What has arrived in a group leaves it: its total ends at 0, and the next group's begins there.
        .with_columns(pl.col("amount").cum_sum().alias(name), pl.col("missing").cum_sum().alias(f"{name}:missing"))
        .join(groups, on="group")
    )
    return totals.select(*like, DAY, name, f"{name}:missing"), [*like, DAY]


def largest_sum(table: RecordTable, leaf: Grouped) -> int:
    """A magnitude that no sum exceeds."""
    each = 1 if leaf.sum_field is None else largest_magnitudes(table)[leaf.sum_field]
    return each * max(len(table.frame), 1)
