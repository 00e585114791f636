"""Grid: one row per enhet and month, dense, with everything a rule about enheter may read as columns.

Columns: enhet, month (Month.ordinal), active, enhetstype, tjeneste, peers, holder; a value column per indicator (scaled Int64,
null = unknown to rules), and ambition columns where a rule needs them. A tertial or yearly value stands in every month of its
period.

Why dense: a month without a row would make a window count observations instead of calendar months.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.engine.backend import Backend, Frame, Words
from kontroll.engine.inputs import Inputs
from kontroll.engine.names import count_column, value_column
from kontroll.engine.thresholds import MONTH
from kontroll.facts.facts import ValueState

ENHET, ACTIVE, TYPE, SERVICE = "enhet", "active", "enhetstype", "tjeneste"
#: One number for all enheter of a service in a month; an enhet without service has its own.
PEERS = "peers"
#: One number for an enhet with one service: what its ambitions depend on, besides the year.
HOLDER = "holder"
BASE = (ENHET, MONTH, ACTIVE, TYPE, SERVICE, PEERS)

#: A column that is made in steps: each yields columns that must stand in the grid before the next step.
Steps = Generator[dict[str, nw.Expr], None, None]


@dataclass(slots=True)
class Grid:
    """The frame and what is known about it. `add` is the way to grow it; rows never change order or number.

    rows: no more than this.
    largest: per indicator the largest magnitude among its values, for bound checks; per exact ambition column, its own.
    ambition_decimals: per indicator the decimals in which its exact ambition columns are scaled.
    earlier: columns as they stood months ago that somebody waits for, by months; `add` makes them.
    said: what `add` was given, in the engine's words, step by step.
    """

    backend: Backend
    frame: Frame
    rows: int
    first: int
    last: int
    largest: dict[str, int] = field(default_factory=dict)
    ambition_decimals: dict[str, int] = field(default_factory=dict)
    earlier: dict[int, dict[str, None]] = field(default_factory=dict)
    said: list[Words] = field(default_factory=list)

    def add(self, columns: Mapping[str, nw.Expr]) -> None:
        """New columns, computed from those that are there."""
        if self.earlier:
            # All columns of a shift in one expression: an expression costs its making, whatever number of columns.
            shifts = [self.backend.earlier([*c], n).name.suffix(_ago(n)) for n, c in self.earlier.items()]
            self._say(shifts)
            self.earlier = {}
        if columns:
            self._say([made.alias(name) for name, made in columns.items()])

    def _say(self, columns: Sequence[nw.Expr]) -> None:
        self.said.append(self.backend.said(columns))
        self.repeat(self.said[-1])

    def repeat(self, words: Words) -> None:
        """Add again what was added to another grid of the same rulebook."""
        self.frame = self.backend.added(self.frame, words)

    def add_in_steps(self, makers: Sequence[Steps]) -> None:
        """Advance all makers together, a step at a time: adding a hundred columns at once costs little more than one."""
        waiting = list(makers)
        while waiting:
            columns: dict[str, nw.Expr] = {}
            going_on = []
            for maker in waiting:
                made = next(maker, None)
                if made is not None:
                    columns |= made
                    going_on.append(maker)
            self.add(columns)
            waiting = going_on

    def join(self, other: Frame, on: Sequence[str]) -> None:
        """Left join of columns that are unique by `on`."""
        self.frame = self.backend.join(self.frame, other, on)

    def join_by_period(self, other: Frame, length: int) -> None:
        """Left join of columns that are unique by enhet and `period`, which has so many months."""
        if length == 1:
            self.join(other.rename({"period": MONTH}), on=[ENHET, MONTH])
            return
        self.add({"period": nw.col(MONTH) // length})
        self.join(other, on=[ENHET, "period"])
        self.frame = self.frame.drop("period")

    def settle(self) -> None:
        """Compute what is there once, for all that will be asked of it."""
        self.frame = self.backend.settled(self.frame)

    def begin(self, first: int) -> None:
        """Leave out the months before `first`, when what is behind them has been read."""
        if first > self.first:
            self.frame = self.frame.filter(nw.col(MONTH) >= first)
            self.first = first

    def keep(self, columns: Collection[str]) -> None:
        """Drop all other columns."""
        self.frame = self.frame.select([name for name in self.frame.columns if name in columns])

    def back(self, column: str, months: int) -> nw.Expr:
        """The column as it stood so many months earlier for the same enhet; it stands in the grid after the next `add`."""
        if months == 0:
            return nw.col(column)
        self.earlier.setdefault(months, {})[column] = None
        return nw.col(column + _ago(months))


def _ago(months: int) -> str:
    return f"~{months}"


def build(backend: Backend, inputs: Inputs, first: int, last: int) -> Grid:
    """Every enhet of the organisation in every month from first to last (ordinals), without values yet."""
    organisation = inputs.facts.organisation
    months = pl.DataFrame({MONTH: range(first, last + 1)}, schema={MONTH: pl.Int64})
    spans = organisation.select(ENHET, TYPE, SERVICE, "first", pl.col("last").fill_null(last), _span().alias(HOLDER))
    attributes = (
        spans.join(months, how="cross")
        .filter(pl.col(MONTH).is_between(pl.col("first"), pl.col("last")))
        .select(ENHET, MONTH, TYPE, SERVICE, HOLDER, pl.lit(True).alias(ACTIVE))
    )
    # A service and an enhet may have the same name.
    circle = pl.coalesce(pl.lit("tjeneste:") + pl.col(SERVICE), pl.lit("enhet:") + pl.col(ENHET))
    frame = (
        _outside(organisation)
        .join(months, how="cross")
        .join(attributes, on=[ENHET, MONTH], how="left", maintain_order="left")
        .with_columns(
            pl.col(ACTIVE).fill_null(False),
            pl.coalesce(HOLDER, "outside").alias(HOLDER),
            (circle.rank("dense").cast(pl.Int64) * len(months) + pl.col(MONTH) - first).alias(PEERS),
        )
        .drop("outside")
    )
    return Grid(backend, backend.frame([frame.lazy()]), len(frame), first, last)


def holders(organisation: pl.DataFrame) -> pl.DataFrame:
    """HOLDER, enhet, tjeneste (null = none, also in the months that no row covers)."""
    without = _outside(organisation).select(
        pl.col("outside").alias(HOLDER), ENHET, pl.lit(None, pl.String).alias(SERVICE)
    )
    return pl.concat([organisation.select(_span().alias(HOLDER), ENHET, SERVICE), without])


def _span() -> pl.Expr:
    return pl.int_range(pl.len(), dtype=pl.Int64)


def _outside(organisation: pl.DataFrame) -> pl.DataFrame:
    """enhet, sorted, with `outside`: its HOLDER in months that no row covers."""
    return organisation.select(pl.col(ENHET).unique().sort()).with_columns((-1 - _span()).alias("outside"))


def add_values(grid: Grid, inputs: Inputs, indicators: Sequence[Indicator]) -> None:
    """A value column for each delivered indicator; what rules may not see is null."""
    for length in sorted({i.frequency.months for i in indicators}):
        chosen = [i for i in indicators if i.frequency.months == length]
        named = {i.id: value_column(i.id) for i in chosen}
        wide = grid.backend.wide(_slices(inputs, chosen, grid.first // length, grid.last // length), named)
        largest = grid.backend.largest(wide, list(named.values()))
        grid.largest |= {id: largest[column] for id, column in named.items()}
        grid.join_by_period(wide, length)


def add_counts(grid: Grid, inputs: Inputs, indicators: Sequence[Indicator]) -> None:
    """A column with the delivered `antall` behind each indicator's standing value; null = not given."""
    standing = inputs.facts.measurements.lazy().filter(~pl.col("superseded"))
    for indicator in indicators:
        own = standing.filter(pl.col("indikator") == indicator.id)
        own = own.select(ENHET, "period", pl.col("count").alias(count_column(indicator.id)))
        grid.join_by_period(grid.backend.frame([own]), indicator.frequency.months)


def _slices(inputs: Inputs, indicators: Sequence[Indicator], first: int, last: int) -> list[pl.LazyFrame]:
    """What is in memory at once; what lies in files period by period, so that no more than one is ever read."""
    if isinstance(inputs.facts.measurements, pl.DataFrame):
        return [visible_values(inputs, indicators, first, last)]
    return [visible_values(inputs, indicators, period, period) for period in range(first, last + 1)]


def visible_values(inputs: Inputs, indicators: Sequence[Indicator], first: int, last: int) -> pl.LazyFrame:
    """enhet, indikator, period, value: the standing values of periods first to last that rules may see."""
    visible = inputs.facts.measurements.lazy().filter(
        ~pl.col("superseded")
        & (pl.col("state") == ValueState.VALUE.value)
        & pl.col("period").is_between(first, last)
        & pl.col("indikator").is_in([i.id for i in indicators])
    )
    few = {i.id: i.min_count for i in indicators if i.min_count > 0}
    if few:
        least = pl.col("indikator").replace_strict(few, default=0, return_dtype=pl.Int64)
        visible = visible.filter((least == 0) | (pl.col("count") >= least).fill_null(False))
    return visible.select(ENHET, "indikator", "period", "value")
