"""Rulebook kept: the rule files as they were when a run used them, each content once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """digest: SHA-256 of the content."""

    digest: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRulebook:
    """digest: as in Run.rulebook. engine: stamp of the evaluators. files: JSON, [[level, path, digest of the file], …]."""

    digest: str
    stored: datetime
    engine: str
    files: str
