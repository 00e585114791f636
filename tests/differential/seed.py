"""Seed: which random cases are tried today."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

VARIABLE = "KONTROLL_SEED"


def rotating_seed() -> int:
    """The seed of today, or the one in KONTROLL_SEED: other cases each day, and those of any day again."""
    given = os.environ.get(VARIABLE)
    return int(given) if given else datetime.now(UTC).date().toordinal()


def by_turns(cases: Iterable[Any], count: int) -> list[Any]:
    """The cases of a parametrized test: `count` of them today, others on other days, and all of them in `make proof`.

    A case that is a tuple has a value for each of several names.
    """
    every = list(cases)
    today = Random(rotating_seed()).sample(range(len(every)), min(count, len(every)))
    return [case if n in today else _later(case) for n, case in enumerate(every)]


def _later(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.slow)
