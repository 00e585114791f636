"""Facts in Parquet files say what the same facts in memory say, on either engine."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kontroll.engine.columnar import evaluate, evaluate_months
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.engine.verdicts import Verdicts
from kontroll.facts.facts import Facts
from kontroll.facts.scanned import ScannedFacts, ScannedTable

from .comparison import columnar_results, differences
from .seed import VARIABLE, one_day_in, rotating_seed
from .todays import todays_cases


def test_measurements_and_records_in_files_are_judged_as_in_memory(tmp_path):
    seed = rotating_seed()
    for number, (case, in_memory) in enumerate(todays_cases(seed)):

        def from_files(rulebook, facts, first, last, folder=tmp_path / str(number)):
            return evaluate(rulebook, kept(facts, folder), first, last)

        assert not differences(columnar_results(case, from_files), in_memory), f"{VARIABLE}={seed}"


@one_day_in(3)
def test_duckdb_reads_them_too(tmp_path):
    seed = rotating_seed()
    (case, in_memory), *_others = todays_cases(seed)

    def from_files(rulebook, facts, first, last):
        with OnDuckDB() as backend:
            return evaluate(rulebook, kept(facts, tmp_path), first, last, backend=backend)

    assert not differences(columnar_results(case, from_files), in_memory), f"{VARIABLE}={seed}"


def test_verdicts_had_month_by_month_are_those_had_at_once():
    for case, at_once in todays_cases(rotating_seed()):
        assert not differences(columnar_results(case, month_by_month), at_once)
        assert case.last.ordinal - case.first.ordinal > 1


def month_by_month(*given) -> Verdicts:
    found = list(evaluate_months(*given))
    for month, verdicts in found:
        assert {month.ordinal} >= set(verdicts.frame.get_column("month"))
    return Verdicts(pl.concat([verdicts.frame for _month, verdicts in found]))


def kept(facts: Facts, folder: Path) -> ScannedFacts:
    """The same facts with a file for each indicator, and two for each data set."""
    (folder / "maalinger").mkdir(parents=True)
    for (indicator,), rows in facts.measurements.group_by("indikator", maintain_order=True):
        rows.write_parquet(folder / "maalinger" / f"{indicator}.parquet")
    return ScannedFacts(
        organisation=facts.organisation,
        organisation_records=facts.organisation_records,
        persons=facts.persons,
        measurements=pl.scan_parquet(folder / "maalinger" / "*.parquet"),
        ambitions=facts.ambitions,
        records={id: _table(facts, id, folder) for id in facts.records},
    )


def _table(facts: Facts, id: str, folder: Path) -> ScannedTable:
    table = facts.records[id]
    (folder / id).mkdir()
    middle = len(table.frame) // 2
    table.frame.slice(0, middle).write_parquet(folder / id / "a.parquet")
    table.frame.slice(middle).write_parquet(folder / id / "b.parquet")
    frame = pl.scan_parquet(folder / id / "*.parquet")
    return ScannedTable(dataset=table.dataset, frame=frame, decimals=table.decimals, delivered=table.delivered)
