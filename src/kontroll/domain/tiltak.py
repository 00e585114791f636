"""Tiltak: what somebody has promised to do, by when; a sak stands in MEASURE until all of its are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiltak:
    """owner, done_by: person ids. What is to be done lies beside the trail."""

    id: str
    sak: str
    owner: str
    deadline: date
    done: date | None = None
    done_by: str | None = None
    version: int = 0
