"""Shipped: where the rules and policies lie that come with kontroll."""

from __future__ import annotations

from pathlib import Path


def shipped_rules() -> Path:
    """The folder of rules that come with kontroll."""
    return _shipped("rules")


def shipped_policies() -> Path:
    """The folder of policies that come with kontroll."""
    return _shipped("policies")


def _shipped(name: str) -> Path:
    """Inside an installed package, beside `src` in a checkout."""
    inside = Path(__file__).parents[1] / name
    return inside if inside.is_dir() else Path(__file__).parents[3] / name
