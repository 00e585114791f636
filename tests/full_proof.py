"""Proof at full size: the evaluators held against each other, and the product against the independent judge; the run
killed at hundreds of points, the same year lived twice, samples held to everything that is recorded of them, and published
tables attacked for what is hidden in them.

    python tests/full_proof.py [SECTION ...]    (all of them where none is named)

Every batch that is done is kept under `proof/`, by what the code was: an interrupted run goes on where it stopped. The
figures of a section that holds go to `benchmarks/proof.json`, with the commit and the machine they were made on; those of the
others stay. The exit code is 1 where something differs or too little was tried.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import disclosure.proof
import lives.proof
import sampling.proof
import survival.proof
from differential.engines_proof import prove_duckdb, prove_inference
from differential.run import compared as compared_evaluators
from differential.tally import Demands, Tally, together
from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder
from kontroll.recompute.language import month_of
from oracle.compare import compared as compared_with_judge
from oracle.random_case import Case
from survival.story import STEPS

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks" / "proof.json"
KEPT = ROOT / "proof"
DEMANDS = Demands(trees=5_000, cells=200_000, decisive=1_000)
JUDGE_CELLS = 100_000
BATCHES, CASES = 30, 8
JUDGE_BATCHES, JUDGE_CASES = 20, 10
#: Of durable-rules and of DuckDB, which takes ten times as long for each case: cells, batches, and cases in each.
ENGINES = {"inference": prove_inference, "duckdb": prove_duckdb}
ENGINE_SIZES = {"inference": (200_000, 10, 20), "duckdb": (40_000, 10, 4)}
#: Deaths on each database, how many of them fall in every step at least, and in one batch.
POINTS, POINTS_IN_A_STEP, POINTS_AT_ONCE = 200, 10, 20
#: Years that are lived twice.
YEARS = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of work: `kind` is one of COUNTS, numbered from 1. The number is its seed."""

    kind: str
    number: int

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.number:03d}.json"


