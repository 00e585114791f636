"""Infer too: the verdicts of rules that build on others are found once more, by durable_rules, and held against the columns.

Where it cannot be done, the run goes on: the columns are what decides, and that nobody held them against inference is told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import STOPPED, TOO_WIDE, Inference
from kontroll.engine.agreement import differences
from kontroll.engine.columnar import Evaluated
from kontroll.engine.inference import Limits, TooWide, WorkerFailed, infer
from kontroll.log import logger

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class InferredToo:
    """verdicts: how many were found too. differing: as engine.agreement gives it. failure: as Run.failure."""

    state: Inference
    verdicts: int = 0
    differing: pl.DataFrame = field(default_factory=pl.DataFrame)
    failure: str = ""


def infer_too(
    rulebook: Rulebook, evaluated: Evaluated, left_out: Collection[str], first: Month, last: Month, limits: Limits
) -> InferredToo:
    """evaluated: of the same rulebook, months and left_out."""
    try:
        found = infer(rulebook, evaluated, left_out, first=first, last=last, limits=limits)
    except TooWide as wide:
        return InferredToo(Inference.RESERVE, failure=f"{TOO_WIDE}:{wide.rule}")
    except WorkerFailed as failed:
        _log.warning("inference failed", reason=str(failed))
        return InferredToo(Inference.RESERVE, failure=STOPPED)
    if not found.rules:
        return InferredToo(Inference.NONE)
    return InferredToo(
        Inference.DONE, found.frame.height, differences(evaluated.verdicts.frame, found.frame, found.rules)
    )
