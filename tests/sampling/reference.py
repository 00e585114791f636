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
LIKELIHOODS = {
    "binomial": Likelihood.BINOMIAL,
    "poisson": Likelihood.POISSON,
    "hypergeometric": Likelihood.HYPERGEOMETRIC,
}


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text("utf-8"), parse_float=str)
    return found


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
