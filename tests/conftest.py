"""What every test run says first."""

from differential.seed import VARIABLE, rotating_seed


def pytest_report_header() -> str:
    return f"{VARIABLE}={rotating_seed()}"
