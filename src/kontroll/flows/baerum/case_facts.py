"""The facts of a kommune with a case planted in it: those of its twin, and what the case's files add.

Why not a second folder read whole: nearly all of it is the twin's, and a hundred seeds are read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import KEY, SUPERSEDED, Facts, RecordTable
from kontroll.flows.baerum.known_on import FIGURE
from kontroll.flows.deliveries.read_folder import read_folder


def with_case(clean: Facts, folder: Path, part: Rulebook) -> Facts:
    """The data sets that the part describes. A record of the case stands instead of one with the same key."""
    case, _problems = read_folder(folder, part)
    figures = pl.concat([clean.measurements, case.measurements])
    return replace(
        clean,
        measurements=figures.with_columns((~pl.struct(FIGURE).is_last_distinct()).alias("superseded")),
        records={id: _together(clean.records[id], case.records[id]) for id in part.datasets},
    )


def _together(own: RecordTable, added: RecordTable) -> RecordTable:
    if added.frame.is_empty():
        return own
    columns = own.frame.columns
    places = {name: max(own.decimals[name], added.decimals[name]) for name in own.decimals}
    frame = pl.concat([_scaled(table, places).select(columns) for table in (own, added)])
    frame = frame.with_columns((~pl.col(KEY).is_last_distinct()).alias(SUPERSEDED))
    return replace(own, frame=frame, decimals=places)


def _scaled(table: RecordTable, places: dict[str, int]) -> pl.DataFrame:
    return table.frame.with_columns(
        (pl.col(name) * 10 ** (decimals - table.decimals[name])).alias(name) for name, decimals in places.items()
    )
