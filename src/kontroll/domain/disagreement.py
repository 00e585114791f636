"""Disagreement: a cell of which two evaluators say different things. A run that finds one changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.month import Month

#: The evaluators that the columnar one is held against.
DURABLE = "durable"
PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """post: the record's key, "" for unit rules. engine: which evaluator differs from the columnar one, DURABLE or PLAIN.

    columnar, other: words of the results, "" = no row.
    """

    run: str
    month: Month
    rule: str
    enhet: str
    post: str
    engine: str
    columnar: str
    other: str
