"""From what was delivered to verdicts without a stop: nothing passes through Python, Arrow or pandas on the way."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import narwhals as nw
import polars as pl
import pytest

from differential.seed import one_day_in
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB

from .books import everything
from .watched import Carried, Watch

#: Where inputs are read, and where a bound is one number per column; nothing else may ask Polars for rows.
READERS = {"frame", "wide", "_measured"}


@pytest.fixture(scope="module")
def carried() -> list[Carried]:
    """What DuckDB carried out for a case that uses everything, in order."""
    case, watch = everything(), Watch()
    with pytest.MonkeyPatch.context() as patch, OnDuckDB() as backend:
        watch.put_on(patch)
        patch.setattr(nw.LazyFrame, "collect", refused("narwhals"))
        evaluate(case.rulebook, case.facts(), case.first, case.last, backend=backend)
    return watch.carried


@one_day_in(2, "carried out by DuckDB")
def test_the_verdicts_leave_duckdb_once_and_last(carried):
    *before, last = carried

    assert "__arrow_c_stream__" == last.way
    assert ["regel", "enhet", "month", "post", "resultat"] == last.columns
    assert {"create", "fetchall"} == {one.way for one in before}


@one_day_in(2, "carried out by DuckDB")
def test_only_bounds_leave_duckdb_before_the_verdicts_do(carried):
    bounds = [one for one in carried if one.way == "fetchall"]

    assert bounds
    assert {1} == {one.rows for one in bounds}
    assert {"BIGINT"} == {kind for one in bounds for kind in one.types}


@one_day_in(2, "carried out by DuckDB")
def test_every_plan_begins_with_parquet_files_or_with_tables_that_duckdb_made_of_them(carried):
    begun = {scan for one in carried for scan in one.scans}
    tables = {scan.removeprefix("SEQ_SCAN memory.main.") for scan in begun if scan.startswith("SEQ_SCAN")}

    assert {scan for scan in begun if not scan.startswith("SEQ_SCAN")} <= {"PARQUET_SCAN", "EMPTY_RESULT"}
    assert "PARQUET_SCAN" in begun
    assert tables
    assert all(table.startswith("settled_") for table in tables)


def test_polars_reads_inputs_and_hands_nothing_to_anybody_before_the_verdicts_are_made(monkeypatch):
    case = everything()
    facts, readers = case.facts(), set()
    real = pl.LazyFrame.collect

    def collect(plan: pl.LazyFrame, *given: object, **named: object) -> pl.DataFrame:
        readers.update(_first_of_ours())
        return real(plan, *given, **named)

    monkeypatch.setattr(pl.LazyFrame, "collect", collect)
    for way in ("to_pandas", "to_arrow", "to_numpy", "to_dicts", "to_dict", "write_parquet", "map_rows"):
        monkeypatch.setattr(pl.DataFrame, way, refused("Polars"))
    for frame in (nw.DataFrame, nw.LazyFrame):
        for way in ("to_pandas", "to_arrow", "to_numpy", "to_dict", "rows", "iter_rows", "collect"):
            if hasattr(frame, way):
                monkeypatch.setattr(frame, way, refused("narwhals"))

    made = evaluate(case.rulebook, facts, case.first, case.last)

    assert len(made.frame) > 100
    assert {"frame", "wide"} <= readers <= READERS


def _first_of_ours() -> set[str]:
    """The name of the innermost function of kontroll that is running."""
    ours = [frame.function for frame in inspect.stack() if "/kontroll/engine/" in frame.filename]
    named = [function for function in ours if not function.startswith("<")]
    return set(named[:1])


def refused(whom: str) -> Callable[..., None]:
    def ask(*given: object, **named: object) -> None:
        raise AssertionError(f"{whom} was asked for rows")

    return ask
