"""The utslag that matter most: which rule, where, for how long and about how much.

Order: severity, the latest month with utslag, how many months in a row, the amount. Records of one rule in one enhet and
month stand together: ten lines about the same week's invoices would hide the other nine.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kontroll.domain.dataset import FieldType
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.facts.facts import KEY
from kontroll.report.situation import Situation

#: Utslag whose latest month is this many months back, the shown month included, are looked among.
LOOKED_BACK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Grave:
    """One rule in one enhet. records: keys with utslag in the latest month, none for a rule about the enhet itself.

    in_a_row: months with utslag, the latest included. amount: kroner of those records, None where they have none.
    """

    rule: Rule
    enhet: str
    enhet_name: str
    latest: Month
    in_a_row: int
    records: tuple[str, ...]
    amount: Decimal | None


def gravest(situation: Situation, month: Month, count: int) -> list[Grave]:
    """The first `count` in the order above, seen from the month."""
    struck = situation.verdict_rows.filter(
        pl.col("struck") & pl.col("followed") & (pl.col("month") <= month.ordinal)
    ).select("regel", "enhet", "month", "post", "severity")
    latest = pl.col("month").max().over("regel", "enhet").alias("latest")
    recent = struck.with_columns(latest).filter(pl.col("latest") > month.ordinal - LOOKED_BACK)
    subjects = recent.group_by("regel", "enhet", "severity", "latest").agg(
        pl.col("month").unique().alias("months"),
        pl.col("post").filter((pl.col("month") == pl.col("latest")) & (pl.col("post") != "")).sort().alias("posts"),
    )
    amounts = _Amounts(situation)
    found = []
    for regel, enhet, severity, last, months, posts in subjects.iter_rows():
        rule, at = situation.shown[regel], Month.from_ordinal(last)
        grave = Grave(
            rule=rule,
            enhet=enhet,
            enhet_name=situation.unit_name(enhet, at),
            latest=at,
            in_a_row=_in_a_row(last, set(months)),
            records=tuple(posts),
            amount=amounts.of(rule, posts),
        )
        found.append((severity, grave))
    found.sort(key=lambda one: _order(*one))
    return [grave for _severity, grave in found[:count]]


def _order(severity: int, grave: Grave) -> tuple[int, int, int, Decimal, str, str]:
    amount = abs(grave.amount) if grave.amount is not None else Decimal(-1)
    return -severity, -grave.latest.ordinal, -grave.in_a_row, -amount, grave.rule.id, grave.enhet


def _in_a_row(latest: int, months: set[int]) -> int:
    return next(n for n in range(1, len(months) + 1) if latest - n not in months)


class _Amounts:
    """The first kroner field of each data set, by key; read once, since a month has hundreds of subjects."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._by_key: dict[str, dict[str, int | None]] = {}
        self._decimals: dict[str, int] = {}

    def of(self, rule: Rule, posts: list[str]) -> Decimal | None:
        """The sum in kroner over the records; None where the data set has no amount, or one of them lacks it."""
        if rule.dataset is None or not posts:
            return None
        if rule.dataset not in self._by_key:
            self._read(rule.dataset)
        amounts = [self._by_key[rule.dataset].get(post) for post in posts]
        known = [amount for amount in amounts if amount is not None]
        return Decimal(sum(known)).scaleb(-self._decimals[rule.dataset]) if len(known) == len(amounts) else None

    def _read(self, dataset: str) -> None:
        table = self._situation.facts.records[dataset]
        field = next((f.id for f in table.dataset.fields if f.type is FieldType.KRONER and not f.personal), None)
        self._by_key[dataset] = {} if field is None else dict(table.standing().select(KEY, field).iter_rows())
        self._decimals[dataset] = 0 if field is None else table.decimals[field]
