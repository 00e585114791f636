"""Approval: a person has approved a rule as it stands. Two are needed before it goes into use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """rule, stamp: the rule, and the content hash of what was approved. by: the person's id. trail: the entry of it."""

    rule: str
    stamp: str
    by: str
    at: datetime
    trail: int
