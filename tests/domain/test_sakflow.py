"""A sak on its way: who may answer, what is demanded, and what silence leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.saker import (
    ABOUT_DATA,
    CARETAKER,
    CLOSED,
    CONTROL,
    DATA_OWNER,
    DEADLINE,
    DEPUTY,
    DISAGREED,
    FIXED,
    LATER,
    LEADER,
    OPEN,
    OTHER_LEADER,
    PROMISED,
    SUPERIOR,
    TODAY,
    TOP,
    after_run,
    promise,
)
from kontroll.domain.actor import SYSTEM, Actor, ActorRole
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer, SakState
from kontroll.domain.sakflow import (
    answer,
    escalate,
    join,
    levels_due,
    open_sak,
    reassign,
    reopen,
    retest,
)


def refused_because(why: Refusal):
    return pytest.raises(Refused, match=f": {why.value}$")


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_new_sak_waits_for_its_owner_until_the_deadline():
    assert (SakState.OPEN, DEADLINE, LEADER.person) == (OPEN.state, OPEN.deadline, OPEN.owner)
    assert (None, 1, 0) == (OPEN.recurrence_of, OPEN.occurrence, OPEN.reopened)


def test_a_sak_may_be_due_the_day_it_opens_and_not_the_day_before():
    def opened_with(deadline: date):
        return open_sak(
            id="s", kind="k", rule="r", enhet="B1", month=Month(2026, 2), opened=date(2026, 3, 2), owner=None,
            owner_enhet=None, deadline=deadline, severity=Severity.LOW,
        )  # fmt: skip

    assert date(2026, 3, 2) == opened_with(date(2026, 3, 2)).deadline
    with pytest.raises(ValueError, match="deadline"):
        opened_with(date(2026, 3, 1))


def test_a_third_sak_knows_the_second():
    first = replace(CLOSED, id="1", month=Month(2025, 12))
    second = replace(CLOSED, id="2", month=Month(2026, 1))

    third = open_sak(
        id="3", kind="k", rule="r", enhet="B1", month=Month(2026, 2), opened=TODAY, owner=None, owner_enhet=None,
        deadline=TODAY, severity=Severity.LOW, earlier=[second, first],
    )  # fmt: skip

    assert ("2", 3) == (third.recurrence_of, third.occurrence)


# --- answering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [LEADER, DEPUTY], ids=["owner", "deputy"])
def test_whoever_answers_for_the_unit_may_answer(actor):
    answered = answer(OPEN, actor, Answer.FIXED, on=TODAY)

    assert (Answer.FIXED, actor.person, TODAY) == (answered.answer, answered.answered_by, answered.answered_on)


@pytest.mark.parametrize("actor", [OTHER_LEADER, SUPERIOR, CONTROL, TOP, CARETAKER, SYSTEM], ids=lambda a: a.person)
def test_nobody_else_may(actor):
    with refused_because(Refusal.NOT_YOUR_SAK):
        answer(OPEN, actor, Answer.FIXED, on=TODAY)


def test_the_units_alone_make_nobody_a_leader():
    once_leader = Actor(person="100009", leads=frozenset({"B1"}))

    with refused_because(Refusal.NOT_YOUR_SAK):
        answer(OPEN, once_leader, Answer.FIXED, on=TODAY)


def test_a_superior_may_answer_once_it_was_raised_to_her():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)

    assert SUPERIOR.person == answer(raised, SUPERIOR, Answer.FIXED, on=LATER).answered_by


def test_the_owner_of_missing_data_answers_for_them():
    assert SakState.RETEST is answer(ABOUT_DATA, DATA_OWNER, Answer.FIXED, on=TODAY).state
    with refused_because(Refusal.NOT_YOUR_SAK):
        answer(ABOUT_DATA, Actor(person="500002", roles=DATA_OWNER.roles), Answer.FIXED, on=TODAY)


def test_a_sak_without_a_unit_of_its_own_is_not_every_leaders():
    leader_of_nothing = Actor(person="100009", roles=frozenset({ActorRole.LEADER}))

    with refused_because(Refusal.NOT_YOUR_SAK):
        answer(ABOUT_DATA, leader_of_nothing, Answer.FIXED, on=TODAY)


@pytest.mark.parametrize("given", [Answer.DISAGREE, Answer.EXEMPTION])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_uenig_and_unntak_need_a_reason(given, reason):
    with refused_because(Refusal.REASON_MISSING):
        answer(OPEN, LEADER, given, on=TODAY, reason=reason)


def test_there_is_no_exemption_from_delivering_data():
    with refused_because(Refusal.NO_RULE):
        answer(ABOUT_DATA, DATA_OWNER, Answer.EXEMPTION, on=TODAY, reason="Ferie.")


def test_tiltak_must_be_named():
    with refused_because(Refusal.TILTAK_MISSING):
        answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[])


def test_a_tiltak_may_be_due_today_and_not_yesterday():
    today = answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[promise(deadline=TODAY)])

    assert TODAY == today.deadline
    with refused_because(Refusal.DEADLINE_PASSED):
        answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[promise(), promise("t2", deadline=date(2026, 3, 9))])


def test_a_tiltak_must_be_somebodys():
    with refused_because(Refusal.TILTAK_OWNER_MISSING):
        answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[promise(owner=" ")])


def test_the_first_of_the_tiltak_gives_the_deadline():
    soon = promise("t2", deadline=date(2026, 3, 20))

    assert soon.deadline == answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[promise(), soon]).deadline


# --- re-test ---------------------------------------------------------------------------------------------------------


def test_what_still_strikes_is_opened_again_with_a_new_deadline_and_no_answer():
    assert replace(OPEN, deadline=LATER, reopened=1) == after_run(FIXED, still_striking=True)


def test_what_no_longer_strikes_waits_to_be_closed():
    assert FIXED == after_run(FIXED, still_striking=False)


def test_what_went_away_by_itself_is_no_longer_waited_for():
    assert replace(OPEN, state=SakState.RETEST, deadline=None) == after_run(OPEN, still_striking=False)


def test_what_went_away_and_came_back_is_waited_for_again():
    assert SakState.OPEN is after_run(after_run(OPEN, still_striking=False), still_striking=True).state


@pytest.mark.parametrize("sak", [OPEN, DISAGREED, PROMISED, FIXED, CLOSED], ids=lambda s: s.state.value)
def test_unknown_changes_nothing(sak):
    assert sak is after_run(sak, still_striking=None)


@pytest.mark.parametrize("sak", [DISAGREED, PROMISED], ids=lambda s: s.state.value)
@pytest.mark.parametrize("still_striking", [True, False])
def test_what_waits_for_a_decision_or_a_tiltak_goes_on_waiting(sak, still_striking):
    assert sak == after_run(sak, still_striking=still_striking)


def test_an_open_sak_that_still_strikes_keeps_its_deadline():
    assert OPEN == after_run(OPEN, still_striking=True)


@pytest.mark.parametrize("still_striking", [True, False, None])
@pytest.mark.parametrize("actor", [LEADER, CONTROL], ids=lambda a: a.person)
def test_nobody_says_by_hand_that_a_rule_no_longer_strikes(actor, still_striking):
    with refused_because(Refusal.ONLY_BY_ITSELF):
        retest(FIXED, actor, still_striking=still_striking, deadline=LATER)


# --- silence ---------------------------------------------------------------------------------------------------------


def test_a_sak_is_raised_the_day_after_its_deadline_and_not_on_it():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=date(2026, 3, 17))

    assert (1, SUPERIOR.person, DEADLINE) == (raised.level, raised.escalated_to, raised.deadline)
    with refused_because(Refusal.NOT_OVERDUE):
        escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=DEADLINE)


def test_a_promise_that_is_not_kept_is_raised_too():
    assert 1 == escalate(PROMISED, SYSTEM, to=SUPERIOR.person, today=date(2026, 4, 21)).level


def test_it_goes_on_upwards():
    once = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)
    twice = escalate(once, SYSTEM, to=TOP.person, today=LATER)

    assert (2, TOP.person) == (twice.level, twice.escalated_to)


def test_nobody_is_escalated_to_herself():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)

    with refused_because(Refusal.TO_HERSELF):
        escalate(OPEN, SYSTEM, to=LEADER.person, today=LATER)
    with refused_because(Refusal.TO_HERSELF):
        escalate(raised, SYSTEM, to=SUPERIOR.person, today=LATER)


def test_only_silence_escalates():
    with refused_because(Refusal.ONLY_BY_ITSELF):
        escalate(OPEN, CONTROL, to=SUPERIOR.person, today=LATER)


@pytest.mark.parametrize(
    ("late", "after", "levels"), [(-3, 10, 0), (0, 10, 0), (9, 10, 0), (10, 10, 1), (19, 10, 1), (20, 10, 2), (1, 0, 1)]
)
def test_one_level_for_every_so_many_working_days(late, after, levels):
    assert levels == levels_due(late, after)


def test_a_new_round_begins_at_the_bottom():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)
    again = after_run(answer(raised, LEADER, Answer.FIXED, on=LATER), still_striking=True)

    assert (0, None) == (again.level, again.escalated_to)


# --- owners, severity, reopening -------------------------------------------------------------------------------------


def test_a_new_leader_takes_over_as_it_stands():
    assert replace(OPEN, owner=DEPUTY.person) == reassign(OPEN, SYSTEM, owner=DEPUTY.person, owner_enhet="B1")


def test_a_successor_unit_takes_over_and_the_sak_stays_where_it_happened():
    moved = reassign(OPEN, SYSTEM, owner=OTHER_LEADER.person, owner_enhet="C7")

    assert ("B1", "C7") == (moved.enhet, moved.owner_enhet)
    assert Answer.FIXED is answer(moved, OTHER_LEADER, Answer.FIXED, on=TODAY).answer
    with refused_because(Refusal.NOT_YOUR_SAK):
        answer(moved, DEPUTY, Answer.FIXED, on=TODAY)


def test_she_it_was_raised_to_may_become_its_owner():
    raised = escalate(OPEN, SYSTEM, to=SUPERIOR.person, today=LATER)
    taken = reassign(raised, SYSTEM, owner=SUPERIOR.person, owner_enhet="B")

    assert (1, None, SUPERIOR.person) == (taken.level, taken.escalated_to, taken.owner)


def test_a_sak_may_be_left_without_an_owner():
    vacant = reassign(OPEN, SYSTEM, owner=None, owner_enhet="B1")

    assert vacant.owner is None
    assert Answer.FIXED is answer(vacant, DEPUTY, Answer.FIXED, on=TODAY).answer


def test_a_leader_does_not_pass_her_sak_on():
    with refused_because(Refusal.NOT_INTERNAL_CONTROL):
        reassign(OPEN, LEADER, owner=DEPUTY.person, owner_enhet="B1")


@pytest.mark.parametrize(
    ("new", "after"),
    [(Severity.LOW, Severity.MEDIUM), (Severity.MEDIUM, Severity.MEDIUM), (Severity.HIGH, Severity.HIGH)],
)
def test_a_new_avvik_makes_a_sak_more_severe_and_never_less(new, after):
    assert after is join(OPEN, SYSTEM, new).severity


def test_avvik_come_of_rules_alone():
    with refused_because(Refusal.ONLY_BY_ITSELF):
        join(OPEN, CONTROL, Severity.HIGH)


@pytest.mark.parametrize("actor", [SYSTEM, CONTROL], ids=lambda a: a.person)
def test_a_closed_sak_is_reopened_as_if_new(actor):
    assert replace(OPEN, deadline=LATER, reopened=1) == reopen(CLOSED, actor, deadline=LATER)


def test_a_leader_reopens_nothing():
    with refused_because(Refusal.NOT_INTERNAL_CONTROL):
        reopen(CLOSED, LEADER, deadline=LATER)
