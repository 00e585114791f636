"""Polars: the engine that is used where nothing else is asked for. Frames are eager, in memory, and rows keep their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.rulebook import Rulebook
from kontroll.engine.backend import Frame, Words
from kontroll.engine.truths import SAFE

#: Cells of leaves that are made at a time. Each is made of four or five columns of 64 bits: about a gigabyte.
_CELLS = 30_000_000
_PLACE = "_place"
#: Pairs compared at a time where no equality narrows them down.
_CHUNK = 2_000_000


class OnPolars:
    """See Backend."""

    name = "polars"

    def check(self, rulebook: Rulebook) -> None:
        """Everything can be said."""

    def leaves_at_once(self, rows: int) -> int:
        return max(1, _CELLS // max(1, rows))

    def frame(self, prepared: Sequence[pl.LazyFrame]) -> Frame:
        return _entered(pl.concat([part.collect() for part in prepared]))

    def wide(self, values: Sequence[pl.LazyFrame], columns: Mapping[str, str]) -> Frame:
        return _entered(pl.concat([_pivoted(part.collect(), columns) for part in values]))

    def join(self, frame: Frame, other: Frame, on: Sequence[str]) -> Frame:
        """Only the key is looked up: the columns that are there are not written again."""
        left, right = _native(frame), _native(other)
        found = left.select(on).join(right, on=list(on), how="left", maintain_order="left").drop(on)
        return _entered(pl.concat([left, found], how="horizontal"))

    def beside(self, frame: Frame, others: Sequence[Frame], on: Sequence[str]) -> Frame:
        """Rows have kept their order: nothing is looked for."""
        return _entered(pl.concat([_native(frame), *(_native(other).drop(on) for other in others)], how="horizontal"))

    def said(self, columns: Sequence[nw.Expr]) -> Words:
        noted = _Noted()
        nw.from_native(noted, eager_only=True).with_columns(*columns)
        return noted.words

    def added(self, frame: Frame, words: Words) -> Frame:
        return _entered(_native(frame).with_columns(words))

    def earlier(self, columns: Sequence[str], months: int) -> nw.Expr:
        """A shift by rows: a hundred times faster than a window per enhet.

        The grid is dense, sorted by enhet and month, and begins as early as any rule looks back. What is brought from the
        enhet above lands in months that nobody reads.
        """
        return nw.col(*columns).shift(months)

    def running_totals(self, frame: Frame, amounts: Sequence[str], by: Sequence[str], day: str) -> Frame:
        """One total over all rows: each group's ends at 0, where the next one's begins. The last row of a day has the day's."""
        rows = _native(frame)
        if len(by) > 1 or rows.is_empty():
            return _entered(_totals(rows, [*by, day], amounts))
        # One number sorts four times as fast as two.
        days, groups = (rows.select(least=pl.col(c).min(), most=pl.col(c).max()).row(0) for c in (day, by[0]))
        span = days[1] - days[0] + 1
        if (groups[1] + 1) * span > SAFE:
            return _entered(_totals(rows, [*by, day], amounts))
        place = pl.col(by[0]) * span + pl.col(day) - days[0]
        totals = _totals(rows.select(place.alias(_PLACE), *amounts), [_PLACE], amounts)
        group, since = pl.col(_PLACE) // span, pl.col(_PLACE) % span
        return _entered(totals.select(group.alias(by[0]), (since + days[0]).alias(day), *amounts))

    def matched(self, left: Frame, right: Frame, on: Mapping[str, str]) -> Iterator[Frame]:
        few, many = _native(left), _native(right)
        if few.is_empty() or many.is_empty():
            return
        if on:
            yield _entered(few.join(many, left_on=list(on), right_on=list(on.values()), how="inner"))
            return
        at_a_time = max(1, _CHUNK // len(many))
        for i in range(0, len(few), at_a_time):
            yield _entered(few.slice(i, at_a_time).join(many, how="cross"))

    def settled(self, frame: Frame) -> Frame:
        return frame

    def largest(self, frame: Frame, columns: Sequence[str]) -> dict[str, int]:
        found = _native(frame).select(pl.col(columns).abs().max()).row(0, named=True) if columns else {}
        return {column: int(found[column] or 0) for column in columns}

    def unpivot(self, frame: Frame, columns: Sequence[str], index: Sequence[str], *, name: str, value: str) -> Frame:
        return frame.unpivot(list(columns), index=list(index), variable_name=name, value_name=value)

    def taken(self, frame: Frame) -> pl.DataFrame:
        return _native(frame)


class _Noted(pl.DataFrame):
    """A frame that computes nothing: it notes in which words narwhals would have columns added to it."""

    words: Words = ()

    def with_columns(self, *exprs: Any, **named: Any) -> pl.DataFrame:
        assert not named
        self.words = exprs
        return self


def _entered(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame, eager_only=True)


def _native(frame: Frame) -> pl.DataFrame:
    native: Any = frame.to_native()
    assert isinstance(native, pl.DataFrame)
    return native


def _totals(rows: pl.DataFrame, key: list[str], amounts: Sequence[str]) -> pl.DataFrame:
    ordered = rows.sort(key).with_columns(pl.col(amounts).cum_sum())
    place = pl.struct(key) if len(key) > 1 else pl.col(key)
    return ordered.filter(place.ne_missing(place.shift(-1)))


def _pivoted(values: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    # Texts that are told apart by a number, and columns that are known beforehand, halve the time.
    named = values.with_columns(pl.col("indikator").cast(pl.Enum(list(columns))))
    wide = named.pivot("indikator", on_columns=list(columns), index=["enhet", "period"], values="value")
    return wide.rename(dict(columns))
