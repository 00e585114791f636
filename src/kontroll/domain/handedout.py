"""Handed out: that a person was given what is held about her (personvernforordningen article 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """by: who gave the command. rows: how many were handed out. digest: SHA-256 of the files' names and digests.

    trail: the entry of it. The person's id stands there and here; pages show how often, and never to whom.
    """

    number: int
    person: str
    by: str
    at: datetime
    rows: int
    digest: str
    trail: int
