"""The patterns of misuse that can be planted in the example kommune: one module a pattern, each with its PATTERN."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from kontroll.example.patterns.base import Pattern

_FOUNDATION = ("base", "ground", "paid", "suppliers", "written")


def patterns() -> Mapping[str, Pattern]:
    """By id. A module in this folder is a pattern; there is no list to keep."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name not in _FOUNDATION)
    found = [import_module(f"{__name__}.{name}").PATTERN for name in names]
    return {pattern.id: pattern for pattern in found}
