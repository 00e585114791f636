"""Conflict: somebody else changed the same thing first. Nothing was saved; the caller reads it again and decides anew."""

from __future__ import annotations

from kontroll.domain.problem import KontrollError


class Conflict(KontrollError):
    """kind: what it was (`Sak`, `Avvik` …); key: its id. Never its content."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"{kind} {key} was changed by someone else")
        self.kind = kind
        self.key = key
