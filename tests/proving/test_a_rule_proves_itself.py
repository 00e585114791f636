"""A rule goes into use only when its own tests hold and say enough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.problem import Gravity
from kontroll.flows.judging.check_rules import Checked, check_rules

TODAY = date(2026, 11, 23)

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
  - {id: betalt, type: dato}
  - {id: attestant, type: tekst, personlig: ja}
"""
UNIT_RULE = """
id: okonomi-001
navn: Merforbruk
type: avvik
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1", bokstav: c}]
versjoner:
  - gyldig_fra: 2026-01
    hvis: {indikator: avvik, er: under, verdi: 0}
tester:
"""
PROVEN = """
  - {navn: på grensen, serie: {avvik: "0"}, forventet: usann}
  - {navn: et steg under, serie: {avvik: "-0.1"}, forventet: sann}
  - {navn: mangler, serie: {avvik: "_"}, forventet: ukjent}
"""
RECORD_RULE = """
id: faktura-001
navn: Betalt for sent
grunnlag: faktura
type: avvik
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1", bokstav: c}]
versjoner:
  - gyldig_fra: 2026-01
    hvis: HVIS
tester:
"""


@pytest.fixture
def check(tmp_path: Path):
    """Writes one rule beside the registers, and checks the folder."""

    def write_and_check(rule: str, id: str = "okonomi-001") -> Checked:
        for name, text in {
            "indikatorer/i.yaml": INDICATORS,
            "datasett/faktura.yaml": DATASET,
            f"a/{id}.yaml": rule,
        }.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return check_rules([tmp_path], TODAY)

    return write_and_check


def told(checked: Checked) -> str:
    return "\n".join(problem.what for problem in checked.problems)


def test_a_rule_with_a_test_for_each_answer_and_both_sides_of_its_threshold_holds(check):
    assert check(UNIT_RULE + PROVEN).holds


@pytest.mark.parametrize(
    ("without", "lacking"),
    [
        ("på grensen", "ikke prøvd på grensen"),
        ("et steg under", "kan svare «sann»"),
        ("mangler", "kan svare «ukjent»"),
    ],
)
def test_taking_away_any_of_the_tests_leaves_something_unproven(check, without, lacking):
    fewer = "\n".join(line for line in PROVEN.splitlines() if f"navn: {without}," not in line)

    checked = check(UNIT_RULE + fewer)

    assert not checked.holds
    assert lacking in told(checked)


def test_two_steps_beyond_the_threshold_is_not_one_step_beyond(check):
    checked = check(UNIT_RULE + PROVEN.replace("-0.1", "-0.2"))

    assert "ikke prøvd ett steg under" in told(checked)


def test_a_test_that_does_not_hold_is_told_with_its_line_and_both_answers(check):
    checked = check(UNIT_RULE + PROVEN.replace("forventet: usann", "forventet: sann"))

    (problem,) = [p for p in checked.problems if "holder ikke" in p.what]
    assert "ble usann, ventet sann" in problem.what
    assert problem.place.line == (UNIT_RULE + PROVEN).splitlines().index(PROVEN.splitlines()[1]) + 1


def test_a_draft_may_lack_tests_but_not_have_wrong_ones(check):
    draft = UNIT_RULE.replace("i_bruk", "utkast")

    assert check(draft.replace("tester:\n", "")).holds
    assert not check(draft + PROVEN.replace("forventet: usann", "forventet: sann")).holds


def test_a_fault_in_the_operator_cannot_hide_from_the_tests(check):
    assert not check(UNIT_RULE.replace("er: under", "er: høyst") + PROVEN).holds


def test_no_test_for_unknown_is_asked_of_a_rule_that_is_never_unknown(check):
    hvis = "{minst_en: [{felt: betalt, mangler: ja}, {felt: betalt, er: etter, verdi: {felt: dato}}]}"
    tests = """
  - navn: to poster
    poster:
      - {bilag: B1}
      - {bilag: B2, dato: 2026-01-10, betalt: 2026-01-10}
      - {bilag: B3, dato: 2026-01-10, betalt: 2026-01-11}
    forventet: {B1: sann, B2: usann, B3: sann}
"""
    checked = check(RECORD_RULE.replace("HVIS", hvis) + tests, "faktura-001")

    assert "" == told(checked)


def test_a_rule_on_a_person_may_not_be_in_use_without_the_record_the_law_asks_for(check):
    hvis = "{felt: attestant, mangler: ja}"
    tests = """
  - navn: to poster
    poster: [{bilag: B1}, {bilag: B2, attestant: p1}]
    forventet: {B1: sann, B2: usann}
"""
    rule = RECORD_RULE.replace("HVIS", hvis) + tests
    measure = (
        "kontrolltiltak: {formaal: Etterprøve, droftet: 2025-01-10, informert: 2025-01-20, "
        "varighet_til: 2027-12-31, evalueres: EVALUERES}\n"
    )

    assert "mangler et fullstendig kontrolltiltak" in told(check(rule, "faktura-001"))
    holds = check(measure.replace("EVALUERES", "2026-11-23") + rule, "faktura-001")
    assert "skal evalueres innen 23. november 2026" in told(holds)
    assert "satt på pause" not in told(holds)
    lapsed = check(measure.replace("EVALUERES", "2026-11-22") + rule, "faktura-001")
    assert "satt på pause" in told(lapsed)
    assert [Gravity.NOTICE] == [problem.gravity for problem in lapsed.problems]


def test_a_bonus_that_is_granted_because_another_rule_is_silent_is_warned_of(check, tmp_path):
    check(UNIT_RULE.replace("versjoner:", "gjelder: {tjeneste: [skole]}\nversjoner:") + PROVEN)
    bonus = (
        UNIT_RULE.replace("okonomi-001", "bonus-001")
        .replace("type: avvik", "type: bonus")
        .replace("{indikator: avvik, er: under, verdi: 0}", "{ikke: {utslag: okonomi-001}}")
    )

    checked = check(bonus + PROVEN.replace("usann", "x").replace("sann", "usann").replace("x", "sann"), "bonus-001")

    assert "gir noe når «okonomi-001» ikke slår ut" in told(checked)
    assert checked.holds


def test_a_requirement_is_never_broken_by_first_digits_nor_by_an_index_of_them(check, tmp_path):
    digits = """
  - {id: siffer, navn: Siffer, maaleenhet: promille, bedre_er: lavere, frekvens: måned, desimaler: 1,
     beregnet: {benford: faktura, felt: belop}}
  - {id: samlet, navn: Samlet, maaleenhet: promille, bedre_er: lavere, frekvens: måned, desimaler: 1,
     beregnet: {indeks: [siffer]}}
"""
    (tmp_path / "indikatorer").mkdir()
    (tmp_path / "indikatorer/j.yaml").write_text("indikatorer:" + digits, encoding="utf-8")
    sound = UNIT_RULE + PROVEN
    requirement = sound.replace("type: avvik", "type: skal").replace("hvis:", "skal:")

    def refused(rule: str) -> bool:
        return any("Benfords lov" in problem.what for problem in check(rule).problems)

    assert refused(requirement.replace("{indikator: avvik", "{indikator: siffer"))
    assert refused(requirement.replace("{indikator: avvik", "{indikator: samlet"))
    assert not refused(requirement)
    assert not refused(sound.replace("{indikator: avvik", "{indikator: siffer"))
