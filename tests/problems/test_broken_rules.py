"""Every broken rule file ends in the right message at the right place, and the sound files are read all the same."""

from pathlib import Path

import pytest

from kontroll.rulebook.read import read_rulebook

from . import rule_cases_conditions, rule_cases_keys, rule_cases_registers, rule_cases_yaml
from .case import STOPS, Case, mismatch
from .sound_rules import STANDS_ON, write_sound

CASES = [*rule_cases_conditions.CASES, *rule_cases_keys.CASES, *rule_cases_registers.CASES, *rule_cases_yaml.CASES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_broken_rule_file_is_told_once_and_in_place(case: Case, tmp_path: Path) -> None:
    write_sound(tmp_path)
    case.write(tmp_path)

    book, problems = read_rulebook([tmp_path])

    assert [] == mismatch(case, problems, tmp_path)
    for rule, files in STANDS_ON.items():
        if case.file not in files or case.gravity is not STOPS:
            assert rule in book.rules or rule in case.lost


def test_the_cases_are_many_and_each_has_its_own_name() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))
    assert len(names) >= 220
