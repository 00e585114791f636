"""A small kommune with a plan of jobs, a clock that tests move, and flows that only write down that they ran."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.small import POLICIES, kommune, rule
from kontroll import log
from kontroll.store.database import Database

from .plan import PLAN, Works


@pytest.fixture(autouse=True)
def _logged() -> None:
    """As `kontroll arbeider` logs, and to nowhere."""
    log.configure("info", stream=io.StringIO())


@pytest.fixture
def works(database: Database, tmp_path: Path) -> Works:
    return made(database, tmp_path)


@pytest.fixture
def make(database: Database, tmp_path: Path) -> Callable[..., Works]:
    """Makes one with another plan: `make(plan)`."""
    return lambda plan: made(database, tmp_path, plan)


def made(database: Database, folder: Path, plan=PLAN) -> Works:
    return Works(kommune(database, folder, rule("minus"), replace(POLICIES, jobs=plan)))
