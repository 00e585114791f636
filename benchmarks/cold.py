"""The whole command from a cold start, and where its time goes.

`python -m benchmarks.cold RULES DATA FIRST LAST CHECK` is one such start: what `kontroll vurder` does, stage by stage. It
prints one JSON object with the seconds of each and the peak of memory.
"""

from __future__ import annotations

import time

BEGUN = time.perf_counter()

import json  # noqa: E402 - the clock starts before anything is loaded
import subprocess  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from pathlib import Path  # noqa: E402
from statistics import median  # noqa: E402

from benchmarks.tables import Table  # noqa: E402
from benchmarks.timing import peak_mb  # noqa: E402

STAGES = ("import", "rules", "data", "evaluation", "second opinion", "print")


@dataclass(frozen=True, slots=True)
class Job:
    """check: with `--etterprov`, so that inference and the plain evaluator are asked too."""

    label: str
    rules: Path
    data: Path
    first: str
    last: str
    repetitions: int = 3
    check: bool = False


def from_cold(jobs: Sequence[Job], title: str, note: str) -> Table:
    """Each job by the command itself, and by its stages."""
    rows = []
    for job in jobs:
        whole, stages = [], []
        for _repetition in range(job.repetitions):
            whole.append(_command(job))
            stages.append(_staged(job))
        middle = {name: median(stage[name] for stage in stages) for name in stages[0]}
        rows.append(
            (
                job.label,
                f"{int(middle['cells']):,}".replace(",", " "),
                f"{median(whole):.1f} s (least {min(whole):.1f})",
                *(f"{middle[name]:.2f}" for name in STAGES),
                f"{middle['peak_mb']:.0f} MB",
            )
        )
    return Table(title, ("what", "verdicts", "`kontroll vurder`", *STAGES, "peak memory"), rows, note)


def _command(job: Job) -> float:
    words = [sys.executable, "-m", "kontroll", "vurder", "--regler", str(job.rules), "--data", str(job.data)]
    check = ["--etterprov"] if job.check else []
    begun = time.perf_counter()
    subprocess.run(
        [*words, "--periode", job.first, "--til", job.last, *check],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


def _staged(job: Job) -> dict[str, float]:
    given = [str(job.rules), str(job.data), job.first, job.last, str(job.check)]
    words = [sys.executable, "-m", "benchmarks.cold", *given]
    found: dict[str, float] = json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout)
    return found


def main(rules: str, data: str, first: str, last: str, check: str) -> None:
    import kontroll.__main__  # noqa: F401 - all that the command loads
    from kontroll.domain.month import Month
    from kontroll.engine.columnar import evaluated
    from kontroll.flows.deliveries.read_folder import read_folder
    from kontroll.flows.month.second_opinion import second_opinion
    from kontroll.rulebook.read import read_rulebook

    months = Month.parse(first), Month.parse(last)
    at = [BEGUN, time.perf_counter()]
    rulebook, _problems = read_rulebook([Path(rules)])
    at.append(time.perf_counter())
    facts, _found = read_folder(Path(data), rulebook)
    at.append(time.perf_counter())
    found = evaluated(rulebook, facts, *months)
    at.append(time.perf_counter())
    assert check != str(True) or second_opinion(rulebook, facts, found, *months).holds
    at.append(time.perf_counter())
    found.verdicts.csv()
    at.append(time.perf_counter())
    seconds = {name: later - earlier for name, earlier, later in zip(STAGES, at, at[1:], strict=False)}
    peak = peak_mb()
    print(json.dumps({**seconds, "peak_mb": peak, "cells": len(found.verdicts.frame)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
