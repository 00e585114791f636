"""What every test run says first, who runs what, and the databases that several folders use."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from databases import _postgres_template, _sqlite_template, address, database, postgres_server
from differential.seed import VARIABLE, rotating_seed

if TYPE_CHECKING:
    from turns import FileByFile

#: After so many days, as a rule, each test has run on PostgreSQL.
_DAYS = 5

__all__ = ["_postgres_template", "_sqlite_template", "address", "database", "postgres_server"]


def pytest_configure() -> None:
    # All processes of a run try the same cases, also when midnight comes in the middle of it.
    os.environ.setdefault(VARIABLE, str(rotating_seed()))
    # A test says what is right and not how fast it came: a busy machine is no fault.
    settings.register_profile("untimed", settings.get_profile(settings.get_current_profile_name()), deadline=None)
    settings.load_profile("untimed")


def pytest_report_header() -> str:
    return f"{VARIABLE}={rotating_seed()}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL a fifth of the tests run today, others on other days, and all of them in `make proof`.

    Every test runs on SQLite each time. What is about the database itself always runs on both.
    """
    for item in items:
        asked = getattr(item, "callspec", None)
        if asked is None or asked.params.get("address") != "postgresql" or item.nodeid.startswith("tests/store/"):
            continue
        if Random(f"{rotating_seed()} {item.nodeid}").randrange(_DAYS):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile | None:
    """Unless another order is asked for with `--dist`."""
    from turns import FileByFile

    return FileByFile(config, log) if config.getoption("dist") == "load" else None
