"""Ambitions as grid columns: the green and yellow thresholds of an indicator for the enhet and year of each row.

The most specific row wins as a whole: the enhet's own, else its service's, else everybody's. Where it leaves a threshold empty,
a less specific row does not step in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import narwhals as nw
import polars as pl

from kontroll.domain.condition import ChangeKind, ColourIn, Compare, IndicatorLeaf
from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import AmbitionRef, Colour
from kontroll.engine.grid import ENHET, HOLDER, SERVICE, Grid, holders
from kontroll.engine.inputs import Inputs
from kontroll.engine.names import ambition_column
from kontroll.engine.thresholds import MONTH, decimals_of
from kontroll.facts.numbers import floor_and_ceiling

_DELIVERED = {Colour.GREEN: "green", Colour.YELLOW: "yellow"}
_YEAR = "year"
_MADE = ("floor", "ceiling", "exact", "colour")


def add_ambitions(
    grid: Grid, inputs: Inputs, indicators: Mapping[str, Indicator], leaves: Iterable[IndicatorLeaf]
) -> None:
    """The columns `ambition_column(indicator, colour, part)` that the leaves compare with.

    part: `floor`, `ceiling`, the integers next to the threshold in the indicator's scale; `exact`, the threshold in
    grid.ambition_decimals; `colour`, the integer that a value must reach to have the colour, null unless both thresholds
    are known.
    """
    asked = sorted({(leaf.indicator, *part) for leaf in leaves for part in _parts(leaf)}, key=str)
    if not asked:
        return
    wanted = {id: indicators[id] for id, _colour, _part in asked}
    standing = inputs.facts.ambitions.filter(~pl.col("superseded") & pl.col("indikator").is_in(list(wanted)))
    wide = _by_year(grid, standing, wanted, [ambition_column(*column) for column in asked])
    years = pl.DataFrame({_YEAR: range(grid.first // 12, grid.last // 12 + 1)}, schema={_YEAR: pl.Int64})
    rows = holders(inputs.facts.organisation).join(years, how="cross")
    found = _most_specific(rows, wide, wanted, [ambition_column(*column) for column in asked])
    exact = [ambition_column(*column) for column in asked if column[2] == "exact"]
    entered = grid.backend.frame([found.lazy()])
    grid.largest |= grid.backend.largest(entered, exact)
    grid.add({_YEAR: nw.col(MONTH) // 12})
    grid.join(entered, on=[HOLDER, _YEAR])
    grid.frame = grid.frame.drop(_YEAR)


def _parts(leaf: IndicatorLeaf) -> set[tuple[Colour, str]]:
    parts: set[tuple[Colour, str]] = set()
    for test in leaf.tests:
        if isinstance(test, ColourIn):
            parts |= {(colour, "colour") for colour in _DELIVERED}
        elif isinstance(test, Compare) and isinstance(test.threshold, AmbitionRef):
            percent = leaf.change is not None and leaf.change.kind is ChangeKind.PERCENT
            parts |= {(test.threshold.colour, part) for part in (("exact",) if percent else ("floor", "ceiling"))}
    return parts


def _by_year(grid: Grid, rows: pl.DataFrame, indicators: Mapping[str, Indicator], columns: list[str]) -> pl.DataFrame:
    """A row per enhet (or `tjeneste:NAME`, or `*`) and year: the columns, and per indicator whether a row is there."""
    known = _thresholds(grid, rows, indicators)
    for name in _DELIVERED.values():
        described = {part: f"{name}:{part}" for part in ("floor", "ceiling", "exact")}
        rows = rows.join(known.rename({"text": name, **described}), on=["indikator", name], how="left")
    higher = pl.col("indikator").is_in([id for id, indicator in indicators.items() if indicator.better.sign > 0])
    complete = pl.all_horizontal(pl.col(name).is_not_null() for name in _DELIVERED.values())
    rows = rows.with_columns(
        pl.lit(True).alias("found"),
        *(
            pl.when(complete)
            .then(pl.when(higher).then(f"{name}:ceiling").otherwise(f"{name}:floor"))
            .alias(f"{name}:colour")
            for name in _DELIVERED.values()
        ),
    )
    made = ["found"] + [f"{n}:{part}" for n in _DELIVERED.values() for part in _MADE]
    wide = rows.pivot("indikator", index=[ENHET, _YEAR], values=made, separator=">")
    named = {f"found>{id}": _found(id) for id in indicators}
    for colour, name in _DELIVERED.items():
        for id in indicators:
            for part in _MADE:
                named[f"{name}:{part}>{id}"] = ambition_column(id, colour, part)
    wide = wide.rename(named, strict=False)
    absent = [name for name in (*columns, *(_found(id) for id in indicators)) if name not in wide.columns]
    wide = wide.with_columns(pl.lit(None, pl.Boolean if "::" in name else pl.Int64).alias(name) for name in absent)
    return wide.select(ENHET, _YEAR, *(_found(id) for id in indicators), *columns)


def _thresholds(grid: Grid, rows: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """indikator, text, floor, ceiling, exact: each distinct threshold, read once."""
    texts = pl.concat(rows.select("indikator", pl.col(name).alias("text")) for name in _DELIVERED.values())
    values = [(id, text, Decimal(text)) for id, text in texts.drop_nulls().unique().iter_rows()]
    for id in indicators:
        grid.ambition_decimals[id] = max((decimals_of(value) for of, _t, value in values if of == id), default=0)
    found = [
        (
            id,
            text,
            *floor_and_ceiling(value, indicators[id].decimals),
            floor_and_ceiling(value, grid.ambition_decimals[id])[0],
        )
        for id, text, value in values
    ]
    schema = {"indikator": pl.String, "text": pl.String, "floor": pl.Int64, "ceiling": pl.Int64, "exact": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _found(indicator: str) -> str:
    return ambition_column(indicator, None, "found")


def _most_specific(
    rows: pl.DataFrame, wide: pl.DataFrame, indicators: Mapping[str, Indicator], columns: list[str]
) -> pl.DataFrame:
    """HOLDER and year with the columns of the most specific row there is, indicator by indicator."""
    whom = {
        "enhet": pl.col(ENHET),
        "tjeneste": pl.lit("tjeneste:") + pl.col(SERVICE),
        "alle": pl.lit("*", pl.String),
    }
    names = [*(_found(id) for id in indicators), *columns]
    joined = rows.with_columns(key.alias(f"key:{level}") for level, key in whom.items())
    for level in whom:
        own = wide.rename({ENHET: f"key:{level}", **{name: f"{name}@{level}" for name in names}})
        joined = joined.join(own, on=[f"key:{level}", _YEAR], how="left")
    of = {ambition_column(id, colour, part): id for id in indicators for colour in _DELIVERED for part in _MADE}
    best = []
    for name in columns:
        found = _found(of[name])
        best.append(
            pl.when(f"{found}@enhet")
            .then(f"{name}@enhet")
            .when(f"{found}@tjeneste")
            .then(f"{name}@tjeneste")
            .otherwise(f"{name}@alle")
            .alias(name)
        )
    return joined.select(HOLDER, _YEAR, *best)
