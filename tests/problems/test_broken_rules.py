"""Every broken rule file ends in the right message at the right place, and the sound files are read all the same."""

from pathlib import Path

import pytest

from kontroll.rulebook.read import read_rulebook

from . import (
    rule_cases_conditions,
    rule_cases_keys,
    rule_cases_records,
    rule_cases_registers,
    rule_cases_tests,
    rule_cases_words,
    rule_cases_yaml,
)
from .case import STOPS, Case, complaints, mismatch
from .sound_rules import STANDS_ON, write_sound

MODULES = (
    rule_cases_conditions,
    rule_cases_keys,
    rule_cases_records,
    rule_cases_registers,
    rule_cases_tests,
    rule_cases_words,
    rule_cases_yaml,
)
CASES = [case for module in MODULES for case in module.CASES]


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


def test_rules_in_a_circle_are_told_once_and_the_others_are_read(tmp_path: Path) -> None:
    write_sound(tmp_path)
    rule = (tmp_path / "frisk/frisk-001.yaml").read_text(encoding="utf-8")
    for own, other in (("ring-001", "ring-002"), ("ring-002", "ring-003"), ("ring-003", "ring-001")):
        asks = rule.replace("frisk-001", own).replace(
            "{indikator: aarsverk, er: under, verdi: 2}", f"{{utslag: {other}}}"
        )
        (tmp_path / f"frisk/{own}.yaml").write_text(asks, encoding="utf-8")

    book, problems = read_rulebook([tmp_path])

    assert 1 == len(problems)
    assert all(f"ring-00{n}" in problems[0].what for n in (1, 2, 3))
    assert "ring-00" in problems[0].place.file
    assert (9, 20) == (problems[0].place.line, problems[0].place.column)
    assert set(STANDS_ON) == set(book.rules)


def test_a_rule_that_stands_on_a_broken_one_is_not_blamed(tmp_path: Path) -> None:
    write_sound(tmp_path)
    rule = (tmp_path / "frisk/frisk-001.yaml").read_text(encoding="utf-8")
    asks = rule.replace("frisk-001", "frisk-002").replace(
        "{indikator: aarsverk, er: under", "{utslag: okonomi-001, er: under"
    )
    asks = asks.replace("{utslag: okonomi-001, er: under, verdi: 2}", "{utslag: okonomi-001}")
    (tmp_path / "frisk/frisk-002.yaml").write_text(asks, encoding="utf-8")
    (tmp_path / "okonomi/okonomi-001.yaml").write_text("id: okonomi-001\nnavn: [", encoding="utf-8")

    book, problems = read_rulebook([tmp_path])

    assert ["okonomi-001.yaml"] == [Path(problem.place.file).name for problem in problems]
    assert "frisk-002" not in book.rules


def test_a_shortcut_to_nothing_is_told(tmp_path: Path) -> None:
    write_sound(tmp_path)
    (tmp_path / "okonomi/borte.yaml").symlink_to(tmp_path / "finnes-ikke.yaml")

    _book, problems = read_rulebook([tmp_path])

    assert [] == [complaint for problem in problems for complaint in complaints(problem)]
    assert ["borte.yaml"] == [Path(problem.place.file).name for problem in problems]
    assert "snarvei" in problems[0].what
