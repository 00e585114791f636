"""A rule's own tests are run again inside every run, and a control that no longer bites is told of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kontroll.domain.coverage import Controlled
from kontroll.domain.month import Month
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result, Truth
from kontroll.engine import results, truths
from kontroll.engine.plain import decision, evaluator
from kontroll.proving.controls import controls
from kontroll.rulebook.read import read_rulebook

MONTH = Month(2026, 10)

INDICATORS = """
indikatorer:
  - {id: avvik, navn: Avvik, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
"""
DATASET = """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
"""
HEAD = """
navn: Regel
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1", bokstav: c}]
"""
UNIT_RULE = f"""
id: regel-001
type: avvik
{HEAD}
versjoner:
  - {{gyldig_fra: 2026-01, gyldig_til: 2026-06, hvis: {{indikator: avvik, er: under, verdi: 0}}}}
  - {{gyldig_fra: 2026-07, hvis: {{indikator: avvik, er: under, verdi: -1}}}}
tester:
  - {{navn: før endringen, maaned: 2026-03, serie: {{avvik: "-0.1"}}, forventet: sann}}
  - {{navn: på grensen, serie: {{avvik: "-1"}}, forventet: usann}}
  - {{navn: under, serie: {{avvik: "-1.1"}}, forventet: sann}}
  - {{navn: mangler, serie: {{avvik: "_"}}, forventet: ukjent}}
"""
RECORD_RULE = f"""
id: regel-002
grunnlag: faktura
type: skal
{HEAD}
versjoner:
  - {{gyldig_fra: 2026-01, skal: {{felt: belop, er: høyst, verdi: 100}}}}
tester:
  - {{navn: på grensen, poster: [{{bilag: B1, belop: 100}}, {{bilag: B2, belop: 100.01}}], forventet: {{B1: sann, B2: usann}}}}
  - {{navn: mangler, poster: [{{bilag: B1, belop: ""}}], forventet: {{B1: ukjent}}}}
"""


@pytest.fixture
def tried(tmp_path: Path):
    """Writes one rule beside the registers, and gives how its controls came out."""

    def of(rule: str, id: str, month: Month = MONTH) -> Controlled:
        file = "regel-001" if id == ENHET_RULE else id
        files = {"indikatorer/i.yaml": INDICATORS, "datasett/faktura.yaml": DATASET, f"a/{file}.yaml": rule}
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        rulebook, problems = read_rulebook([tmp_path])
        assert problems == []
        return {found.rule: found for found in controls(rulebook, month, ())}[id]

    return of


def test_a_rule_that_bites_is_shown_to_strike_and_to_keep_still(tried):
    found = tried(UNIT_RULE, "regel-001")

    assert (found.tests, found.held, found.positive, found.negative) == (4, 4, 1, 1)
    assert found.works


def test_a_requirement_strikes_where_it_is_broken(tried):
    found = tried(RECORD_RULE, "regel-002")

    assert (found.tests, found.held, found.positive, found.negative) == (2, 2, 1, 1)


def test_only_tests_of_the_version_in_force_count_as_controls_of_it(tried):
    june, july = tried(UNIT_RULE, "regel-001", Month(2026, 6)), tried(UNIT_RULE, "regel-001", Month(2026, 7))

    assert (june.held, june.positive, june.negative) == (4, 1, 0)
    assert (july.held, july.positive, july.negative) == (4, 1, 1)
    assert not june.works
    assert july.works


def test_a_rule_without_a_version_in_the_month_is_tried_and_shows_nothing(tried):
    found = tried(UNIT_RULE, "regel-001", Month(2025, 12))

    assert (found.in_force, found.held, found.positive, found.negative) == (False, 4, 0, 0)


def test_a_rule_without_a_test_is_not_shown_to_work(tried):
    found = tried(UNIT_RULE.partition("tester:")[0], "regel-001")

    assert not found.failed
    assert not found.works


def test_a_test_that_does_not_hold_is_told_with_what_came_out(tried):
    wrong = UNIT_RULE.replace('"-1.1"}, forventet: sann', '"-1.1"}, forventet: usann')

    found = tried(wrong, "regel-001")

    assert found.failed
    assert {(f.test, f.evaluator, f.subject, f.expected, f.got) for f in found.faults} == {
        ("under", "cellevis", "2026-07", Result.FALSE, Result.TRUE),
        ("under", "kolonnevis", "2026-07", Result.FALSE, Result.TRUE),
    }
    assert found.positive == 0


# --- faults planted in the evaluators: none may go unseen -------------------------------------------------------------


def _missing_is_false(patch: pytest.MonkeyPatch) -> None:
    real = results.truth_of
    patch.setattr(results, "truth_of", lambda condition, leaf: truths.surely(real(condition, leaf)))


def _turned_around(patch: pytest.MonkeyPatch) -> None:
    real = results.truth_of
    patch.setattr(results, "truth_of", lambda condition, leaf: ~real(condition, leaf))


@pytest.mark.parametrize("plant", [_missing_is_false, _turned_around])
@pytest.mark.parametrize(("rule", "id"), [(UNIT_RULE, "regel-001"), (RECORD_RULE, "regel-002")])
def test_a_fault_in_the_columnar_evaluator_is_seen(tried, monkeypatch, plant, rule, id):
    assert tried(rule, id).works

    plant(monkeypatch)

    found = tried(rule, id)
    assert found.failed
    assert {fault.evaluator for fault in found.faults} == {"kolonnevis"}


def _not_known_is_false(patch: pytest.MonkeyPatch) -> None:
    _walk_as(patch, lambda truth: Truth.FALSE if truth is Truth.UNKNOWN else truth)


def _the_opposite(patch: pytest.MonkeyPatch) -> None:
    _walk_as(patch, lambda truth: ~truth)


def _walk_as(patch: pytest.MonkeyPatch, otherwise) -> None:
    real = decision.walk

    def walk(condition, leaf):
        answer = real(condition, leaf)
        return replace(answer, truth=otherwise(answer.truth))

    patch.setattr(decision, "walk", walk)


@pytest.mark.parametrize("plant", [_not_known_is_false, _the_opposite])
@pytest.mark.parametrize(("rule", "id"), [(UNIT_RULE, "regel-001"), (RECORD_RULE, "regel-002")])
def test_a_fault_in_the_plain_evaluator_is_seen(tried, monkeypatch, plant, rule, id):
    assert tried(rule, id).works

    plant(monkeypatch)

    found = tried(rule, id)
    assert found.failed
    assert {fault.evaluator for fault in found.faults} == {"cellevis"}


def test_a_rule_that_may_not_run_is_not_tried(tmp_path):
    (tmp_path / "indikatorer").mkdir()
    (tmp_path / "indikatorer/i.yaml").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "regel-001.yaml").write_text(UNIT_RULE, encoding="utf-8")
    rulebook, _problems = read_rulebook([tmp_path])

    assert controls(rulebook, MONTH, {"regel-001": "utkast"}) == []
    assert len(controls(rulebook, MONTH, ())) == 1


# --- the rule that is always there ------------------------------------------------------------------------------------


def test_the_rule_that_is_always_there_is_tried_too(tried):
    found = tried(UNIT_RULE, ENHET_RULE)

    assert (found.in_force, found.tests, found.held, found.positive, found.negative) == (True, 2, 2, 1, 1)


def test_a_fault_in_the_rule_that_is_always_there_is_seen(tried, monkeypatch):
    monkeypatch.setattr(evaluator, "enhet_quality", lambda _record, _units, _month: Result.FALSE)

    found = tried(UNIT_RULE, ENHET_RULE)

    assert [(fault.evaluator, fault.subject) for fault in found.faults] == [("cellevis", "uten")]
    assert (found.positive, found.negative) == (0, 1)
