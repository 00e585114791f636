"""A sak ends by other eyes, with evidence, and only as the rule itself says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.saker import (
    ABOUT_DATA,
    CARETAKER,
    CONTROL,
    DATA_OWNER,
    DEPUTY,
    FIXED,
    LATER,
    LEADER,
    OPEN,
    OTHER_LEADER,
    PROMISED,
    SUPERIOR,
    SUPERVISORY,
    TODAY,
    TOP,
    after_run,
    promise,
)
from kontroll.domain.actor import SYSTEM
from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer, Outcome, SakState
from kontroll.domain.sakclosing import Left, close, deliver, left_of, outcome_of
from kontroll.domain.sakflow import answer, escalate
from kontroll.domain.tiltak import finish_tiltak


def refused_because(why: Refusal):
    return pytest.raises(Refused, match=f": {why.value}$")


def closed(sak, actor=CONTROL, *, left=(Left.RESOLVED,), tiltak=(), evidence=True, reason=""):
    return close(sak, actor, left=left, tiltak=tiltak, on=LATER, evidence=evidence, reason=reason)


@pytest.mark.parametrize(
    ("left", "outcome"),
    [
        ([Left.RESOLVED, Left.RESOLVED], Outcome.RESOLVED),
        ([Left.RESOLVED, Left.RECORDED], Outcome.DOCUMENTED),
        ([Left.RESOLVED, Left.GONE], Outcome.MOOT),
        ([Left.GONE, Left.RECORDED], Outcome.DOCUMENTED),
        ([Left.RESOLVED, Left.GONE, Left.RECORDED, Left.STRIKING], None),
        ([], Outcome.MOOT),
    ],
)
def test_the_worst_that_is_left_gives_the_outcome(left, outcome):
    assert outcome is outcome_of(left)


def avvik(phase: Phase, *, gone_since: Month | None = None, withdrawn: bool = False) -> Avvik:
    january = Month(2026, 1)
    return Avvik(
        rule="innkjop-001", subject="B1", number=1, enhet="B1", post="", first=january, opened=january,
        last_struck=january, resolved=None, phase=phase, gone_since=gone_since, severity=Severity.LOW, trial=False,
        withdrawn=withdrawn,
    )  # fmt: skip


GONE_SINCE = Month(2026, 2)


@pytest.mark.parametrize(
    ("one", "dated_record", "left"),
    [
        (avvik(Phase.OPEN), False, (Left.STRIKING,)),
        (avvik(Phase.WAITING), False, (Left.STRIKING,)),
        (avvik(Phase.RESOLVED), False, (Left.RESOLVED,)),
        (avvik(Phase.OPEN, gone_since=GONE_SINCE), False, (Left.GONE,)),
        (avvik(Phase.RESOLVED, gone_since=GONE_SINCE), False, (Left.RESOLVED,)),
        (avvik(Phase.OPEN), True, (Left.RECORDED,)),
        (avvik(Phase.OPEN, gone_since=GONE_SINCE), True, (Left.RECORDED,)),
        (avvik(Phase.RESOLVED), True, (Left.RESOLVED,)),
        (avvik(Phase.RESOLVED, withdrawn=True), False, ()),
    ],
)
def test_an_avvik_says_what_is_left_of_it(one, dated_record, left):
    assert left == left_of([one], dated_record=dated_record)


def test_a_sak_is_closed_with_who_and_when():
    ended = closed(FIXED)

    assert (SakState.CLOSED, Outcome.RESOLVED) == (ended.state, ended.outcome)
    assert (CONTROL.person, LATER, True) == (ended.closed_by, ended.closed_on, ended.evidence)
    assert LEADER.person == ended.answered_by


def test_nothing_is_closed_while_one_avvik_strikes():
    with refused_because(Refusal.STILL_STRIKING):
        closed(FIXED, left=[Left.RESOLVED, Left.STRIKING], reason="Godt nok.")


@pytest.mark.parametrize("actor", [CONTROL, TOP, SUPERVISORY, DEPUTY], ids=lambda a: a.person)
def test_another_person_may_close(actor):
    assert actor.person == closed(FIXED, actor).closed_by


def test_a_superior_may_close_what_was_raised_to_her():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)

    assert SUPERIOR.person == closed(answer(raised, LEADER, Answer.FIXED, on=LATER), SUPERIOR).closed_by


@pytest.mark.parametrize("actor", [OTHER_LEADER, SUPERIOR, CARETAKER, DATA_OWNER, SYSTEM], ids=lambda a: a.person)
def test_others_may_not(actor):
    with refused_because(Refusal.NOT_ALLOWED_TO_CLOSE):
        closed(FIXED, actor)


def test_nobody_closes_her_own_answer():
    with refused_because(Refusal.OWN_ANSWER):
        closed(FIXED, LEADER)
    with refused_because(Refusal.OWN_ANSWER):
        closed(replace(FIXED, answered_by=CONTROL.person), CONTROL)


def test_nobody_closes_what_she_should_have_answered():
    with refused_because(Refusal.OWN_ANSWER):
        closed(after_run(OPEN, still_striking=False), LEADER)


def test_the_owner_may_close_what_her_deputy_answered():
    assert LEADER.person == closed(answer(OPEN, DEPUTY, Answer.FIXED, on=TODAY), LEADER).closed_by


def test_nobody_closes_on_her_own_work():
    sak, done = finish_tiltak(PROMISED, CONTROL, promise(), others=[], on=TODAY)

    with refused_because(Refusal.OWN_TILTAK):
        closed(sak, CONTROL, tiltak=[done])
    assert TOP.person == closed(sak, TOP, tiltak=[done]).closed_by


@pytest.mark.parametrize("left", [Left.RESOLVED, Left.RECORDED])
def test_closing_needs_evidence(left):
    with refused_because(Refusal.EVIDENCE_MISSING):
        closed(FIXED, left=[left], evidence=False, reason="Rettet.")


@pytest.mark.parametrize("left", [Left.RECORDED, Left.GONE])
def test_what_the_rule_did_not_resolve_needs_a_reason(left):
    with refused_because(Refusal.REASON_MISSING):
        closed(FIXED, left=[left], reason=" ")


@pytest.mark.parametrize("sak", [OPEN, PROMISED, FIXED], ids=lambda s: s.state.value)
def test_what_is_gone_is_written_off_without_evidence_wherever_it_stands(sak):
    ended = closed(sak, left=[Left.GONE], evidence=False, reason="Skolen er lagt ned.")

    assert (Outcome.MOOT, None, False) == (ended.outcome, ended.deadline, ended.evidence)


def test_the_owner_does_not_write_off_her_own_sak():
    with refused_because(Refusal.OWN_ANSWER):
        closed(OPEN, LEADER, left=[Left.GONE], reason="Skolen er lagt ned.")


def test_what_happened_once_is_answered_before_it_is_documented():
    with refused_because(Refusal.NOT_WHILE_OPEN):
        closed(OPEN, left=[Left.RECORDED], reason="Rutinen er endret.")
    assert Outcome.DOCUMENTED is closed(FIXED, left=[Left.RECORDED], reason="Rutinen er endret.").outcome


# --- missing data ----------------------------------------------------------------------------------------------------


def test_a_sak_about_data_closes_by_itself_when_they_come():
    ended = deliver(ABOUT_DATA, SYSTEM, on=TODAY)

    assert (Outcome.DELIVERED, SYSTEM.person, TODAY) == (ended.outcome, ended.closed_by, ended.closed_on)


def test_no_other_sak_does():
    with refused_because(Refusal.NOT_ABOUT_DATA):
        deliver(OPEN, SYSTEM, on=TODAY)


def test_nobody_says_by_hand_that_data_came():
    with refused_because(Refusal.ONLY_BY_ITSELF):
        deliver(ABOUT_DATA, DATA_OWNER, on=TODAY)


def test_data_that_are_no_longer_needed_are_written_off():
    assert Outcome.MOOT is closed(ABOUT_DATA, left=[], evidence=False, reason="Systemet er faset ut.").outcome
