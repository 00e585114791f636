"""How long the målekart of an enhet and of the whole take to make, in a kommune of 220 tjenestesteder.

`python -m benchmarks.scorecards` measures this alone, on the example kommune. What many maps share is made once before:
pages do that before they are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.tables import Table
from kontroll.domain.month import Month
from kontroll.engine.columnar import evaluate
from kontroll.example.build import build
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.report.scorecard import scorecard_of
from kontroll.report.scorecard.joins import Joins
from kontroll.report.situation import Situation
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules

LAST, TODAY = Month(2026, 10), date(2026, 11, 20)
#: So fast, in thousandths, must the map of one enhet be there.
WANTED_MS = 150


def scorecards(example: Path) -> Table:
    """example: the built data folder."""
    rulebook, _problems = read_rulebook([shipped_rules()])
    facts, _told = read_folder(example, rulebook)
    situation = Situation(
        municipality="Furuvik kommune", data=example, rulebook=rulebook, facts=facts,
        verdicts=evaluate(rulebook, facts, LAST, LAST), problems=(), first=LAST, last=LAST, today=TODAY,
        scorecards=read_policies([shipped_policies()])[0].scorecards,
    )  # fmt: skip
    joins = Joins(situation)
    places = joins.places(LAST)
    assert places.top is not None
    sites = [place.enhet for place in places.of.values() if place.service is not None]
    whole = partial(scorecard_of, joins, places.top, LAST, line=False)
    first = _taken(whole)
    rows = [_row("the whole kommune, the first time: what is published is worked out", [first])]
    for label, line in (
        ("one tjenestested, as its leader sees it", True),
        ("one tjenestested, as others see it", False),
    ):
        rows.append(_row(label, [_taken(partial(scorecard_of, joins, one, LAST, line=line)) for one in sites]))
    again = [_taken(whole) for _again in range(20)]
    rows.append(_row("the whole kommune, again", again))
    note = f"Each of the {len(sites)} tjenestesteder once. Wanted of one enhet: {WANTED_MS} ms with the page."
    return Table("Målekart", ("what", "median", "the slowest", "processor, median"), rows, note)


def _taken(make: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    begun, cpu = perf_counter(), process_time()
    make()
    return perf_counter() - begun, process_time() - cpu


def _row(label: str, taken: list[tuple[float, float]]) -> tuple[str, ...]:
    wall, cpu = [one for one, _cpu in taken], [one for _wall, one in taken]
    return label, *(f"{1000 * seconds:.1f} ms" for seconds in (median(wall), max(wall), median(cpu)))


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        build(Path(folder) / "example", 1, LAST)
        sys.stdout.write(scorecards(Path(folder) / "example").markdown())
