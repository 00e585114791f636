"""Watched: internal control's list as one viewer is shown it, each row with its rules and the records they struck.

Why a name may be left out: a supplier is a firm; who holds a card or is paid is a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kontroll.domain.access import Seen
from kontroll.domain.month import Month
from kontroll.report.situation import Situation
from kontroll.report.watchlist import MONTHS, WHO, Evidence, Watched
from kontroll.texts import number

#: Records that are named of one rule in one row.
MOST_POSTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A record: its key and the last month in which the rule struck it."""

    post: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvidence:
    evidence: Evidence
    records: tuple[Struck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWatched:
    """place: in the whole list, from 1. name: "" where she may not see who it is. is_supplier: a firm, not a person."""

    place: int
    row: Watched
    name: str
    is_supplier: bool
    enhet: str
    evidence: tuple[ShownEvidence, ...]

    @property
    def points(self) -> str:
        return number(Decimal(str(round(self.row.points, 1))), 1)

    @property
    def kroner(self) -> str:
        """Whole kroner: on a list the øre are in the way."""
        return number(round(Decimal(self.row.ore) / 100))


def seen_rows(rows: Sequence[Watched], sees: Seen) -> list[tuple[int, Watched]]:
    """Those of enheter she may see the records of, each with its place among all."""
    return [(place, row) for place, row in enumerate(rows, start=1) if sees.holds(row.enhet)]


def shown_rows(situation: Situation, rows: Sequence[tuple[int, Watched]], persons: Seen) -> list[ShownWatched]:
    """persons: the enheter whose persons she may see."""
    names, months = _supplier_names(situation), _months(situation, [row for _place, row in rows])
    return [
        ShownWatched(
            place=place,
            row=row,
            name=_name(row, names) if row.kind == WHO[0] or persons.holds(row.enhet) else "",
            is_supplier=row.kind == WHO[0],
            enhet=situation.unit_name(row.enhet, situation.last),
            evidence=tuple(_evidence(one, months) for one in row.evidence),
        )
        for place, row in rows
    ]


def _name(row: Watched, names: dict[str, str]) -> str:
    return names.get(row.who, row.who) if row.kind == WHO[0] else row.who


def _evidence(one: Evidence, months: dict[tuple[str, str], Month]) -> ShownEvidence:
    known = [(post, months[one.rule.id, post]) for post in one.posts if (one.rule.id, post) in months]
    newest = sorted(known, key=lambda record: (-record[1].ordinal, record[0]))
    return ShownEvidence(
        evidence=one, records=tuple(Struck(post=post, month=month) for post, month in newest[:MOST_POSTS])
    )


def _months(situation: Situation, rows: Iterable[Watched]) -> dict[tuple[str, str], Month]:
    """Rule and record -> the last month in which it was struck, of those in the rows alone."""
    wanted = {(one.rule.id, post) for row in rows for one in row.evidence for post in one.posts}
    if not wanted:
        return {}
    pairs = pl.DataFrame(sorted(wanted), schema={"regel": pl.String, "post": pl.String}, orient="row")
    struck = situation.verdict_rows.filter(
        pl.col("struck") & (pl.col("post") != "") & (pl.col("month") > situation.last.ordinal - MONTHS)
    )
    found = struck.join(pairs, on=["regel", "post"], how="semi").group_by("regel", "post").agg(pl.col("month").max())
    return {(rule, post): Month.from_ordinal(month) for rule, post, month in found.iter_rows()}


def _supplier_names(situation: Situation) -> dict[str, str]:
    table = situation.facts.records.get("leverandor")
    if table is None or not {"leverandor", "navn"} <= set(table.frame.columns):
        return {}
    named = table.standing().select("leverandor", "navn").drop_nulls()
    return dict(named.iter_rows())
