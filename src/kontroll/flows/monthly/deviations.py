"""Deviations: the figures of a month that are worse than the limit, and those that are known and are not.

Why both: what is not known neither asks anybody nor takes back that she was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kontroll.domain.condition import IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import MonthlyPolicy, Theme, deviates
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts, ValueState


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A known figure of an enhet. value: a whole number of so many decimals."""

    enhet: str
    theme: Theme
    value: int
    decimals: int
    deviates: bool


def limit_of(theme: Theme, rulebook: Rulebook, month: Month) -> Decimal | None:
    """The limit that holds in the month; None where nobody has set one, and nothing is followed."""
    if not theme.parameter:
        return theme.limit
    parameter = rulebook.parameters.get(theme.parameter)
    return parameter.value_on(month.last_day) if parameter is not None else None


def followed(policy: MonthlyPolicy, rulebook: Rulebook, facts: Facts, month: Month) -> list[Followed]:
    """Every known figure of the month that is followed, by enhet and in the order of the themes."""
    enheter = _enheter(policy, facts, month)
    found = [one for theme in policy.themes for one in _of_theme(theme, rulebook, facts, month, enheter)]
    return sorted(found, key=lambda one: one.enhet)


def _of_theme(
    theme: Theme, rulebook: Rulebook, facts: Facts, month: Month, enheter: pl.DataFrame
) -> Iterator[Followed]:
    indicator, limit = rulebook.indicators.get(theme.indicator), limit_of(theme, rulebook, month)
    if indicator is None or limit is None:
        return
    for enhet, value in known_values(facts, indicator, month).join(enheter, on="enhet", how="semi").iter_rows():
        measured = Decimal(value).scaleb(-indicator.decimals)
        yield Followed(
            enhet=enhet, theme=theme, value=value, decimals=indicator.decimals,
            deviates=deviates(measured, limit, indicator.better.sign),
        )  # fmt: skip


def known_values(facts: Facts, indicator: Indicator, month: Month) -> pl.DataFrame:
    """enhet, value: of the period that contains the month; without what is shielded."""
    period = Period.containing(month, indicator.frequency).index
    rows = facts.measurements.filter(
        (pl.col("indikator") == indicator.id)
        & (pl.col("period") == period)
        & ~pl.col("superseded")
        & (pl.col("state") == ValueState.VALUE.value)
    ).drop_nulls("value")
    if indicator.min_count:
        rows = rows.filter(pl.col("count").fill_null(-1) >= indicator.min_count)
    return rows.select("enhet", "value").sort("enhet")


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
