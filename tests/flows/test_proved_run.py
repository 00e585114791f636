"""A run proves itself before it writes anything: where the evaluators disagree, that is all that is written and told."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.disagreement import Disagreement
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.run import Inference, Run, RunState
from kontroll.domain.truth import Result

from .lying import plant
from .small import Kommune, Make, rule

FEBRUARY, MARCH = date(2026, 2, 20), date(2026, 3, 20)
BOTH = rule("begge", condition="{alle: [{indikator: balanse, er: under, verdi: 0}, {utslag: minus}]}")
ENGINES = ["columnar", "plain", "durable"]
#: Of enhet 1, which is in the red: the rule that builds on another, and the one it builds on.
LIE = ("begge", "1", "2026-01", Result.FALSE)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"), BOTH)
    made.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)
    return made


def runs(bygda: Kommune) -> list[Run]:
    with bygda.desk.database.reading() as tx:
        return tx.runs.all()


def disagreements(bygda: Kommune) -> list[Disagreement]:
    with bygda.desk.database.reading() as tx:
        return tx.disagreements.all()


def told(bygda: Kommune, reason: Reason) -> list[tuple[str, str | None]]:
    return sorted((notice.recipient, notice.sak) for notice in bygda.notices() if notice.reason is reason)


# --- where they agree


def test_a_run_says_by_whom_its_answers_were_found_too(bygda: Kommune):
    run = bygda.run("2026-01", FEBRUARY).run

    assert run is not None
    assert (RunState.DONE, Inference.DONE, 0, "") == (
        run.state, run.inference, run.differences, run.failure,
    )  # fmt: skip
    # Two rules about five enheter, all of them drawn: there are more draws than answers.
    assert (10, 10) == (run.inferred, run.checked)
    assert [] == disagreements(bygda)


def test_a_run_whose_rules_build_on_nothing_needs_no_inference(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)

    run = bygda.run("2026-01", FEBRUARY).run

    assert run is not None
    assert (Inference.NONE, 0) == (run.inference, run.inferred)


def test_what_each_rule_covered_is_kept(bygda: Kommune):
    bygda.run("2026-01", FEBRUARY)

    with bygda.desk.database.reading() as tx:
        kept = {one.rule: one for one in tx.coverage.where(run="2026-01-1")}
    assert {"begge", "minus"} <= kept.keys()
    assert (1, 1, 1, 1) == (kept["minus"].tests, kept["minus"].held, kept["minus"].positive, kept["minus"].negative)
    # The two enheter above the schools have delivered nothing.
    assert (5, 3, 2, 1) == (kept["minus"].expected, kept["minus"].known, kept["minus"].unknown, kept["minus"].struck)
    assert all(len(one.stamp) == 64 for one in kept.values())


# --- where they do not


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fault_in_any_evaluator_fails_the_run_and_changes_nothing(
    bygda: Kommune, engine: str, monkeypatch: pytest.MonkeyPatch
):
    plant(engine, LIE, monkeypatch)

    ran = bygda.run("2026-01", FEBRUARY)

    assert ran.failed
    assert [(RunState.FAILED, "uenighet")] == [(run.state, run.failure) for run in runs(bygda)]
    assert [] == bygda.avvik()
    assert ["M2026-01-1-uenighet"] == [sak.id for sak in bygda.saker()]
    assert {Reason.ENGINE_DISAGREES} == {notice.reason for notice in bygda.notices()}
    with bygda.desk.database.reading() as tx:
        assert {} == tx.books.standing()
        assert [] == tx.coverage.all()
        assert [] == list(tx.trail.check())


@pytest.mark.parametrize(
    ("engine", "kept"),
    [
        # What durable_rules says of it is as right as what the plain evaluator says.
        ("columnar", [("durable", "usann", "sann"), ("plain", "usann", "sann")]),
        ("plain", [("plain", "sann", "usann")]),
        ("durable", [("durable", "sann", "usann")]),
    ],
)
def test_what_each_said_is_kept(bygda: Kommune, engine: str, kept: list, monkeypatch: pytest.MonkeyPatch):
    plant(engine, LIE, monkeypatch)

    ran = bygda.run("2026-01", FEBRUARY)

    found = disagreements(bygda)
    assert found == sorted(ran.disagreements, key=lambda one: one.engine)
    assert kept == [(one.engine, one.columnar, one.other) for one in found]
    assert {("2026-01-1", Month(2026, 1), "begge", "1", "")} == {
        (one.run, one.month, one.rule, one.enhet, one.post) for one in found
    }


def test_internal_control_is_told_once_however_often_it_fails(bygda: Kommune, monkeypatch: pytest.MonkeyPatch):
    plant("plain", LIE, monkeypatch)

    bygda.run("2026-01", FEBRUARY)
    bygda.run("2026-01", date(2026, 2, 21))

    assert ["2026-01-1", "2026-01-2"] == [run.id for run in runs(bygda)]
    assert [("KARI", "M2026-01-1-uenighet"), ("KNUT", "M2026-01-1-uenighet")] == told(bygda, Reason.ENGINE_DISAGREES)
    assert "Det gjelder ett svar. Regler: begge." == bygda.notices()[0].why


def test_a_run_that_failed_is_tried_again_and_told_when_the_evaluators_agree(bygda: Kommune):
    with pytest.MonkeyPatch.context() as patch:
        plant("durable", LIE, patch)
        bygda.run("2026-01", FEBRUARY)

    again = bygda.run("2026-01", FEBRUARY)

    assert again.run is not None
    assert ("2026-01-2", RunState.DONE, True) == (again.run.id, again.run.state, again.new)
    assert [("begge", "1"), ("minus", "1")] == [(avvik.rule, avvik.subject) for avvik in bygda.avvik()]
    # To the owner of the sak, who closes it when she knows why it happened.
    assert [("KARI", "M2026-01-1-uenighet")] == told(bygda, Reason.ENGINE_WORKS)
    assert not bygda.run("2026-01", FEBRUARY).new


def test_a_later_failure_is_a_sak_of_its_own(bygda: Kommune):
    for month, day in (("2026-01", FEBRUARY), ("2026-02", MARCH)):
        bygda.measure(month, day, e1=-2, e2=1, e3=1)
        with pytest.MonkeyPatch.context() as patch:
            plant("plain", ("begge", "1", month, Result.FALSE), patch)
            bygda.run(month, day)
        bygda.run(month, day)

    alarms = [sak.id for sak in bygda.saker() if sak.id.startswith("M")]
    assert ["M2026-01-1-uenighet", "M2026-02-1-uenighet"] == alarms


def test_what_was_found_before_stands_when_a_new_run_of_the_month_fails(
    bygda: Kommune, monkeypatch: pytest.MonkeyPatch
):
    bygda.run("2026-01", FEBRUARY)
    before = bygda.avvik()
    bygda.measure("2026-01", MARCH, e1=2)  # the correction would take the avvik away
    plant("plain", ("begge", "1", "2026-01", Result.TRUE), monkeypatch)

    ran = bygda.run("2026-01", MARCH)

    assert ran.failed
    assert before == bygda.avvik()
    with bygda.desk.database.reading() as tx:
        assert 1 == tx.books.standing()[Month(2026, 1)].number


def test_a_fault_that_shows_everywhere_is_kept_in_part_and_counted_whole(
    bygda: Kommune, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kontroll.flows.month.fail_run.KEPT", 2)
    for enhet in ("1", "2", "3"):
        plant("columnar", ("minus", enhet, "2026-01", Result.UNKNOWN), monkeypatch)
        plant("columnar", ("begge", enhet, "2026-01", Result.UNKNOWN), monkeypatch)

    run = bygda.run("2026-01", FEBRUARY).run

    assert run is not None
    # Three of each rule, by the plain evaluator and by durable_rules.
    assert 12 == run.differences
    assert ["begge", "minus"] == sorted(one.rule for one in disagreements(bygda))
