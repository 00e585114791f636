"""Seed: which random cases are tried today."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from random import Random
from typing import Any, TypeVar

import pytest

VARIABLE = "KONTROLL_SEED"
Test = TypeVar("Test", bound=Callable[..., object])


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


def one_day_in(days: int, together: str = "") -> Callable[[Test], Test]:
    """A test that runs on one of so many days, and on the others in `make proof`: what others try in part every day.

    together: what those that need the same and run on the same days have in common.
    """

    def decided(test: Test) -> Test:
        later = Random(f"{rotating_seed()} {together or f'{test.__module__} {test.__name__}'}").randrange(days)
        return pytest.mark.slow(test) if later else test

    return decided


def _later(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.slow)
