"""Ten million invoices in Parquet, ten rules about each of them, three with windows: a large kommune group's two years.

`python -m benchmarks.invoices judge FOLDER ENGINE WHAT` is one job from a cold start, in a process of its own so that its peak of
memory can be told: it prints one JSON object. WHAT is `month`, the newest month with the windows that lie behind it, or `all`,
every invoice, with the verdicts handed over month by month.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.kommune import LAST
from benchmarks.tables import Table
from benchmarks.timing import peak_mb

INVOICES = 10_000_000
MONTHS = 24
#: One invoice in so many for each size.
SIZES = {"100 000": 100, "1 million": 10, "10 million": 1}


def invoices(folder: Path) -> Table:
    rows = []
    for label, part in SIZES.items():
        home = folder / f"invoices-{part}"
        _run("write", str(home), str(INVOICES // part), "")
        for what in ("month", "all"):
            rows.append((label, what, *_shown(_run("judge", str(home), "polars", what))))
        rows.append((label, "month, on DuckDB", *_shown(_run("judge", str(home), "duckdb", "month"))))
    return Table(
        "Invoices in Parquet, ten rules, three of them with windows of 1 to 365 days",
        ("invoices", "judged", "verdicts", "on the clock", "processor", "peak memory"),
        rows,
        "Every window reads all invoices that it reaches. With `all`, every invoice of 24 months gets the verdicts of ten rules "
        "and of datakvalitet-enhet. DuckDB has 2 GB before it writes to disk.",
    )


def _run(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.invoices", *words], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _shown(found: dict[str, Any]) -> tuple[str, ...]:
    cells = f"{found['cells']:,}".replace(",", " ")
    return cells, f"{found['wall']:.1f} s", f"{found['cpu']:.1f} s", f"{found['peak_mb']:.0f} MB"


# --- what is judged -------------------------------------------------------------------------------------------

_DATASETS = """\
id: faktura
navn: Leverandørfaktura
nokkel: bilag
dato: fakturadato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: fakturadato, type: dato}
  - {id: forfall, type: dato}
  - {id: ansvar, type: tekst}
  - {id: leverandor, type: tekst}
  - {id: kategori, type: tekst}
  - {id: belop, type: kr}
  - {id: attestert, type: tidspunkt}
"""
_AGREEMENTS = """\
id: avtale
navn: Rammeavtale
nokkel: avtale
felter:
  - {id: avtale, type: tekst}
  - {id: leverandor, type: tekst}
  - {id: gjelder_til, type: dato}
"""
_PARAMETER = """\
id: fart.terskel
navn: Terskel
maaleenhet: kr
verdier:
  - {gyldig_fra: 2017-01-01, verdi: 100000, hjemmel: [{reglement: fart, punkt: "1"}]}
  - {gyldig_fra: 2026-01-01, verdi: 500000, hjemmel: [{reglement: fart, punkt: "1"}]}
"""
_RULE = """\
id: {id}
navn: Regel {id}
type: avvik
status: utkast
alvor: middels
grunnlag: faktura
hjemmel:
  - {{reglement: fart, punkt: "1"}}
versjoner:
  - gyldig_fra: 2018-01
    hvis: {condition}
