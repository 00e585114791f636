"""A hjemmel that points at no point of a reglement is told at its line, with the nearest one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.problem import Gravity
from kontroll.policybook import read_reglementer
from kontroll.proving.hjemler import check_hjemler
from kontroll.rulebook.read import read_rulebook

TEXT = "# Kassereglementet\n## 3 Kasse\n### 3.1 Telling\nKassen skal telles. Alle må hjelpe.\n### 3.2 Ro\nRo er bra.\n"
RULE = """id: kasse
navn: Kasse
type: avvik
status: utkast
alvor: lav
hjemmel:
  - {lov: kommuneloven, paragraf: '25-1'}
  - {reglement: %s, punkt: "%s"}
versjoner: [{gyldig_fra: 2026-01, hvis: {indikator: tall, er: over, verdi: 1}}]
"""
INDICATOR = (
    "indikatorer:\n  - {id: tall, navn: Tall, maaleenhet: antall, bedre_er: lavere, frekvens: måned, desimaler: 0}\n"
)


@pytest.fixture
def check(tmp_path: Path):
    def checks(reglement: str, point: str, text: str | None = TEXT):
        (tmp_path / "rules/indikatorer").mkdir(parents=True)
        (tmp_path / "rules/indikatorer/tall.yaml").write_text(INDICATOR, encoding="utf-8")
        (tmp_path / "rules/kasse.yaml").write_text(RULE % (reglement, point), encoding="utf-8")
        (tmp_path / "reglement").mkdir()
        if text is not None:
            (tmp_path / "reglement/kasse.md").write_text(text, encoding="utf-8")
        rulebook, problems = read_rulebook([tmp_path / "rules"])
        assert not problems
        return check_hjemler(rulebook, read_reglementer([tmp_path])[0])

    return checks


@pytest.mark.parametrize("point", ["3", "3.1", "3.1-1", "3.1-2"])
def test_a_chapter_a_point_and_a_sentence_may_be_rested_on(check, point):
    assert check("kasse", point) == []


@pytest.mark.parametrize(("point", "near"), [("3.3", "3.2"), ("3.1-3", "3.1-2"), ("4.1", "3.1")])
def test_a_point_that_is_not_there_keeps_the_rule_out_of_use_and_the_nearest_is_told(check, point, near):
    (problem,) = check("kasse", point)

    assert problem.gravity is Gravity.INCOMPLETE
    assert problem.place.line == 8
    assert f"punkt {point}" in problem.what
    assert f"punkt {near}" in problem.fix


def test_a_reglement_that_is_not_there_is_told_with_the_one_that_was_meant(check):
    (problem,) = check("kase", "3.1")

    assert "Mente du «kasse»?" in problem.fix


def test_a_point_that_binds_nobody_is_noted(check):
    (problem,) = check("kasse", "3.2")

    assert problem.gravity is Gravity.NOTICE


def test_a_kommune_without_reglementer_is_told_nothing(check):
    assert check("kasse", "3.1", text=None) == []