SURVIVAL = {f"survival-{database}": database for database in survival.proof.DATABASES}
COUNTS = {
    "differential": BATCHES,
    "judge": JUDGE_BATCHES,
    **{kind: batches for kind, (_wanted, batches, _cases) in ENGINE_SIZES.items()},
    **dict.fromkeys(SURVIVAL, POINTS // POINTS_AT_ONCE),
    "lives": YEARS,
    "samples": len(sampling.proof.PARTS),
    "published": len(disclosure.proof.PARTS),
}
ALL = [Batch(kind, number) for kind, count in COUNTS.items() for number in range(1, count + 1)]


# --- one batch ------------------------------------------------------------------------------------------------


def done(batch: Batch) -> dict[str, Any]:
    """What the batch showed; raises AssertionError, saying where, if anything differs."""
    if batch.kind == "differential":
        return compared_evaluators(batch.number, CASES).as_json()
    if batch.kind == "judge":
        return _judged(batch.number)
    if batch.kind in ENGINES:
        return ENGINES[batch.kind](batch.number, ENGINE_SIZES[batch.kind][2])
    if batch.kind == "lives":
        return lives.proof.prove(batch.number)
    if batch.kind == "samples":
        return sampling.proof.prove(batch.number)
    if batch.kind == "published":
        return disclosure.proof.prove(batch.number)
    return survival.proof.prove(SURVIVAL[batch.kind], POINTS_AT_ONCE, batch.number)


def _judged(number: int) -> dict[str, Any]:
    cells: Counter[str] = Counter()
    for seed in range((number - 1) * JUDGE_CASES + 1, number * JUDGE_CASES + 1):
        with tempfile.TemporaryDirectory(prefix="judge-") as folder:
            outcome = compared_with_judge(seed, _product, Path(folder))
        assert not outcome.differences, outcome.differences
        cells += outcome.cells
    return {"cases": JUDGE_CASES, "results": dict(cells), "differences": 0}


def _product(case: Case) -> bytes:
    """What `kontroll vurder` prints."""
    first, last = (Month.from_ordinal(month_of(text)) for text in (case.first, case.last))
    verdicts = evaluate_folder([case.rules], case.data, first, last).verdicts
    assert verdicts is not None, "the product refuses the rules or the data"
    return verdicts.csv()


# --- all batches ----------------------------------------------------------------------------------------------


def prove(
    sections: Sequence[str] = (), say: Callable[[str], None] = print
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """(section: figures, what is missing or differs). Batches that are kept are not done again. sections: none = all."""
    code, began = code_mark(), circumstances()
    folder = KEPT / code
    folder.mkdir(parents=True, exist_ok=True)
    asked = {name: SECTIONS[name] for name in sections or SECTIONS}
    batches = [batch for batch in ALL if any(batch.kind in one.kinds for one in asked.values())]
    waiting = [batch for batch in batches if not (folder / batch.file).exists()]
    say(f"{len(batches) - len(waiting)} of {len(batches)} batches are kept in {folder.relative_to(ROOT)}")
    faults = list(_work_off(waiting, folder, say)) if waiting else []
    if faults:
        return {}, faults
    kept = {kind: [_kept(folder, batch) for batch in batches if batch.kind == kind] for kind in COUNTS}
    found, unmet = dict[str, dict[str, Any]](), list[str]()
    for name, section in asked.items():
        figures, lacking = section.summed({kind: kept[kind] for kind in section.kinds})
        found[name] = {**began, **figures}
        unmet += lacking
    unmet += ["the code was changed while it was proved"] * (code != code_mark())
    return found, unmet


_Kept = Mapping[str, list[dict[str, Any]]]


def _differential(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    tally = together(Tally.from_json(one) for one in kept["differential"])
    return tally.figures(), tally.unmet(DEMANDS)


def _judge(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    figures = _cells(kept["judge"])
    return figures, [f"{figures['cells']} cells before the judge of {JUDGE_CELLS}"] * (figures["cells"] < JUDGE_CELLS)


def _engine(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    ((kind, batches),) = kept.items()
    figures, wanted = _cells(batches), ENGINE_SIZES[kind][0]
    return figures, [f"{figures['cells']} cells by {kind} of {wanted}"] * (figures["cells"] < wanted)


def _killed(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    survived = {database: _added(kept[kind]) for kind, database in SURVIVAL.items()}
    return survived, [told for database, figures in survived.items() for told in _too_few(database, figures)]


def _lived(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    return {"years": YEARS, **_added(kept["lives"])}, []


def _sampled(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    """How many of each kind were held against what is recorded. Pap and van Zuijlen's bound is not among them."""
    return _added(kept["samples"])["samples"], []


def _published(kept: _Kept) -> tuple[dict[str, Any], list[str]]:
    figures = _added(kept["published"])["published"]
    return figures, ["nothing was hidden in the published tables"] * (not figures["hidden_figures_attacked"])


@dataclass(frozen=True, slots=True)
class Section:
    """Of benchmarks/proof.json. summed: from its kinds' batches, the figures and what is lacking."""

    kinds: tuple[str, ...]
    summed: Callable[[_Kept], tuple[dict[str, Any], list[str]]]


SECTIONS = {
    "differential": Section(("differential",), _differential),
    "independent_judge": Section(("judge",), _judge),
    **{kind: Section((kind,), _engine) for kind in ENGINES},
    "killed": Section(tuple(SURVIVAL), _killed),
    "lived_twice": Section(("lives",), _lived),
    "samples": Section(("samples",), _sampled),
    "published": Section(("published",), _published),
}


def _work_off(waiting: list[Batch], folder: Path, say: Callable[[str], None]) -> Iterable[str]:
    """Do the batches on all processors; yields what differs."""
    # Spawned, not forked: the threads of the column engine do not survive a fork.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(done, batch): batch for batch in waiting}
        for count, future in enumerate(as_completed(running), start=1):
            batch = running[future]
            try:
                result = future.result()
            except Exception as fault:
                # A fault in one batch must not hide what the others show; told here, and the proof does not hold.
                told = (
                    "".join(traceback.format_exception(fault)) if not isinstance(fault, AssertionError) else str(fault)
                )
                say(f"{batch.kind} {batch.number}: {told}")
                yield f"{batch.kind} {batch.number}: {told.splitlines()[0]}"
                continue
            # Written whole or not at all: an interrupted run must not leave half a result.
            unfinished = folder / f"{batch.file}.part"
            unfinished.write_text(json.dumps(result), encoding="utf-8")
            unfinished.replace(folder / batch.file)
            say(f"{count}/{len(waiting)} {batch.kind} {batch.number}: {_shown(result)}")


def _kept(folder: Path, batch: Batch) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((folder / batch.file).read_text(encoding="utf-8"))
    return kept


def _cells(batches: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Of all batches: cases, and cells by result."""
    results: Counter[str] = Counter()
    cases = differences = 0
    for batch in batches:
        cases, differences = cases + batch["cases"], differences + batch["differences"]
        results.update(batch["results"])
    return {
        "cases": cases,
        "cells": results.total(),
        "differences": differences,
        "results": dict(sorted(results.items())),
    }


def _shown(result: dict[str, Any]) -> str:
    if counts := result.get("samples") or result.get("published"):
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    if "results" in result:
        return f"{sum(result['results'].values())} cells agree"
    return f"{result['points']} deaths survived" if "points" in result else f"{result['avvik']} avvik end alike"


def _added(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The counts of all parts, added key by key, also below."""
    names = {name: None for part in parts for name in part}
    found: dict[str, Any] = {}
    for name in names:
        values = [part[name] for part in parts if name in part]
        found[name] = _added(values) if isinstance(values[0], Mapping) else sum(values)
    return found


def _too_few(database: str, figures: Mapping[str, Any]) -> list[str]:
    by_step = {step: figures["points_by_step"].get(step, 0) for step in STEPS}
    few = [f"{n} deaths in {step} on {database}" for step, n in by_step.items() if n < POINTS_IN_A_STEP]
    return few + [f"{figures['points']} deaths on {database} of {POINTS}"] * (figures["points"] < POINTS)


# --- circumstances --------------------------------------------------------------------------------------------


def code_mark() -> str:
    """A mark of the code that is proved and of the code that proves it."""
    mark = hashlib.sha256(Path(__file__).read_bytes())
    for folder in (
        "src/kontroll",
        "tests/differential",
        "tests/oracle",
        "tests/survival",
        "tests/lives",
        "tests/sampling",
        "tests/disclosure",
    ):
        for file in sorted((ROOT / folder).rglob("*.py")):
            mark.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return mark.hexdigest()[:12]


def circumstances() -> dict[str, Any]:
    return {
        "commit": _git("rev-parse", "HEAD"),
        "uncommitted_changes": bool(_git("status", "--porcelain", "--", "src", "tests")),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "platform": f"{platform.system()} {platform.machine()}",
        },
    }


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def main(sections: Sequence[str]) -> int:
    if unknown := set(sections) - set(SECTIONS):
        print(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
        return 2
    figures, unmet = prove(sections, lambda text: print(text, flush=True))
    if not unmet:
        before = json.loads(FIGURES.read_text(encoding="utf-8"))
        standing = {name: {**before, **figures}[name] for name in SECTIONS if name in {**before, **figures}}
        FIGURES.write_text(json.dumps(standing, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(f"The figures are in {FIGURES.relative_to(ROOT)}")
    for one in unmet:
        print(f"not proved: {one}")
    return int(bool(unmet))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
