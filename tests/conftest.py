"""What every test run says first, who runs what, and the databases that several folders use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from databases import _postgres_template, _sqlite_template, address, database, postgres_server
from differential.seed import VARIABLE, rotating_seed

if TYPE_CHECKING:
    from turns import FileByFile

__all__ = ["_postgres_template", "_sqlite_template", "address", "database", "postgres_server"]


def pytest_configure() -> None:
    # All processes of a run try the same cases, also when midnight comes in the middle of it.
    os.environ.setdefault(VARIABLE, str(rotating_seed()))


def pytest_report_header() -> str:
    return f"{VARIABLE}={rotating_seed()}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile | None:
    """Unless another order is asked for with `--dist`."""
    from turns import FileByFile

    return FileByFile(config, log) if config.getoption("dist") == "load" else None
