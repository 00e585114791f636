"""What holds for the reglementer that are shipped: complete, owned, quoted word for word by the rules, honest about gaps."""

from functools import cache
from pathlib import Path

import pytest

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.problem import Problem
from kontroll.domain.reglement import PassageKind, Reglement, Reglementer
from kontroll.domain.rule import Rule
from kontroll.policybook.read import read_policies
from kontroll.policybook.reglement import read_reglementer
from kontroll.rulebook.read import read_rulebook

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = {
    "okonomireglementet", "delegasjonsreglementet", "innkjopsreglementet", "etikkreglementet", "personalreglementet",
    "hms-reglementet", "personvernreglementet", "internkontrollreglementet", "styringsreglementet",
}  # fmt: skip


@cache
def shipped() -> tuple[Reglementer, list[Problem]]:
    return read_reglementer([ROOT / "policies"])


@cache
def rules() -> list[Rule]:
    return list(read_rulebook([ROOT / "rules"])[0].rules.values())


def own_hjemler(rule: Rule) -> list[Hjemmel]:
    return [hjemmel for hjemmel in rule.hjemmel if hjemmel.reglement is not None]


def words_of(reglement: Reglement, number: str) -> str:
    """All that stands under a point, as one line."""
    begins = next(point.line for point in reglement.points if point.number == number)
    ends = min((point.line for point in reglement.points if point.line > begins), default=begins + 1_000)
    return " ".join(
        passage.text.strip()
        for passage in reglement.passages
        if begins < passage.line < ends and passage.kind is not PassageKind.HEADING
    )


def test_they_are_read_without_a_single_problem() -> None:
    assert [] == [str(problem) for problem in shipped()[1]]


def test_there_is_one_for_each_subject_and_one_on_ethics_for_each_programomraade() -> None:
    ids = set(shipped()[0].by_id)

    assert ids >= SUBJECTS
    assert sum(id.startswith("etikk-") for id in ids) >= 4


@pytest.mark.parametrize("reglement", shipped()[0].all, ids=lambda reglement: reglement.id)
def test_each_has_an_owner_and_readers_whom_notices_can_find(reglement: Reglement) -> None:
    known = set(read_policies([ROOT / "policies"])[0].notices.recipients)

    assert reglement.owner in known
    assert {sentence.owner for sentence in reglement.sentences} <= known
    assert reglement.confirmed_by
    assert set(reglement.confirmed_by) <= known | {"alle"}


def test_no_heading_binds_and_no_duty_is_worded_so_that_the_register_passes_it_by() -> None:
    passed_by = [(r.id, one.line, one.text) for r in shipped()[0].all for one in r.not_counted]

    assert [] == passed_by


def test_no_duty_stands_twice() -> None:
    prints = [sentence.fingerprint for sentence in shipped()[0].sentences]

    assert len(set(prints)) == len(prints)


def test_at_least_a_third_of_the_duties_are_honestly_out_of_reach_of_a_machine() -> None:
    sentences = shipped()[0].sentences
    reached = {
        (sentence.reglement, sentence.number)
        for rule in rules()
        for hjemmel in own_hjemler(rule)
        for sentence in shipped()[0].meant_by(hjemmel)
    }
    told = [one for one in sentences if one.unchecked or one.sample]

    assert len(sentences) >= 150
    assert len(told) * 3 >= len(sentences)
    assert [] == [f"{s.reglement} {s.number}" for s in told if (s.reglement, s.number) in reached and s.unchecked]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_what_a_rule_quotes_stands_word_for_word_in_a_point_that_binds(rule: Rule) -> None:
    for hjemmel in own_hjemler(rule):
        reglement = shipped()[0].by_id[str(hjemmel.reglement)]

        bound = shipped()[0].meant_by(hjemmel)

        assert bound, f"{hjemmel} binder ingen"
        assert hjemmel.text is None or hjemmel.text in words_of(reglement, bound[0].point)
