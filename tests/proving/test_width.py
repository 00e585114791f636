"""A rule that inference cannot be trusted with is told by name, before a run has to do without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.problem import Gravity
from kontroll.engine.inference import Limits
from kontroll.proving.width import too_wide
from kontroll.rulebook.read import read_rulebook

INDICATORS = """
indikatorer:
  - {id: a, navn: A, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
"""
RULE = """
id: NAME
navn: En regel
type: avvik
status: utkast
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner:
  - gyldig_fra: 2026-01
    hvis: {alle: [LEAVES]}
"""


@pytest.fixture
def rulebook(tmp_path: Path):
    """`smal` has two leaves, `vid` and `videre` have four."""
    (tmp_path / "indikatorer").mkdir()
    (tmp_path / "indikatorer" / "a.yaml").write_text(INDICATORS, encoding="utf-8")
    for name, count in (("smal", 2), ("vid", 4), ("videre", 4)):
        leaves = ", ".join(f"{{indikator: a, er: over, verdi: {len(name) * 10 + n}}}" for n in range(count))
        text = RULE.replace("NAME", name).replace("LEAVES", leaves)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found, problems = read_rulebook([tmp_path])
    assert not problems
    return found


def test_every_rule_that_is_too_wide_is_told_in_its_own_file(rulebook):
    told = too_wide(rulebook, Limits(symbols=4))

    assert {"vid.yaml", "videre.yaml"} == {Path(one.place.file).name for one in told}
    assert all(one.gravity is Gravity.NOTICE and "for vid" in one.what for one in told)


def test_one_step_wider_limits_and_nothing_is_told(rulebook):
    assert [] == too_wide(rulebook, Limits(symbols=5))
