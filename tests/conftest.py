"""What every test run says first, and the databases that several folders use."""

from databases import _postgres_template, _sqlite_template, address, database, postgres_server
from differential.seed import VARIABLE, rotating_seed

__all__ = ["_postgres_template", "_sqlite_template", "address", "database", "postgres_server"]


def pytest_report_header() -> str:
    return f"{VARIABLE}={rotating_seed()}"
