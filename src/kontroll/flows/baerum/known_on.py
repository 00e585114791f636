"""Known on a day: the facts of a data folder without what had not been delivered when a month was run.

Why from the files' names and the days in the records: a folder does not tell when anything was received. The example's
sources are described (example.known), so what they had told by a day is known; of others it is taken that a record was
delivered with the month that it is dated in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from kontroll.domain.dataset import Stock
from kontroll.domain.month import Month
from kontroll.example.known import STORIES, Story
from kontroll.facts.facts import KEY, SUPERSEDED, Facts, RecordTable
from kontroll.facts.sheet import FILE

#: The period at the end of a file's name: a month, a quarter, a tertial or a year, and what was found later.
_PERIOD = r"-(\d{4})(?:-([QT]?)(\d{1,2}))?(?:_rettet)?\.\w+$"
#: In the name of a file that a case was planted with: it was delivered in the month of its name, whatever stands in it.
_PLANTED = "-x-"
#: What a measurement is about; a later one of the same stands.
FIGURE = ["enhet", "indikator", "period"]


def known_on(facts: Facts, month: Month, day: date, stories: Mapping[str, Story] = STORIES) -> Facts:
    """What the run of the month, on `day`, knew."""
    return replace(
        facts,
        measurements=_superseding(_came(facts.measurements, month), FIGURE, "superseded"),
        records={id: _records(table, month, day, stories.get(id)) for id, table in facts.records.items()},
    )


def known_by_date(facts: Facts, month: Month) -> Facts:
    """The same of a folder whose sources nobody has described."""
    records = {id: _dated(table, month) for id, table in facts.records.items()}
    came = _superseding(_came(facts.measurements, month), FIGURE, "superseded")
    return replace(facts, measurements=came, records=records)


def _came(frame: pl.DataFrame, month: Month) -> pl.DataFrame:
    return frame.filter(_file_month().fill_null(0) <= month.ordinal)


def _file_month() -> pl.Expr:
    """Month.ordinal of the last month in the file's name; null where it has none."""
    parts = pl.col(FILE).str.extract_groups(_PERIOD)
    year, kind = parts.struct.field("1").cast(pl.Int64), parts.struct.field("2")
    number = parts.struct.field("3").cast(pl.Int64)
    length = pl.when(kind == "Q").then(3).when(kind == "T").then(4).otherwise(1)
    return year * 12 + pl.when(number.is_null()).then(11).otherwise(number * length - 1)


def _superseding(frame: pl.DataFrame, like: list[str], column: str) -> pl.DataFrame:
    return frame.with_columns((~pl.struct(like).is_last_distinct()).alias(column))


def _records(table: RecordTable, month: Month, day: date, story: Story | None) -> RecordTable:
    if story is None:
        return _dated(table, month)
    frame = table.frame
    came = _file_month().fill_null(0)
    begins = [pl.col(name) for name in story.begins if frame.schema.get(name) == pl.Date]
    if begins:
        begun = pl.coalesce(begins)
        ordinal = begun.dt.year().cast(pl.Int64) * 12 + begun.dt.month().cast(pl.Int64) - 1
        planted = pl.col(FILE).str.contains(_PLANTED, literal=True)
        came = pl.when(planted).then(came).otherwise(ordinal.fill_null(0))
    frame = frame.filter(came <= month.ordinal)
    for event in story.events:
        if frame.schema.get(event.field) == pl.Date:
            later = pl.col(event.field) > day - timedelta(days=event.after)
            hidden = [name for name in event.fills if name in frame.columns]
            frame = frame.with_columns(pl.when(later).then(None).otherwise(pl.col(name)).alias(name) for name in hidden)
    return replace(table, frame=_again(frame))


def _again(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns((~pl.col(KEY).is_last_distinct()).alias(SUPERSEDED))


def _dated(table: RecordTable, month: Month) -> RecordTable:
    by = table.dataset.dated_by
    field = by.start if isinstance(by, Stock) else by if isinstance(by, str) else None
    if field is None or field not in table.frame.columns:
        return table
    later = pl.col(field).cast(pl.Date) > month.last_day
    return replace(table, frame=_again(table.frame.filter(~later.fill_null(False))))
