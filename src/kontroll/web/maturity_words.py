"""Maturity words: how a level stands on a page: its number, its name, and dots for whoever looks from afar."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.internalcontrol import HIGHEST_LEVEL, InternalControlPolicy

_FULL, _EMPTY = "●", "○"


def dots(level: int) -> str:
    return _FULL * level + _EMPTY * (HIGHEST_LEVEL - level)


def names(policy: InternalControlPolicy) -> Mapping[int, str]:
    return {level: policy.names[level][0] if level in policy.names else "" for level in range(HIGHEST_LEVEL + 1)}
