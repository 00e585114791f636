"""The rules of `rules.py` as a competent analyst would write them in Polars, for the measured kommune only.

Wide frame, one expression a leaf, `.shift(…).over("enhet")` for what lies back in time, one lazy query. Parsed values are
whole tenths. No dates of rules, no exceptions, no bound checks, no reasons for an ukjent: this is the least that gives the
same answers, and the measure that the engine is held against.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import polars as pl

from benchmarks.kommune import SELDOM, Size, larger_is_better
from benchmarks.rules import (
    BUILT_ON,
    COMPOSITE,
    SINGLE,
    LeafAt,
    asked_rules,
    composite_leaves,
    leaves,
    name,
    only_schools,
)
from kontroll.domain.month import Month
from kontroll.facts.facts import Facts

#: Months before the first asked one that the longest rule looks back: 12 for a change.
_BACK = 13


def verdicts(facts: Facts, size: Size, first: Month, last: Month) -> pl.DataFrame:
    """regel, enhet, month (ordinal), resultat (sann, usann, ukjent) for the asked months, in no order."""
    frame = _wide(facts, size, first.ordinal - _BACK, last.ordinal)
    # A window in a window is not what it seems: what is ranked must be a column first.
    ranked = {leaf.indicator for leaf in leaves(size) if leaf.kind.name == "best_progress"}
    frame = frame.with_columns(_progress(id).alias(f"progress_{id}") for id in sorted(ranked))
    truths = {name(number): _leaf(LeafAt(number, size)) for number in SINGLE}
    for number in COMPOSITE:
        a, b, c, d = (_leaf(leaf) for leaf in composite_leaves(number, size))
        truths[name(number)] = a & (b | c) & ~d
    own = pl.col("tjeneste").is_in(["skole", "sykehjem"])
    covered = pl.col("active")
    scopes = {name(number): covered & own if only_schools(number) else covered for number in range(100)}
    frame = frame.with_columns(truth.alias(rule) for rule, truth in truths.items())
    built = {}
    for number in BUILT_ON:
        # Outside its own enheter a rule has no utslag: that is «no», not «unknown».
        x, y, z = (pl.when(scopes[rule]).then(pl.col(rule)).otherwise(False) for rule in asked_rules(number))
        built[name(number)] = x & (y | (z & z.shift(1).over("enhet")))
    frame = frame.with_columns(truth.alias(rule) for rule, truth in built.items())
    words = [
        pl.when(scopes[rule])
        .then(pl.when(pl.col(rule)).then(1).when(~pl.col(rule)).then(0).otherwise(2).cast(pl.Int8))
        .alias(rule)
        for rule in [*truths, *built]
    ]
    return (
        frame.filter(pl.col("month") >= first.ordinal)
        .select("enhet", "month", *words)
        .unpivot(index=["enhet", "month"], variable_name="regel", value_name="code")
        .filter(pl.col("code").is_not_null())
        .with_columns(pl.col("code").replace_strict([0, 1, 2], ["usann", "sann", "ukjent"]).alias("resultat"))
        .select("regel", "enhet", "month", "resultat")
        .collect()
    )


def _wide(facts: Facts, size: Size, first: int, last: int) -> pl.LazyFrame:
    """A row per enhet and month with all that the rules read."""
    known = facts.measurements.filter(~pl.col("superseded") & (pl.col("state") == "verdi"))
    months = pl.DataFrame({"month": range(first, last + 1)}, schema={"month": pl.Int64})
    values = known.filter(pl.col("period").is_between(first, last) & pl.col("indikator").str.starts_with("ind"))
    wide = values.pivot("indikator", index=["enhet", "period"], values="value").rename({"period": "month"})
    frame = (
        facts.organisation.lazy()
        .select("enhet", "tjeneste", "first", pl.col("last").fill_null(last))
        .join(months.lazy(), how="cross")
        .with_columns(
            pl.col("month").is_between(pl.col("first"), pl.col("last")).alias("active"),
            (pl.col("month") // 12).alias("year"),
            *(((pl.col("month") + 1) // n - 1).alias(f"ended{n}") for n in (4, 12)),
        )
        .join(wide.lazy(), on=["enhet", "month"], how="left")
        .join(_ambitions(facts), on=["enhet", "year"], how="left")
    )
    for indicator, length in SELDOM.items():
        own = known.lazy().filter(pl.col("indikator") == indicator)
        own = own.select("enhet", pl.col("period").alias(f"ended{length}"), pl.col("value").alias(indicator))
        frame = frame.join(own, on=["enhet", f"ended{length}"], how="left")
    return frame.sort("enhet", "month")


def _ambitions(facts: Facts) -> pl.LazyFrame:
    """Green and yellow of each indicator, in tenths, for every enhet and year: own, else its service's, else everybody's."""
    tenths = [(pl.col(colour).cast(pl.Int64) * 10).alias(colour) for colour in ("green", "yellow")]
    rows = facts.ambitions.select("enhet", "indikator", "year", *tenths)
    wide = rows.pivot("indikator", index=["enhet", "year"], values=["green", "yellow"])
    thresholds = [column for column in wide.columns if column not in ("enhet", "year")]
    whom = {"own": pl.col("enhet"), "service": "tjeneste:" + pl.col("tjeneste"), "all": pl.lit("*")}
    frame = facts.organisation.lazy().select("enhet", **whom).join(wide.lazy().select("year").unique(), how="cross")
    for level in whom:
        at_level = wide.lazy().rename({"enhet": level, **{column: f"{column} {level}" for column in thresholds}})
        frame = frame.join(at_level, on=[level, "year"], how="left")
    best = [pl.coalesce(f"{column} {level}" for level in whom).alias(column) for column in thresholds]
    return frame.select("enhet", "year", *best)


def _progress(id: str) -> pl.Expr:
    return (pl.col(id) - pl.col(id).shift(12).over("enhet")) * (1 if larger_is_better(id) else -1)


def _leaf(leaf: LeafAt) -> pl.Expr:
    """The truth of a leaf in the row's month; null = not known."""
    id = leaf.indicator
    sign = 1 if larger_is_better(id) else -1
    value = pl.col(id)

    def back(expr: pl.Expr, months: int) -> pl.Expr:
        return expr.shift(months).over("enhet")

    match leaf.kind.name:
        case "threshold":
            return value > 55
        case "parameter":
            # 4.55 lies between 45 and 46 tenths.
            new = pl.col("month") >= Month(2026, 6).ordinal
            if sign > 0:
                better = pl.when(new).then(value > 45).otherwise(value > 50)
            else:
                better = pl.when(new).then(value <= 45).otherwise(value < 50)
            return better & back(better, 1) & back(better, 2)
        case "colour":
            yellow, green = pl.col(f"yellow_{id}"), pl.col(f"green_{id}")
            return (value >= yellow) | (value >= green) if sign > 0 else (value <= yellow) | (value <= green)
        case "percent":
            base = back(value, 12)
            return pl.when(base != 0).then((value - base) * 100 > 10 * base.abs())
        case "best":
            return _best(value * sign, ["month", "tjeneste"])
        case "trend":
            values = [value, *(back(value, n) for n in (1, 2, 3))]
            slopes = [(values[i] - values[j]) * sign / (j - i) for i, j in combinations(range(4), 2)]
            missing = pl.any_horizontal(v.is_null() for v in values)
            return pl.when(~missing).then(pl.concat_list(slopes).list.median() > 0)
        case "ambition":
            worse = value < pl.col(f"green_{id}") if sign > 0 else value > pl.col(f"green_{id}")
            months = [worse, *(back(worse, n) for n in (1, 2, 3))]
            true = pl.sum_horizontal(month.fill_null(False) for month in months)
            possible = pl.sum_horizontal(month.fill_null(True) for month in months)
            return pl.when(true >= 2).then(True).when(possible < 2).then(False)
        case "progress":
            return (value - back(value, 1)) * sign >= 5
        case "absolute":
            fell = value - back(value, 3) < -10
            return fell & back(fell, 1)
        case "best_progress":
            return _best_alone(pl.col(f"progress_{id}"))
        case "endpoints":
            missing = back(value, 1).is_null()
            return pl.when(~missing).then((value - back(value, 2)) * sign > 0)
        case "tertial":
            return value > 50
        case "yearly":
            return value < 30
        case _:
            values = [value, *(back(value, n) for n in (1, 2, 3))]
            missing = pl.any_horizontal(v.is_null() for v in values)
            rose = [(newer - older) * sign > 0 for newer, older in pairwise(values)]
            return pl.when(~missing).then(pl.any_horizontal(rose))


def _best(value: pl.Expr, group: list[str]) -> pl.Expr:
    """Among the enheter of its service that are active; ties share the place, a missing rival leaves it open."""
    active = pl.col("active")
    rival = pl.when(active).then(value)
    unknown = (active & value.is_null()).sum().over(group)
    return (
        pl.when(active.sum().over(group) < 2)
        .then(False)
        .when(value.is_null())
        .then(None)
        .when(value < rival.max().over(group))
        .then(False)
        .when(unknown == 0)
        .then(True)
    )


def _best_alone(value: pl.Expr) -> pl.Expr:
    """Among all that are active; ties lose, missing rivals are left out."""
    rival = pl.when(pl.col("active")).then(value)
    return (
        pl.when(pl.col("active").sum().over("month") < 2)
        .then(False)
        .when(value.is_not_null())
        .then((value == rival.max().over("month")) & (pl.len().over("month", rival) == 1))
    )
