"""Reference numbers for samples: published tables, and the plans of another program's own tests.

vectors/*.json say where each number comes from. Only numbers were taken. They are read with every decimal as it is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kontroll.sampling.rates import exact
from kontroll.sampling.size import Plan
from kontroll.sampling.tails import Likelihood

_HERE = Path(__file__).parent / "vectors"
#: Beside the repository, where there may be more of them: the full proof reads these.
BESIDE = Path(__file__).parents[3] / "shared" / "vectors"
_folders = [_HERE]
LIKELIHOODS = {
    "binomial": Likelihood.BINOMIAL,
    "poisson": Likelihood.POISSON,
    "hypergeometric": Likelihood.HYPERGEOMETRIC,
}


def vectors(name: str) -> dict[str, Any]:
    file = next(folder / f"{name}.json" for folder in _folders if (folder / f"{name}.json").exists())
    found: dict[str, Any] = json.loads(file.read_text("utf-8"), parse_float=str)
    return found


def read_all() -> str:
    """From now on what lies beside the repository is read, if it is there. Gives which of the two it is."""
    if BESIDE.is_dir():
        _folders.insert(0, BESIDE)
    return "shared/vectors" if BESIDE.is_dir() else "tests/sampling/vectors"


def rows(name: str) -> list[dict[str, Any]]:
    said = vectors(name)
    return [dict(zip(said["columns"], row, strict=True)) for row in said["rows"]]


def plan(row: dict[str, Any], tolerable: str) -> Plan:
    """A row's plan. Expected below 1 is a share, and a count otherwise."""
    expected = exact(str(row["expected"]), "expected")
    return Plan(
        likelihood=LIKELIHOODS[row["likelihood"]],
        confidence=exact(str(row["confidence"]), "confidence"),
        tolerable=exact(tolerable, "tolerable"),
        expected=expected if expected < 1 else None,
        expected_count=None if expected < 1 else int(expected),
        population=row["N"],
    )