"""
CONDITIONS = (
    "{felt: belop, er: over, verdi: {parameter: fart.terskel}}",
    "{alle: [{felt: attestert, ukedag: [6, 7]}, {felt: belop, er: minst, verdi: 10000}]}",
    '{felt: attestert, klokke: {fra: "22:00", til: "06:00"}}',
    "{alle: [{felt: belop, rundt: 1000}, {felt: belop, er: over, verdi: 0}]}",
    "{minst_en: [{felt: leverandor, mangler: ja}, {felt: kategori, mangler: ja}]}",
    "{felt: attestert, er: etter, verdi: {felt: forfall}}",
    "{oppslag: avtale, der: [{felt: leverandor, er: lik, verdi: {felt: leverandor}}, "
    "{felt: gjelder_til, er: tidligst, verdi: {felt: fakturadato}}], finnes: nei}",
    "{gruppert: {like: [leverandor, kategori], dager: 365, sum: belop}, er: over, verdi: {parameter: fart.terskel}}",
    "{gruppert: {like: [leverandor, belop], dager: 30, antall: ja}, er: minst, verdi: 2}",
    "{alle: [{felt: belop, er: under, verdi: 100000}, "
    "{gruppert: {like: [leverandor, ansvar], dager: 1, sum: belop}, er: minst, verdi: 100000}]}",
)


def write(home: Path, number: int) -> None:
    """Rules, 400 enheter, and invoices with their delivery's file a month; one cell in fifty is empty."""
    for name, text in {
        "datasett/faktura.yaml": _DATASETS,
        "datasett/avtale.yaml": _AGREEMENTS,
        "parametre/terskel.yaml": _PARAMETER,
        **{
            f"fart/fart-{n:03d}.yaml": _RULE.format(id=f"fart-{n:03d}", condition=condition)
            for n, condition in enumerate(CONDITIONS)
        },
    }.items():
        (home / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "rules" / name).write_text(text, encoding="utf-8")
    (home / "faktura").mkdir()
    each = -(-number // MONTHS)
    suppliers = max(50, number // 200)
    for back in range(MONTHS):
        _month(back, min(each, number - back * each), suppliers).write_parquet(
            home / "faktura" / f"{LAST.plus(-back)}.parquet"
        )
    _agreements(suppliers).write_parquet(home / "avtale.parquet")


def _month(back: int, number: int, suppliers: int) -> pl.DataFrame:
    month = LAST.plus(-back)
    rows = pl.DataFrame({"n": range(number)}, schema={"n": pl.Int64})

    def thrown(what: int, sides: int) -> pl.Expr:
        return (pl.struct("n", pl.lit(back)).hash(seed=what) % sides).cast(pl.Int64)

    def text(letter: str, number: pl.Expr) -> pl.Expr:
        return pl.lit(letter) + number.cast(pl.String)

    day = pl.lit(month.first_day) + pl.duration(days=thrown(1, month.last_day.day))
    # A few suppliers have most of the invoices.
    supplier = thrown(2, suppliers) * thrown(3, suppliers) // suppliers
    return rows.select(
        text(f"B{month.ordinal}-", pl.col("n")).alias("bilag"),
        day.alias("fakturadato"),
        pl.when(thrown(4, 50) != 0).then(day + pl.duration(days=30)).alias("forfall"),
        text("A", thrown(5, 400)).alias("ansvar"),
        pl.when(thrown(6, 50) != 0).then(text("L", supplier)).alias("leverandor"),
        pl.when(thrown(7, 50) != 0).then(text("K", thrown(8, 40))).alias("kategori"),
        pl.when(thrown(9, 50) != 0).then(thrown(10, 3000) * thrown(11, 3000) * 10).alias("belop"),
        (day.cast(pl.Datetime("us")) + pl.duration(minutes=thrown(12, 60 * 24 * 40))).alias("attestert"),
        text(f"B{month.ordinal}-", pl.col("n")).alias("_key"),
        text("A", thrown(5, 400)).alias("_enhet"),
        pl.lit(False).alias("_superseded"),
        pl.lit(f"datasett/faktura/{month}.csv").alias("_file"),
        (pl.col("n") + 2).alias("_line"),
    )


def _agreements(suppliers: int) -> pl.DataFrame:
    number = pl.int_range(pl.len(), dtype=pl.Int64)
    rows = pl.DataFrame({"avtale": [f"R{n}" for n in range(suppliers // 2)]})
    return rows.select(
        "avtale",
        (pl.lit("L") + (number * 2).cast(pl.String)).alias("leverandor"),
        pl.when(number % 30 != 0)
        .then(pl.lit(LAST.plus(-6).first_day) + pl.duration(days=number % 700))
        .alias("gjelder_til"),
        pl.col("avtale").alias("_key"),
        pl.lit(None, pl.String).alias("_enhet"),
        pl.lit(False).alias("_superseded"),
    )


# --- one job --------------------------------------------------------------------------------------------------


def judge(home: Path, engine: str, what: str) -> dict[str, Any]:
    from kontroll.engine.columnar import evaluate_months
    from kontroll.engine.engines import opened
    from kontroll.engine.on_duckdb import OnDuckDB
    from kontroll.rulebook.read import read_rulebook

    rulebook, problems = read_rulebook([home / "rules"])
    assert not [problem for problem in problems if problem.gravity.name == "STOPS"], problems
    first = LAST if what == "month" else LAST.plus(1 - MONTHS)
    wall, cpu, cells, struck = time.perf_counter(), time.process_time(), 0, 0
    with OnDuckDB(memory="2GB") if engine == "duckdb" else opened(engine) as backend:
        for _month, verdicts in evaluate_months(rulebook, facts_in(home, rulebook), first, LAST, backend=backend):
            cells += len(verdicts.frame)
            struck += int(verdicts.frame.get_column("resultat").sum())
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": peak_mb(),
        "cells": cells,
        "sum": struck,
    }


def facts_in(home: Path, rulebook: Any) -> Any:
    from kontroll.facts.measurements import read_ambitions, read_measurements
    from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
    from kontroll.facts.scanned import ScannedFacts, ScannedTable

    columns = read_organisation([])[0].schema
    enheter = [
        {"enhet": f"A{n}", "enhetstype": "tjenestested", "first": 0, "_file": "o.csv", "_line": n} for n in range(396)
    ]
    organisation = pl.DataFrame(enheter, schema=columns)
    return ScannedFacts(
        organisation=organisation,
        organisation_records=organisation_records(organisation, delivered=True),
        persons=read_persons([])[0],
        measurements=read_measurements([], {})[0].lazy(),
        ambitions=read_ambitions([], {})[0],
        records={
            "faktura": ScannedTable(
                dataset=rulebook.datasets["faktura"],
                frame=pl.scan_parquet(home / "faktura" / "*.parquet"),
                decimals={"belop": 2},
            ),
            "avtale": ScannedTable(dataset=rulebook.datasets["avtale"], frame=pl.scan_parquet(home / "avtale.parquet")),
        },
    )


if __name__ == "__main__":
    job, home, engine, what = sys.argv[1:]
    if job == "write":
        write(Path(home), int(engine))
        print("{}")
    else:
        print(json.dumps(judge(Path(home), engine, what)))
