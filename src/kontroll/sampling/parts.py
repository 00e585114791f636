"""Parts: how many there are in each stratum of a list, how much, and how heavy; read once, in columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Part:
    """amount: øre of the lines; 0 where the list does not tell amounts. weight: 1 each where nothing is weighted."""

    count: int
    amount: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """strata: by name. weights: of the ids that were asked for."""

    strata: Mapping[str, Part]
    weights: Mapping[str, int]


def parts_of(tsv: bytes, identities: Collection[str]) -> Parts:
    """The list must be one that was checked."""
    rows = pl.read_csv(
        tsv,
        separator="\t",
        quote_char=None,
        columns=["id", "stratum", "belop_ore", "vekt"],
        schema_overrides={"id": pl.String, "stratum": pl.String, "belop_ore": pl.Int64, "vekt": pl.Int64},
    )
    # Ten million lines of ten billions each are more than 64 bits hold.
    wide = (pl.col(name).cast(pl.Int128).sum() for name in ("belop_ore", "vekt"))
    sums = rows.group_by("stratum").agg(pl.len(), *wide).sort("stratum")
    weights = rows.filter(pl.col("id").is_in(sorted(set(identities))))
    return Parts(
        strata={name: Part(count, int(amount), int(weight)) for name, count, amount, weight in sums.iter_rows()},
        weights=dict(weights.select("id", "vekt").iter_rows()),
    )
