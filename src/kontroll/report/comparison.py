"""Comparison with other kommuner: the kommune's own figure beside the others', as the statistics were delivered.

Why the median and not the mean: Oslo and the small kommuner would decide a mean. Nothing is ranked as good or bad: the
statistics do not say which way is better, and a kommune that differs may have chosen to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import polars as pl

from kontroll.facts.facts import Facts
from kontroll.facts.sheet import FILE, LINE

DATASET = "sammenligning"
KOMMUNE, NOT_LISTED = "kommune", "ikke i listen"
_WANTED = ("tabell", "variabel", "gruppe", "variabelnavn", "gruppenavn", "maaleenhet", "periode", "periodeslutt", "region",
           "regionnavn", "regiontype", "verdi", "merknad", "kilde", "desimaler")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One region's. value: None where the source has none; then sign says what stands in its place."""

    region: str
    value: Decimal | None
    sign: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One variable of one table, in its latest period. own: None where the kommune is not among the regions.

    others: other kommuner, by value; wider: counties, KOSTRA groups, the country. decimals: how many are shown.
    """

    table: str
    variable: str
    group: str
    name: str
    unit: str
    period: str
    decimals: int
    source: str
    own: Figure | None
    others: list[Figure]
    wider: list[Figure]

    @property
    def known(self) -> list[Decimal]:
        """The other kommuner's values, the lowest first."""
        return sorted(one.value for one in self.others if one.value is not None)

    @property
    def median(self) -> Decimal | None:
        """The mean of the middle two where they are even."""
        values = self.known
        if not values:
            return None
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def comparisons(facts: Facts, municipality: str, until: date) -> list[Comparison]:
    """What can be compared, by table and variable: of each the latest period that had ended on the day."""
    table = facts.records.get(DATASET)
    if table is None or not {*_WANTED} <= set(table.frame.columns):
        return []
    ended = table.standing().filter(pl.col("periodeslutt") <= until)
    latest = pl.col("periodeslutt") == pl.col("periodeslutt").max().over("tabell", "variabel", "gruppe")
    keys = ("tabell", "variabel", "gruppe")
    # Not by the empty text: a table without other groupings has none.
    rows = ended.with_columns(pl.col(*keys).fill_null("")).filter(latest).sort(*keys, "region", LINE).to_dicts()
    scale = table.decimals["verdi"]
    found = []
    for _key, group in groupby(rows, key=lambda row: tuple(row[key] for key in keys)):
        found.append(_comparison(list(group), municipality, scale))
    return found


def _comparison(rows: list[dict[str, object]], municipality: str, scale: int) -> Comparison:
    figures = [(row, _figure(row, scale)) for row in rows]
    own = next((figure for row, figure in figures if row["regiontype"] == KOMMUNE and _is_own(row, municipality)), None)
    kommuner = [f for row, f in figures if row["regiontype"] in (KOMMUNE, NOT_LISTED) and f is not own]
    wider = [f for row, f in figures if row["regiontype"] not in (KOMMUNE, NOT_LISTED)]
    first = rows[0]
    name = ", ".join(str(part) for part in (first["variabelnavn"], first["gruppenavn"]) if part)
    shown = first["desimaler"]
    return Comparison(
        table=str(first["tabell"]),
        variable=str(first["variabel"] or ""),
        group=str(first["gruppe"] or ""),
        name=name,
        unit=str(first["maaleenhet"] or ""),
        period=str(first["periode"] or ""),
        decimals=shown if isinstance(shown, int) else scale,
        source=str(first["kilde"] or ""),
        own=own,
        others=sorted(kommuner, key=lambda one: (one.value is None, one.value or 0, one.region)),
        wider=wider,
    )


def _figure(row: dict[str, object], scale: int) -> Figure:
    value = row["verdi"]
    return Figure(
        region=str(row["regionnavn"] or row["region"] or ""),
        value=Decimal(value).scaleb(-scale) if isinstance(value, int) else None,
        sign=str(row["merknad"] or ""),
        place=f"{row[FILE]}:{row[LINE]}",
    )


def _is_own(row: dict[str, object], municipality: str) -> bool:
    """By name: `Oslo - Oslove` is called both, and `Bergen kommune` is Bergen."""
    names = {_plain(part) for part in str(row["regionnavn"] or "").split(" - ")}
    return bool({_plain(part) for part in municipality.split(" - ")} & names - {""})


def _plain(name: str) -> str:
    return name.casefold().removesuffix(" kommune").strip()
