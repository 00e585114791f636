"""More than memory holds: DuckDB writes to disk what does not fit, and says the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from differential.small import ABSENCE, MAY, case, rule
from kontroll.domain.condition import AllOf, BestAmong, Change, ChangeKind, Compare, IndicatorLeaf, RuleLeaf, Window
from kontroll.domain.operand import Literal, Op
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.facts.facts import Facts

UNITS, INDICATORS, MONTHS = 15_000, 8, 14
MEMORY = "80MB"


def rules() -> dict[str, Rule]:
    """Windows, changes, rivals and rules on rules over every indicator."""
    found = []
    for n in range(INDICATORS):
        over = (Compare(Op.OVER, Literal(Decimal(40 + n))),)
        percent = Change(12, ChangeKind.PERCENT)
        found += [
            rule(f"vindu-{n}", IndicatorLeaf(indicator=f"i{n}", tests=over, window=Window(2, 3))),
            rule(f"endring-{n}", IndicatorLeaf(indicator=f"i{n}", tests=over, change=percent)),
            rule(f"best-{n}", IndicatorLeaf(indicator=f"i{n}", tests=(BestAmong(),))),
            rule(
                f"begge-{n}",
                AllOf(children=(RuleLeaf(rule=f"vindu-{n}", window=Window(1, 2)), RuleLeaf(rule=f"endring-{n}"))),
            ),
        ]
    return {one.id: one for one in found}


def large() -> tuple[Rulebook, Facts]:
    indicators = {f"i{n}": replace(ABSENCE, id=f"i{n}") for n in range(INDICATORS)}
    small = case(series="1").facts()
    units = pl.DataFrame({"enhet": [f"E{n:06d}" for n in range(UNITS)]})
    number = pl.int_range(pl.len(), dtype=pl.Int64)
    organisation = (
        small.organisation.drop("enhet")
        .join(units, how="cross")
        .with_columns((number % 7).cast(pl.String).alias("tjeneste"))
        .select(small.organisation.columns)
    )
    periods = range(MAY.ordinal - MONTHS + 1, MAY.ordinal + 1)
    measurements = (
        units.join(pl.DataFrame({"indikator": list(indicators)}), how="cross")
        .join(pl.DataFrame({"period": periods}, schema={"period": pl.Int64}), how="cross")
        .join(small.measurements.drop("enhet", "indikator", "period"), how="cross")
        .with_columns((number * 2_654_435_761 % 97).alias("value"))
        .select(small.measurements.columns)
    )
    return Rulebook(rules=rules(), indicators=indicators), replace(
        small, organisation=organisation, measurements=measurements
    )


@pytest.fixture(scope="module")
def rulebook_and_facts():
    return large()


def test_the_verdicts_are_the_same_when_memory_does_not_hold_what_they_are_made_of(rulebook_and_facts):
    rulebook, facts = rulebook_and_facts

    with OnDuckDB(memory=MEMORY) as backend:
        verdicts = evaluate(rulebook, facts, MAY, MAY, backend=backend)
        (spilled,) = backend.connection.sql("SELECT count(*) FROM duckdb_temporary_files()").fetchall()[0]

    assert spilled > 0
    assert UNITS * len(rulebook.rules) == len(verdicts.frame)
    assert verdicts.printed().equals(evaluate(rulebook, facts, MAY, MAY).printed())


def test_without_a_disk_to_write_to_the_memory_would_not_do(rulebook_and_facts):
    rulebook, facts = rulebook_and_facts

    with OnDuckDB(memory=MEMORY) as backend:
        backend.connection.execute("SET temp_directory = ''")
        with pytest.raises(duckdb.OutOfMemoryException):
            evaluate(rulebook, facts, MAY, MAY, backend=backend)


def test_nothing_is_left_on_disk(tmp_path):
    with OnDuckDB(folder=tmp_path) as backend:
        of = case(rule("a", IndicatorLeaf(indicator="fravaer", tests=(BestAmong(),))), series="6")
        evaluate(of.rulebook, of.facts(), MAY, MAY, backend=backend)
        assert list(tmp_path.iterdir())

    assert not list(tmp_path.iterdir())
