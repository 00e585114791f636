"""Times: text columns become dates or local moments; what cannot be read becomes missing and is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

OSLO = ZoneInfo("Europe/Oslo")

_ISO_DATE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
_DAY_FIRST = r"^([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})$"
_TIME_FORMATS = ("%H:%M:%S", "%H:%M")


@dataclass(frozen=True, slots=True)
class ReadTimes:
    """`values`: Date or Datetime (naive, Europe/Oslo), null where empty or invalid."""

    values: pl.Series
    invalid: pl.Series


def read_dates(text: pl.Series, form: str | None) -> ReadTimes:
    """Dates as 2026-10-31 or 31.10.2026, or in the data set's own format."""
    column = pl.col("text")
    if form is not None:
        read = column.str.to_date(form, strict=False)
    else:
        iso = column.str.extract(_ISO_DATE).str.to_date("%Y-%m-%d", strict=False)
        day_first = column.str.extract(_DAY_FIRST).str.to_date("%d.%m.%Y", strict=False)
        read = pl.coalesce(iso, day_first)
    return _result(text, pl.DataFrame({"text": text.str.strip_chars()}).select(read.alias("value")))


def read_moments(text: pl.Series, form: str | None) -> ReadTimes:
    """Local moments as 2026-10-31T14:00[:00]; with an offset or Z they are moved to Europe/Oslo.

    A day without a clock is no moment: midnight would be a claim that nobody made.
    """
    column = pl.col("text")
    formats = [f"%Y-%m-%dT{clock}" for clock in _TIME_FORMATS] + [f"%Y-%m-%d {clock}" for clock in _TIME_FORMATS]
    formats += [f"%d.%m.%Y {clock}" for clock in _TIME_FORMATS]
    formats += ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
    if form is not None:
        formats = [form] if "%H" in form else [f"{form} {clock}" for clock in _TIME_FORMATS] + formats
    read = pl.coalesce(column.str.to_datetime(f, strict=False, time_unit="us") for f in formats)
    frame = pl.DataFrame({"text": text.str.strip_chars()})
    with_offset = column.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*(Z|[+-][0-9]{2}:?[0-9]{2})$")
    moved = column.map_elements(_to_oslo, return_dtype=pl.Datetime("us"))
    frame = frame.with_columns(with_offset.alias("offset")).with_columns(
        pl.when(pl.col("offset")).then(None).otherwise(read).alias("value")
    )
    if frame.get_column("offset").any():
        frame = frame.with_columns(pl.when(pl.col("offset")).then(moved).otherwise(pl.col("value")).alias("value"))
    return _result(text, frame.select("value"))


def _to_oslo(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(OSLO).replace(tzinfo=None)
    except ValueError:
        return None


def _result(text: pl.Series, frame: pl.DataFrame) -> ReadTimes:
    values = frame.get_column("value")
    plausible = values.dt.year().is_between(1, 9999).fill_null(True)
    values = frame.select(pl.when(plausible).then(pl.col("value")).alias("value")).get_column("value")
    invalid = values.is_null() & (text.str.strip_chars() != "")
    return ReadTimes(values, invalid)
