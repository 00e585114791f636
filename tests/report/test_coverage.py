"""Coverage: what each rule was to judge in the month, what it did, and how much of its basis came."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from kontroll.domain.coverage import Controlled, Coverage
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.report.coverage import coverage
from kontroll.report.situation import Situation
from village import MARCH, TODAY, village


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    return village(tmp_path_factory.mktemp("village"))


def covered(situation: Situation, **other) -> dict[str, Coverage]:
    verdicts = situation.verdicts.frame.filter(pl.col("month") == MARCH.ordinal)
    asked = {"run": "2026-03-1", "today": TODAY, "controlled": []} | other
    rows = coverage(situation.rulebook, situation.facts, asked.pop("verdicts", verdicts), MARCH, **asked)
    return {row.rule: row for row in rows}


def test_every_rule_in_use_has_a_row_and_a_draft_has_none(situation):
    assert set(covered(situation)) == {
        rule.id for rule in situation.rulebook.rules.values() if rule.status.value in ("prøve", "i_bruk")
    } | {ENHET_RULE}


def test_what_is_expected_is_what_is_judged(situation):
    for row in covered(situation).values():
        assert row.expected == row.known + row.unknown, row.rule


def test_an_engine_that_forgets_an_enhet_does_not_lower_what_is_expected(situation):
    verdicts = situation.verdicts.frame.filter(pl.col("month") == MARCH.ordinal)
    whole = covered(situation)["merforbruk"]
    forgotten = verdicts.filter(pl.col("regel") == "merforbruk").get_column("enhet")[0]

    less = covered(situation, verdicts=verdicts.filter(pl.col("enhet") != forgotten))["merforbruk"]

    assert less.expected == whole.expected
    assert less.known + less.unknown == whole.known + whole.unknown - 1


def test_unknown_answers_are_counted_once_each_by_their_reason(situation):
    rows = covered(situation)

    for row in rows.values():
        assert sum(json.loads(row.reasons).values()) == row.unknown, row.rule
    assert json.loads(rows["stort-kjop"].reasons) == {"parameter uten verdi": rows["stort-kjop"].unknown}


def test_answers_beyond_the_bound_are_told_as_not_looked_into(situation):
    row = covered(situation, most=1)["stort-kjop"]

    assert json.loads(row.reasons) == {"parameter uten verdi": 1, "ikke undersøkt": row.unknown - 1}


def test_at_the_bound_every_answer_is_looked_into(situation):
    unknown = covered(situation)["stort-kjop"].unknown

    assert "ikke undersøkt" not in covered(situation, most=unknown)["stort-kjop"].reasons


def test_a_rule_that_might_not_run_judged_nothing_of_what_was_expected(situation):
    verdicts = situation.verdicts.frame.filter((pl.col("month") == MARCH.ordinal) & (pl.col("regel") != "merforbruk"))

    row = covered(situation, verdicts=verdicts, left_out={"merforbruk"})["merforbruk"]

    assert (row.expected, row.known, row.unknown) == (covered(situation)["merforbruk"].expected, 0, 0)


def test_utslag_are_broken_requirements_and_other_rules_that_struck(situation):
    rows = covered(situation)
    verdicts = situation.verdicts.frame.filter(pl.col("month") == MARCH.ordinal)

    def answers(rule: str, result: Result) -> int:
        return verdicts.filter((pl.col("regel") == rule) & (pl.col("resultat") == CODES[result])).height

    assert rows["to-personer"].struck == answers("to-personer", Result.FALSE) > 0
    assert rows["merforbruk"].struck == answers("merforbruk", Result.TRUE) > 0


def test_the_basis_is_the_figures_owed_and_those_that_came(situation):
    row = covered(situation)["merforbruk"]

    assert row.due > row.received > 0


def test_a_data_set_that_lacks_a_delivery_has_not_come(situation):
    came, lacks = (covered(situation, lacking=lacking)["stort-kjop"] for lacking in ((), ("faktura",)))

    assert (came.due, came.received) == (1, 1)
    assert (lacks.due, lacks.received) == (1, 0)


def test_how_the_tests_came_out_stands_beside_what_was_judged(situation):
    control = Controlled(rule="merforbruk", in_force=True, tests=4, held=4, positive=2, negative=1)

    rows = covered(situation, controlled=[control])

    assert rows["merforbruk"].works
    assert not rows["stort-kjop"].works
    assert not covered(situation, controlled=[replace(control, held=3)])["merforbruk"].works
    assert not covered(situation, controlled=[replace(control, positive=0)])["merforbruk"].works
