"""`python -m benchmarks`: measures everything, prints it, and writes benchmarks/RESULTS.md. A few minutes."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks import kommune, rules
from benchmarks.cold import Job, from_cold
from benchmarks.evaluation import growth, plainly, side_by_side
from benchmarks.invoices import invoices
from benchmarks.month import monthly_runs
from benchmarks.national import national
from benchmarks.pages import pages
from benchmarks.papers import papers
from benchmarks.peers import beside_peers
from benchmarks.scorecards import scorecards
from benchmarks.tables import Table
from kontroll.domain.month import Month
from kontroll.example.build import build
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_rules

HERE = Path(__file__).parent
CARDS = HERE.parent / "tests" / "real" / "innkjopskort"
#: The 95 076 purchases as published; not in the repository (see tests/real/README.md for where they come from).
PUBLISHED_CARDS = HERE.parents[1] / "shared" / "data" / "us-audit" / "purchasing_cards_2010.csv"


def main() -> None:
    text = [_heading()]
    print(text[0], flush=True)
    with TemporaryDirectory() as folder:
        for table in _tables(Path(folder)):
            text.append(table.markdown())
            print(text[-1], flush=True)
    (HERE / "RESULTS.md").write_text("\n".join(text), encoding="utf-8")


def _tables(folder: Path) -> Iterator[Table]:
    size = kommune.Size()
    kommune.write(folder / "data", size)
    rules.write(folder / "rules", size)
    rulebook, problems = read_rulebook([folder / "rules"])
    facts, found = read_folder(folder / "data", rulebook)
    assert not [*problems, *found]
    yield side_by_side(rulebook, facts, size)
    last, first = str(kommune.LAST), str(size.first)
    yield from_cold(
        [
            Job("one month", folder / "rules", folder / "data", last, last),
            Job("one month, with second opinion", folder / "rules", folder / "data", last, last, check=True),
            Job("36 months", folder / "rules", folder / "data", first, last),
            Job("36 months, with second opinion", folder / "rules", folder / "data", first, last, check=True),
        ],
        f"From a cold start: {size.values} rows of CSV, 100 rules",
        "The command in seconds, and its stages in a run of their own. Second opinion (`--etterprov`): the 30 composite rules "
        "inferred by durable-rules, and 200 drawn cells by the plain evaluator, all held against the columns.",
    )
    yield from_cold(_larger_jobs(folder), "The example kommune, and a year of purchase cards", _LARGER)
    yield monthly_runs(folder / "example", folder)
    yield scorecards(folder / "example")
    (folder / "papers").mkdir()
    yield papers(folder / "papers")
    yield pages(folder / "pages", folder / "example")
    yield beside_peers(folder / "peers", {220: 5, 2200: 2})
    yield plainly(rulebook, facts)
    yield growth(rulebook, facts, size)
    yield national(folder)
    yield invoices(folder)


_LARGER = (
    "The example kommune with the shipped rules over its 36 months; the published purchases of 2010, 95 076 records, with "
    "their 8 rules (left out where the published file is not beside the repository)."
)


def _larger_jobs(folder: Path) -> list[Job]:
    build(folder / "example", 1, Month(2026, 10))
    jobs = [Job("example kommune", shipped_rules(), folder / "example", "2023-11", "2026-10", 2)]
    if PUBLISHED_CARDS.exists():
        shutil.copytree(CARDS / "data", folder / "cards")
        records = folder / "cards" / "datasett" / "innkjopskort"
        shutil.copy(PUBLISHED_CARDS, records / "publisert.csv")
        (records / "eksempel.csv").unlink()
        jobs.append(Job("purchase cards", CARDS / "rules", folder / "cards", "2010-01", "2010-12", 2))
    return jobs


def _heading() -> str:
    return "\n".join(
        [
            "# Results",
            "",
            f"Python {platform.python_version()}, Polars {pl.__version__}, {platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} processors with a load of {os.getloadavg()[0]:.0f} from before. Written by `make bench`.",
            "",
            "Seconds on the clock: median of interleaved repetitions, with the least and the processor time of all threads.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
