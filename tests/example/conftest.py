"""The example kommune, built once for all the tests of it, and a way to read what was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.example import build
from kontroll.rulebook.read import read_rulebook

SEED, LAST = 2007, Month(2026, 10)

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    """The rows of one delivered CSV file, as a source system would be read by somebody who knows it."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    heading = text.splitlines()[0]
    separator = max(";,\t", key=heading.count)
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


@pytest.fixture(scope="session")
def kommune(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furuvik")
    build(folder, SEED, LAST)
    return folder


@pytest.fixture(scope="session")
def records(kommune: Path) -> Callable[[str], Rows]:
    """All rows of a data set, in the order of the files: later rows of the same key supersede earlier ones."""

    @cache
    def read(dataset: str) -> Rows:
        found: Rows = []
        for path in sorted((kommune / "datasett" / dataset).glob("*.csv")):
            found += rows_of(path)
        return found

    return read


@pytest.fixture(scope="session")
def measurements(kommune: Path) -> list[tuple[str, dict[str, str]]]:
    """Every row of every CSV under maalinger/ with the name of its file, in the order that decides."""
    found: list[tuple[str, dict[str, str]]] = []
    for path in sorted((kommune / "maalinger").glob("*.csv")):
        found += [(path.name, row) for row in rows_of(path)]
    return found


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rules, indicators and data sets."""
    book, problems = read_rulebook([Path(__file__).parents[2] / "rules"])
    assert not list(problems)
    return book
