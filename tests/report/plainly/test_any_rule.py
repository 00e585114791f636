"""Rules made at random: each is said without stumbling, and every change of it too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.proving.mutation import mutants, survivor_problems
from kontroll.report.plainly import as_text, plainly
from kontroll.rulebook.read import read_rulebook
from oracle.random_case import write_case

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_random_rule_can_be_said(tmp_path: Path, seed: int) -> None:
    book, _problems = read_rulebook([write_case(tmp_path, seed).rules])

    assert book.rules
    for rule in book.rules.values():
        text = as_text(plainly(book, rule, TODAY))
        assert text.startswith(f"{rule.id}: {rule.name}\n")
        assert "{" not in text


@pytest.mark.parametrize("seed", range(1, 4))
def test_every_change_of_a_random_rule_can_be_told(tmp_path: Path, seed: int) -> None:
    book, _problems = read_rulebook([write_case(tmp_path, seed).rules])

    for rule in book.rules.values():
        for problem in survivor_problems(book, rule, mutants(book, rule), TODAY):
            assert " → " in problem.what
            before, after = problem.what.split(" → ", 1)
            assert before.split(": ", 1)[1] != after
            assert problem.fix
