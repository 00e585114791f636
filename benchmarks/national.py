"""A country: 107 100 units × 60 indicators × 13 months in Parquet, 100 rules, one month's verdicts.

`python -m benchmarks.national judge FOLDER ENGINE` is one such month from a cold start, in a process of its own so that its peak
of memory can be told: it prints one JSON object. The files are written by another process, and stay in the system's file cache.
`infer` for `judge`: the composite rules, and those they ask about, are inferred by durable-rules as well and held against the
columns, cell by cell; the job fails where they part. Units that look alike to a rule are inferred as one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import rules
from benchmarks.kommune import LAST, SELDOM, SERVICES, Size, larger_is_better, monthly
from benchmarks.tables import Table
from benchmarks.timing import peak_mb

#: Units of a country: what 1 in 100, 1 in 10 and the whole of it take shows how time grows.
UNITS = 107_100
SIZES = {"1 in 100": 100, "1 in 10": 10, "the country": 1}
MONTHS = 13


def national(folder: Path) -> Table:
    """Each size once per engine; the largest is measured on DuckDB too, with less memory than its values take."""
    rows = []
    for label, part in SIZES.items():
        size = Size(units=UNITS // part, months=MONTHS)
        home = folder / f"national-{part}"
        _run("write", str(home), str(size.units))
        values = _spaced(size.values)
        rows += [
            (label, values, "polars", *_shown(_run("judge", str(home), "polars"))),
            (label, values, "polars, with inference", *_shown(_run("infer", str(home), "polars"))),
            (label, values, "duckdb", *_shown(_run("judge", str(home), "duckdb"))),
        ]
    return Table(
        f"A country: {UNITS} units × {Size().indicators} indicators × {MONTHS} months in Parquet, 100 rules, one month",
        ("what", "values", "engine", "verdicts", "on the clock", "of it inference", "processor", "peak memory"),
        rows,
        "From the first file opened to the verdicts as a table, two threads, every process by itself. DuckDB has 2 GB before it "
        "writes to disk, beside the verdicts and the interpreter; its processor time is that of all its threads. With inference: "
        "the composite rules and those they ask about judged by durable-rules too, and held against the columns cell by cell. "
        "Its processes come on top of processor time and memory; in brackets the verdicts, and the cases that differ.",
    )


def _run(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.national", *words], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _shown(found: dict[str, Any]) -> tuple[str, ...]:
    inferred = "–"
    if "inferred" in found:
        inferred = f"{found['inference']:.1f} s ({_spaced(found['inferred'])}, {_spaced(found['cases'])} cases)"
    wall, cpu, peak = f"{found['wall']:.1f} s", f"{found['cpu']:.1f} s", f"{found['peak_mb']:.0f} MB"
    return _spaced(found["cells"]), wall, inferred, cpu, peak


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


# --- what is judged -------------------------------------------------------------------------------------------


def write(home: Path, units: int) -> None:
    """Rules, and the facts as the engine reads them: small tables whole, measurements in a file a month."""
    size = Size(units=units, months=MONTHS)
    rules.write(home / "rules", size)
    enheter = pl.DataFrame({"number": range(units)}).with_columns(
        (pl.lit("E") + pl.col("number").cast(pl.String).str.zfill(6)).alias("enhet")
    )
    _organisation(enheter).write_parquet(home / "organisasjon.parquet")
    _ambitions(size).write_parquet(home / "ambisjoner.parquet")
    (home / "maalinger").mkdir()
    indicators = [monthly(number, size) for number in range(size.indicators)]
    for back in range(MONTHS):
        month = LAST.plus(-back)
        _measured(enheter, indicators, [month.ordinal]).write_parquet(home / "maalinger" / f"{month}.parquet")
    for id, length in SELDOM.items():
        periods = list(range(size.first.ordinal // length, LAST.ordinal // length + 1))
        _measured(enheter, [id], periods).write_parquet(home / "maalinger" / f"{id}.parquet")


def _organisation(enheter: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("number")
    return enheter.select(
        "enhet",
        (pl.lit("Enhet ") + number.cast(pl.String)).alias("navn"),
        pl.lit("tjenestested").alias("enhetstype"),
        pl.lit(None, pl.String).alias("overordnet"),
        number.mod(len(SERVICES)).replace_strict(dict(enumerate(SERVICES)), return_dtype=pl.String).alias("tjeneste"),
        (pl.lit("P") + number.cast(pl.String)).alias("leder_id"),
        pl.lit(None, pl.String).alias("etterfolger"),
        pl.when(number % 40 == 7).then(LAST.ordinal - 3).otherwise(2018 * 12).cast(pl.Int64).alias("first"),
        pl.when(number % 40 == 23).then(LAST.ordinal - 5).cast(pl.Int64).alias("last"),
    )


def _ambitions(size: Size) -> pl.DataFrame:
    rows = []
    for id in [*(monthly(number, size) for number in range(size.indicators)), *SELDOM]:
        for year in range(size.first.year - 1, LAST.year + 1):
            for number, whom in enumerate(("*", "tjeneste:skole", "E000000")):
                green, yellow = (7 - number, 5 - number) if larger_is_better(id) else (3 + number, 5 + number)
                rows.append((whom, id, year, str(green), str(yellow), False))
    return pl.DataFrame(rows, ["enhet", "indikator", "year", "green", "yellow", "superseded"], orient="row")


def _measured(enheter: pl.DataFrame, indicators: list[str], periods: list[int]) -> pl.DataFrame:
    """Values with one decimal from −2 to 10; one in fifty was delivered empty."""
    rows = enheter.select("enhet").join(pl.DataFrame({"indikator": indicators}), how="cross")
    rows = rows.join(pl.DataFrame({"period": periods}, schema={"period": pl.Int64}), how="cross")
    thrown = pl.struct("enhet", "indikator", "period").hash(seed=1)
    value = pl.when(thrown % 50 != 0).then((thrown // 50 % 120).cast(pl.Int64) - 20)
    return rows.with_columns(value.alias("value")).with_columns(
        pl.lit(None, pl.Int64).alias("count"),
        pl.when(pl.col("value").is_null()).then(pl.lit("mangler")).otherwise(pl.lit("verdi")).alias("state"),
        pl.lit(False).alias("superseded"),
        pl.lit("maalinger/alle.csv").alias("_file"),
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("_line"),
    )


# --- one month ------------------------------------------------------------------------------------------------


def judge(home: Path, engine: str, *, inference: bool) -> dict[str, Any]:
    from kontroll.engine.columnar import evaluated
    from kontroll.engine.engines import opened
    from kontroll.engine.on_duckdb import OnDuckDB
    from kontroll.rulebook.read import read_rulebook

    rulebook, _problems = read_rulebook([home / "rules"])
    wall, cpu = time.perf_counter(), time.process_time()
    with OnDuckDB(memory="2GB") if engine == "duckdb" else opened(engine) as backend:
        one = evaluated(rulebook, facts_in(home), LAST, LAST, backend=backend)
        more = _inferred(rulebook, one) if inference else {}
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": peak_mb(),
        "cells": len(one.verdicts.frame),
        "sum": one.verdicts.frame.get_column("resultat").sum(),
        **more,
    }


def _inferred(rulebook: Any, one: Any) -> dict[str, Any]:
    from kontroll.engine.agreement import differences
    from kontroll.engine.inference import infer

    began = time.perf_counter()
    found = infer(rulebook, one, first=LAST, last=LAST)
    apart = differences(one.verdicts.frame, found.frame, found.rules)
    if not apart.is_empty():
        raise AssertionError(f"inference parts from the columns in {len(apart)} cells: {apart.row(0)}")
    return {"inference": time.perf_counter() - began, "inferred": len(found.frame), "cases": found.cases}


def facts_in(home: Path) -> Any:
    from kontroll.facts.organisation import organisation_records, read_persons
    from kontroll.facts.scanned import ScannedFacts

    organisation = pl.read_parquet(home / "organisasjon.parquet")
    places = organisation.with_columns(pl.lit("organisasjon.csv").alias("_file"), pl.lit(2, pl.Int64).alias("_line"))
    return ScannedFacts(
        organisation=organisation,
        organisation_records=organisation_records(places, delivered=True),
        persons=read_persons([])[0],
        measurements=pl.scan_parquet(home / "maalinger" / "*.parquet"),
        ambitions=pl.read_parquet(home / "ambisjoner.parquet"),
    )


if __name__ == "__main__":
    what, home, more = sys.argv[1:]
    if what == "write":
        write(Path(home), int(more))
        print("{}")
    else:
        print(json.dumps(judge(Path(home), more, inference=what == "infer")))
