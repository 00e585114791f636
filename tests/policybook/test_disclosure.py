"""skjerming.yaml: how few are hidden, and how well; nobody can choose what would hide nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.disclosure import Disclosure
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies


def chosen(folder: Path, text: str) -> tuple[Disclosure, list[str]]:
    (folder / "skjerming.yaml").write_text(text, encoding="utf-8")
    policies, problems = read_policies([folder])
    return policies.disclosure, [str(problem) for problem in problems]


def test_five_answers_and_a_fifth_of_the_scale_where_nobody_has_chosen() -> None:
    policies, _problems = read_policies([shipped_policies()])

    assert policies.disclosure == Disclosure(least=5, narrowest=Decimal(20))


def test_a_kommune_may_hide_more(tmp_path: Path) -> None:
    assert chosen(tmp_path, "minste_antall: 10\nminste_rom: 30\n") == (Disclosure(least=10, narrowest=Decimal(30)), [])


def test_three_is_the_floor(tmp_path: Path) -> None:
    assert chosen(tmp_path, "minste_antall: 3\n")[0].least == 3

    hidden, problems = chosen(tmp_path, "minste_antall: 2\n")

    assert hidden.least == 5
    assert "et helt tall fra 3 til 100" in problems[0]


@pytest.mark.parametrize("text", ["minste_rom: 19\n", "minste_rom: 101\n", "minste_rom: vid\n", "minst: 5\n"])
def test_what_would_hide_nothing_or_is_no_choice_is_refused(tmp_path: Path, text: str) -> None:
    hidden, problems = chosen(tmp_path, text)

    assert hidden == Disclosure()
    assert problems
