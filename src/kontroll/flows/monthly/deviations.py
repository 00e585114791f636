"""Deviations: the figures of a month that are worse than the limit, and those that are known and are not.

Why both: what is not known neither asks anybody nor takes back that she was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl

from kontroll.domain.condition import IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import MonthlyPolicy, Theme, deviates
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain.delivered import Ambitions
from kontroll.facts.facts import Facts, ValueState
from kontroll.facts.sheet import FILE, LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A known figure of an enhet. value: a whole number of so many decimals."""

    enhet: str
    theme: Theme
    value: int
    decimals: int
    deviates: bool


class Limits:
    """The limits that hold in a month. None where nobody has set one: then nothing is asked."""

    def __init__(self, rulebook: Rulebook, facts: Facts, month: Month) -> None:
        self._rulebook, self._facts, self._month = rulebook, facts, month

    def of(self, theme: Theme, enhet: str) -> Decimal | None:
        if theme.agreed:
            row = self._agreed.row(enhet, self._services.get(enhet), theme.indicator, self._month.year)
            return row.yellow if row is not None else None
        if not theme.parameter:
            return theme.limit
        parameter = self._rulebook.parameters.get(theme.parameter)
        return parameter.value_on(self._month.last_day) if parameter is not None else None

    @cached_property
    def _agreed(self) -> Ambitions:
        return Ambitions(self._facts.ambitions.filter(pl.col("year") == self._month.year))

    @cached_property
    def _services(self) -> dict[str, str | None]:
        at = self._month.ordinal
        rows = self._facts.organisation.filter((pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at))
        return dict(rows.select("enhet", "tjeneste").iter_rows())


def followed(policy: MonthlyPolicy, rulebook: Rulebook, facts: Facts, month: Month) -> list[Followed]:
    """Every known figure of the month that is followed, by enhet and in the order of the themes."""
    enheter, limits = _enheter(policy, facts, month), Limits(rulebook, facts, month)
    found = [one for theme in policy.themes for one in _of_theme(theme, rulebook, facts, month, enheter, limits)]
    return sorted(found, key=lambda one: one.enhet)


def _of_theme(
    theme: Theme, rulebook: Rulebook, facts: Facts, month: Month, enheter: pl.DataFrame, limits: Limits
) -> Iterator[Followed]:
    indicator = rulebook.indicators.get(theme.indicator)
    if indicator is None:
        return
    for enhet, value, _count in known_values(facts, indicator, month).join(enheter, on="enhet", how="semi").iter_rows():
        measured, limit = Decimal(value).scaleb(-indicator.decimals), limits.of(theme, enhet)
        if limit is None:
            continue
        yield Followed(
            enhet=enhet, theme=theme, value=value, decimals=indicator.decimals,
            deviates=deviates(measured, limit, indicator.better.sign),
        )  # fmt: skip


def known_values(facts: Facts, indicator: Indicator, month: Month) -> pl.DataFrame:
    """enhet, value, count: of the period that contains the month; without what is shielded."""
    return _known_rows(facts, indicator, month).select("enhet", "value", "count").sort("enhet")


def lines_of(facts: Facts, indicator: Indicator, month: Month) -> dict[str, tuple[str, int]]:
    """enhet -> the file and the line where its known value stands."""
    rows = _known_rows(facts, indicator, month).select("enhet", FILE, LINE)
    return {enhet: (file, line) for enhet, file, line in rows.iter_rows()}


def _known_rows(facts: Facts, indicator: Indicator, month: Month) -> pl.DataFrame:
    period = Period.containing(month, indicator.frequency).index
    rows = facts.measurements.filter(
        (pl.col("indikator") == indicator.id)
        & (pl.col("period") == period)
        & ~pl.col("superseded")
        & (pl.col("state") == ValueState.VALUE.value)
    ).drop_nulls("value")
    if indicator.min_count:
        rows = rows.filter(pl.col("count").fill_null(-1) >= indicator.min_count)
    return rows


def _enheter(policy: MonthlyPolicy, facts: Facts, month: Month) -> pl.DataFrame:
    """enhet: those that are active and followed."""
    at = month.ordinal
    rows = facts.organisation.filter((pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at))
    if policy.unit_types:
        wanted = [one.lower() for one in policy.unit_types]
        rows = rows.filter(pl.col("enhetstype").str.to_lowercase().is_in(wanted))
    return rows.select(pl.col("enhet").unique())


def rules_about(theme: Theme, rulebook: Rulebook) -> frozenset[str]:
    """Rules about enheter that open avvik by the same figure."""
    return frozenset(id for id, rule in rulebook.rules.items() if _is_about(rule, theme))


def _is_about(rule: Rule, theme: Theme) -> bool:
    if rule.dataset is not None or rule.type not in (RuleType.REQUIREMENT, RuleType.DEVIATION):
        return False
    read = {
        leaf.indicator
        for version in rule.versions
        for leaf in leaves(version.condition)
        if isinstance(leaf, IndicatorLeaf)
    }
    return theme.indicator in read
