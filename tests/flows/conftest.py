"""Small kommuner with a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.store.database import Database

from .small import POLICIES, Kommune, Make, kommune


@pytest.fixture
def make(database: Database, tmp_path: Path) -> Make:
    """Makes a kommune of rules: `make(rule("a"), rule("b", then="venter: 1"))`."""

    def of(*rules: dict[str, str], policies=POLICIES) -> Kommune:
        return kommune(database, tmp_path, {name: text for one in rules for name, text in one.items()}, policies)

    return of
