"""What a heap of saker says: how often a rule was wrong, how often a unit is back, and where an exemption holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.saker import CLOSED, OPEN
from kontroll.domain.falsealarm import FalseAlarms, false_alarms
from kontroll.domain.month import Month
from kontroll.domain.recurrence import recurrence
from kontroll.domain.sak import Outcome
from kontroll.domain.unntak import Unntak

JANUARY = Month(2026, 1)


def ended(outcome: Outcome, id: str = "s", month: Month = JANUARY):
    return replace(CLOSED, id=id, outcome=outcome, month=month)


# --- false alarms ----------------------------------------------------------------------------------------------------


def test_nothing_decided_is_unknown_and_not_zero():
    assert false_alarms([]).share is None
    assert false_alarms([OPEN, ended(Outcome.MOOT), ended(Outcome.DELIVERED)]).share is None


def test_one_medhold_in_four():
    saker = [ended(Outcome.FALSE_ALARM), ended(Outcome.RESOLVED), ended(Outcome.EXEMPT), ended(Outcome.DOCUMENTED)]

    assert FalseAlarms(false_alarms=1, decided=4) == false_alarms(saker)
    assert 0.25 == false_alarms(saker).share


def test_a_rule_that_was_always_right():
    assert 0.0 == false_alarms([ended(Outcome.RESOLVED)]).share


@given(st.lists(st.sampled_from([*Outcome, None])))
def test_the_share_is_a_share(outcomes):
    found = false_alarms(replace(CLOSED, outcome=outcome) for outcome in outcomes)

    assert 0 <= found.false_alarms <= found.decided <= len(outcomes)
    assert (found.share is None) == (found.decided == 0)


# --- recurrence ------------------------------------------------------------------------------------------------------


def test_the_first_time_follows_nothing():
    assert (None, 1) == recurrence([])


@given(st.permutations([ended(Outcome.RESOLVED, str(n), Month(2025, n)) for n in (2, 9, 11)]))
def test_the_fourth_time_follows_the_latest_in_any_order(earlier):
    assert ("11", 4) == recurrence(earlier)


def test_a_false_alarm_does_not_count_against_a_unit():
    before = [ended(Outcome.RESOLVED, "1", Month(2025, 1)), ended(Outcome.FALSE_ALARM, "2", Month(2025, 2))]

    assert ("1", 2) == recurrence(before)


def test_one_that_is_still_open_counts():
    assert (OPEN.id, 2) == recurrence([OPEN])


# --- exemptions ------------------------------------------------------------------------------------------------------

SPRING = Unntak(
    id="u", sak="s", rule="r", enhet="B1", first=Month(2026, 3), last=Month(2026, 6), granted_by="200001",
    granted_on=date(2026, 3, 10),
)  # fmt: skip


@pytest.mark.parametrize(
    ("month", "covered"),
    [(Month(2026, 2), False), (Month(2026, 3), True), (Month(2026, 6), True), (Month(2026, 7), False)],
)
def test_an_exemption_holds_from_its_first_to_its_last_month(month, covered):
    assert covered is SPRING.covers("r", "B1", "", month)


def test_an_exemption_of_a_unit_holds_for_its_records_and_for_nobody_else():
    assert SPRING.covers("r", "B1", "faktura-7", Month(2026, 4))
    assert not SPRING.covers("r", "B2", "", Month(2026, 4))
    assert not SPRING.covers("other", "B1", "", Month(2026, 4))


def test_an_exemption_of_a_record_holds_for_that_record_alone():
    one = replace(SPRING, post="faktura-7")

    assert one.covers("r", "B1", "faktura-7", Month(2026, 4))
    assert not one.covers("r", "B1", "faktura-8", Month(2026, 4))
    assert not one.covers("r", "B1", "", Month(2026, 4))
