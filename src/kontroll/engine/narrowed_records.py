"""Narrowed records: of each data set, the records that some others read, by key, by enhet, by look-up and by likeness."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from kontroll.domain.condition import FieldLeaf, Grouped, Lookup, LookupTerm
from kontroll.domain.dataset import BUILT_IN, DataSet, FieldType, Stock
from kontroll.domain.operand import FieldRef, Op
from kontroll.facts.facts import ENHET, KEY, Facts, RecordTable

#: What Python takes away when it trims a text; Polars, left to itself, takes away fewer.
_SPACE = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_NOTHING = pl.DataFrame(schema={KEY: pl.String, ENHET: pl.String})


class NarrowedRecords:
    """Gathers what is to be kept. Rows are always given whole, with every column of the table.

    small: rows of a look-up table that is kept whole.
    """

    def __init__(self, facts: Facts, small: int) -> None:
        self._facts = facts
        self._small = small
        self._comparable: dict[tuple[str, str], pl.Series] = {}
        #: Data set -> keys to keep; None: every record.
        self._kept: dict[str, list[pl.Series] | None] = {}

    def tables(self) -> Mapping[str, RecordTable]:
        """Every data set with the records that are kept, each with all its rows: a later one may be the one that stands."""
        return {id: replace(table, frame=self._narrowed(id, table.frame)) for id, table in self._facts.records.items()}

    def _narrowed(self, id: str, frame: pl.DataFrame) -> pl.DataFrame:
        keys = self._kept.get(id, [])
        if keys is None:
            return frame
        return frame.filter(pl.col(KEY).is_in(pl.concat(keys).unique().implode())) if keys else frame.clear()

    # --- rows ------------------------------------------------------------------------------------------------

    def with_keys(self, dataset: str, keys: Collection[str]) -> pl.DataFrame:
        table = self._table(dataset)
        return table.frame.filter(pl.col(KEY).is_in(list(keys))) if table is not None else _NOTHING

    def of_enheter(self, dataset: str, enheter: Collection[str] | None, since: int) -> pl.DataFrame:
        """Those of the enheter (None: of all) that may be judged in the month since (Month.ordinal) or later."""
        table = self._table(dataset)
        if table is None:
            return _NOTHING
        own = pl.lit(True) if enheter is None else pl.col(ENHET).is_in(list(enheter))
        return table.frame.filter(own & not_over(table.dataset, since))

    def keep(self, dataset: str, rows: pl.DataFrame) -> None:
        kept = self._kept.setdefault(dataset, [])
        if kept is not None and rows.height:
            kept.append(rows.get_column(KEY))

    # --- what rows read ----------------------------------------------------------------------------------------

    def follow(self, dataset: str, rows: pl.DataFrame, leaf: FieldLeaf) -> None:
        """Keep what a leaf reads besides the rows of its own data set that it is asked of."""
        if isinstance(leaf, Grouped) and rows.height:
            self.keep(dataset, self._alike(dataset, rows, leaf))
        elif isinstance(leaf, Lookup) and rows.height:
            self._look_up(dataset, rows, leaf)

    def _alike(self, dataset: str, rows: pl.DataFrame, leaf: Grouped) -> pl.DataFrame:
        table = self._facts.records[dataset]
        # Of a share the larger group: it holds the smaller one.
        named = [f"_like{n}" for n in range(len(leaf.within))] or ["_all"]
        fields = list(zip(leaf.within, named, strict=False))
        like: list[pl.Series | pl.Expr] = [self._column(table, field).alias(name) for field, name in fields]
        like = like or [pl.lit(0).alias("_all")]
        own = [_comparable(table.dataset, field).alias(name) for field, name in fields] or [pl.lit(0).alias("_all")]
        day = _day(table.dataset).alias("_day")
        wanted = rows.select(*own, day).drop_nulls().group_by(named).agg(_first=pl.min("_day"), _last=pl.max("_day"))
        near = (pl.col("_day") > pl.col("_first") - leaf.days) & (pl.col("_day") <= pl.col("_last"))
        return table.frame.with_columns(*like, day).join(wanted, on=named, how="inner").filter(near)

    def _look_up(self, dataset: str, rows: pl.DataFrame, leaf: Lookup) -> None:
        table = self._table(leaf.dataset)
        if table is None or leaf.dataset in BUILT_IN or self._kept.get(leaf.dataset, []) is None:
            return
        if table.frame.height <= self._small:
            self._kept[leaf.dataset] = None
            return
        own = self._facts.records[dataset].dataset
        for term in leaf.terms:
            if rows.height and _is_equal_text(term, own, table.dataset):
                # A row of which one term is known not to hold is not found, whatever the other terms say.
                rows = self._kept_by_term(term, own, rows, table)
        if rows.height:
            self._kept[leaf.dataset] = None

    def _kept_by_term(self, term: LookupTerm, own: DataSet, rows: pl.DataFrame, table: RecordTable) -> pl.DataFrame:
        """Keep what may equal what the rows say; gives the rows that say nothing, for another term to cut by."""
        assert isinstance(term.operand, FieldRef)
        said = rows.select(_comparable(own, term.operand.field)).to_series().drop_nulls().unique()
        asked = self._column(table, term.field)
        self.keep(table.dataset.id, table.frame.filter(asked.is_null() | asked.is_in(said.implode())))
        return rows.filter(pl.col(term.operand.field).is_null())

    def _column(self, table: RecordTable, field: str) -> pl.Series:
        """The field of every row, comparable; several leaves ask for the same."""
        name = (table.dataset.id, field)
        if name not in self._comparable:
            self._comparable[name] = table.frame.select(_comparable(table.dataset, field)).to_series()
        return self._comparable[name]

    def _table(self, dataset: str) -> RecordTable | None:
        """None where the data set has no table: nothing at all is known of it."""
        if dataset in BUILT_IN:
            return self._facts.table(dataset)
        return self._facts.records.get(dataset)


def not_over(dataset: DataSet, since: int) -> pl.Expr:
    """Whether a record may be judged in the month (Month.ordinal) or later."""
    by = dataset.dated_by
    if isinstance(by, Stock):
        return pl.col(by.end).is_null() | (_month(by.end) >= since)
    return _month(by) >= since if isinstance(by, str) else pl.lit(True)


def _day(dataset: DataSet) -> pl.Expr:
    """The day that dates a record, counted from any day; null = none."""
    by = dataset.dated_by.start if isinstance(dataset.dated_by, Stock) else dataset.dated_by
    return pl.col(by).cast(pl.Date).cast(pl.Int32) if isinstance(by, str) else pl.lit(0, pl.Int32)


def _month(field: str) -> pl.Expr:
    day = pl.col(field).cast(pl.Date)
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1


def _comparable(dataset: DataSet, field: str) -> pl.Expr:
    """The field so that what is equal as rules compare it is the same value."""
    described = dataset.field(field)
    assert described is not None
    column = pl.col(field)
    return column.str.normalize("NFC").str.strip_chars(_SPACE) if described.type is FieldType.TEXT else column


def _is_equal_text(term: LookupTerm, own: DataSet, other: DataSet) -> bool:
    if term.op is not Op.EQUAL or not isinstance(term.operand, FieldRef):
        return False
    mine, theirs = own.field(term.operand.field), other.field(term.field)
    return mine is not None and theirs is not None and mine.type is theirs.type is FieldType.TEXT
