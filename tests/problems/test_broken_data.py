"""Every broken delivery ends in the right message at the right line, and the sound rows are read all the same."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kontroll.flows.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

from . import data_cases_books, data_cases_files, data_cases_rows, data_cases_values
from .case import Case, mismatch
from .sound_data import REGISTERS, SOUND, read_rows, write_files

MODULES = (data_cases_books, data_cases_files, data_cases_rows, data_cases_values)
CASES = [case for module in MODULES for case in module.CASES]


@cache
def rulebook() -> Any:
    with TemporaryDirectory() as folder:
        write_files(Path(folder), REGISTERS)
        book, problems = read_rulebook([Path(folder)])
    assert [] == problems
    return book


@cache
def sound_rows() -> Any:
    with TemporaryDirectory() as folder:
        write_files(Path(folder), SOUND)
        facts, problems = read_folder(Path(folder), rulebook())
    assert [] == problems
    return read_rows(facts)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_broken_delivery_is_told_once_and_in_place(case: Case, tmp_path: Path) -> None:
    write_files(tmp_path, SOUND)
    case.write(tmp_path)

    facts, problems = read_folder(tmp_path, rulebook())

    assert [] == mismatch(case, problems, tmp_path)
    found = read_rows(facts)
    assert [] == [name for name, rows in sound_rows().items() if not rows <= found[name] and name not in case.lost]


def test_the_cases_are_many_and_each_has_its_own_name() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))
    assert len(names) >= 220
