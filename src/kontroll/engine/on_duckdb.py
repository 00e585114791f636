"""DuckDB: for what does not fit in memory. Frames are plans over Parquet files in a folder of their own.

Nothing leaves DuckDB before the verdicts are made, but for single numbers that bounds are checked with. Where a plan would be
carried out several times, its rows are kept in a temporary table inside DuckDB, which writes to disk what memory cannot hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from kontroll.domain.condition import Condition, children
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.backend import Frame, Unsupported, Words
from kontroll.engine.thresholds import MONTH
from kontroll.engine.truths import AT_ONCE
from kontroll.texts import _

_ENHET = "enhet"
#: Expressions nested in each other, and versions of a rule, which nest around them. Python calls itself three times for each
#: when DuckDB's statement is written, and stops at a thousand.
DEEPEST, MOST_VERSIONS = 120, 60


class OnDuckDB:
    """See Backend. Used in a `with`: the files are gone when it ends, and frames with them.

    memory: the most that DuckDB may hold before it writes to disk, as DuckDB says it (`2GB`); None: its own choice.
    folder: where its files may lie; None: where the system keeps temporary ones.
    """

    name = "duckdb"

    def __init__(self, memory: str | None = None, folder: Path | None = None) -> None:
        self._folder = TemporaryDirectory(prefix="kontroll-", dir=folder)
        self.connection = duckdb.connect()
        self.connection.execute("SET temp_directory = $1", [str(Path(self._folder.name) / "spilled")])
        # Row order costs memory, and nothing here depends on it.
        self.connection.execute("SET preserve_insertion_order = false")
        # Rewriting takes time to the fourth power of an expression's depth: minutes for a tree of a hundred levels. Column by
        # column, these expressions are as short as they get.
        self.connection.execute("SET disabled_optimizers = 'expression_rewriter'")
        if memory is not None:
            self.connection.execute("SET memory_limit = $1", [memory])
        self._made = 0

    def __enter__(self) -> OnDuckDB:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()
        self._folder.cleanup()

    def check(self, rulebook: Rulebook) -> None:
        for rule in rulebook.rules.values():
            if any(_nested(condition) > DEEPEST for condition in rule.conditions()):
                what = _("en betingelse der mer enn {n} ledd er nøstet i hverandre").format(n=DEEPEST)
                raise Unsupported(self.name, rule.id, what)
            if len(rule.versions) > MOST_VERSIONS:
                raise Unsupported(self.name, rule.id, _("mer enn {n} versjoner").format(n=MOST_VERSIONS))

    def leaves_at_once(self, rows: int) -> int:
        """A window moves whole rows into its groups: few columns at a time are faster, where rows outweigh the plans."""
        return 20 if rows > 50_000 else sys.maxsize

    # --- in ---------------------------------------------------------------------------------------------------

    def frame(self, prepared: Sequence[pl.LazyFrame]) -> Frame:
        """Written as Parquet as it streams by, whatever its size."""
        files = []
        for part in prepared:
            files.append(str(Path(self._folder.name) / f"{self._next()}.parquet"))
            part.sink_parquet(files[-1])
        return _entered(self.connection.read_parquet(files))

    def wide(self, values: Sequence[pl.LazyFrame], columns: Mapping[str, str]) -> Frame:
        # Each row is held against each indicator: numbers are told apart faster than texts.
        numbers = {id: number for number, id in enumerate(columns)}
        indicator = pl.col("indikator").replace_strict(numbers, return_dtype=pl.Int32)
        long = self.frame([part.with_columns(indicator) for part in values])
        chosen = {
            name: nw.when(nw.col("indikator") == numbers[id]).then(nw.col("value")).max()
            for id, name in columns.items()
        }
        wide = long.group_by(_ENHET, "period").agg(**chosen)
        return self.settled(wide)

    # --- within -----------------------------------------------------------------------------------------------

    def join(self, frame: Frame, other: Frame, on: Sequence[str]) -> Frame:
        return _lazy(frame).join(_lazy(other), on=list(on), how="left")

    def beside(self, frame: Frame, others: Sequence[Frame], on: Sequence[str]) -> Frame:
        for other in others:
            frame = self.join(frame, other, on)
        return frame

    def said(self, columns: Sequence[nw.Expr]) -> Words:
        """What narwhals says to DuckDB depends on the relation it says it to."""
        return columns

    def added(self, frame: Frame, words: Words) -> Frame:
        return frame.with_columns(*words)

    def earlier(self, columns: Sequence[str], months: int) -> nw.Expr:
        return nw.col(*columns).shift(months).over(_ENHET, order_by=MONTH)

    def running_totals(self, frame: Frame, amounts: Sequence[str], by: Sequence[str], day: str) -> Frame:
        # A sum of 64 bits is one of 128 in SQL.
        daily = frame.group_by(*by, day).agg(nw.col(*amounts).sum().cast(nw.Int64))
        return daily.with_columns(nw.col(*amounts).cum_sum().over(*by, order_by=day).cast(nw.Int64))

    def matched(self, left: Frame, right: Frame, on: Mapping[str, str]) -> Iterator[Frame]:
        few, many = _lazy(left), _lazy(right)
        if on:
            yield few.join(many, left_on=list(on), right_on=list(on.values()), how="inner")
        else:
            yield few.join(many, how="cross")

    def settled(self, frame: Frame) -> Frame:
        table = f"settled_{self._next()}"
        _relation(frame).create(table)
        return _entered(self.connection.table(table))

    def unpivot(self, frame: Frame, columns: Sequence[str], index: Sequence[str], *, name: str, value: str) -> Frame:
        """In DuckDB's own words: narwhals would ask another connection than this one."""
        asked = _relation(frame.select(*index, *columns))
        listed = ", ".join(_quoted(column) for column in columns)
        sql = f"UNPIVOT asked ON {listed} INTO NAME {_quoted(name)} VALUE {_quoted(value)}"
        assert asked is not None  # read by its name in the statement
        return _entered(self.connection.sql(sql))

    # --- out --------------------------------------------------------------------------------------------------

    def largest(self, frame: Frame, columns: Sequence[str]) -> dict[str, int]:
        if not columns:
            return {}
        (found,) = _relation(frame.select(nw.col(*columns).abs().max())).fetchall()
        return {column: int(most or 0) for column, most in zip(columns, found, strict=True)}

    def taken(self, frame: Frame) -> pl.DataFrame:
        return pl.DataFrame(_relation(frame))

    def _next(self) -> int:
        self._made += 1
        return self._made


def _entered(relation: duckdb.DuckDBPyRelation) -> Frame:
    return nw.from_native(relation)


def _lazy(frame: Frame) -> nw.LazyFrame[Any]:
    assert isinstance(frame, nw.LazyFrame)
    return frame


def _relation(frame: Frame) -> duckdb.DuckDBPyRelation:
    native: Any = frame.to_native()
    assert isinstance(native, duckdb.DuckDBPyRelation)
    return native


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _nested(condition: Condition) -> int:
    """How deep the tree's expression nests. Counted without calling itself: it may be deeper than that goes."""
    deepest, waiting = 0, [(condition, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        parts = children(node)
        # Of parts side by side each nests the one before; `ingen_av` adds a `not`.
        inside = depth + min(len(parts), AT_ONCE) + len(parts) // AT_ONCE + 1
        waiting += [(part, inside) for part in parts]
    return deepest
