"""Cell: one answer among all those of a run: a rule, whom or what it judges, and the month."""

from __future__ import annotations

from typing import NamedTuple

from kontroll.domain.month import Month


class Cell(NamedTuple):
    """enhet: "" for a record without one. post: the record's key, "" for unit rules."""

    rule: str
    enhet: str
    post: str
    month: Month
